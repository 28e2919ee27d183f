import { awaitsReview, type Episode, type EpisodeFilter } from "@watchroom/shared/alarm-review";

/** Pure. Does the filter let this alarm through? Its range is the record's business. */
export function isChosen(episode: Episode, filter: EpisodeFilter): boolean {
  const { route, condition, priority, disposition, reviewed, simulated, awaiting, sessionId } = filter;
  const isSaid = (answer: "yes" | "no" | undefined, is: boolean): boolean =>
    answer === undefined || (answer === "yes") === is;
  return (
    (route === undefined || episode.route === route) &&
    (condition === undefined || episode.label === condition) &&
    (priority === undefined || episode.priority === priority) &&
    (disposition === undefined || (episode.disposition ?? "none") === disposition) &&
    (sessionId === undefined || episode.sessionId === sessionId) &&
    isSaid(reviewed, episode.reviewedAt !== null) &&
    isSaid(simulated, episode.simulated) &&
    isSaid(awaiting, awaitsReview(episode))
  );
}

type Page = { readonly rows: readonly Episode[]; readonly next: string | null };

/** Pure. One page of a list in its order; a cursor names the last row of the page before. */
export function pageOf(rows: readonly Episode[], cursor: string | undefined, limit: number): Page {
  const begin = cursor === undefined ? 0 : placeAfter(rows, cursor);
  const page = rows.slice(begin, begin + limit);
  const last = page.at(-1);
  const isLast = begin + limit >= rows.length || last === undefined;
  return { rows: page, next: isLast ? null : `${last.since} ${last.episodeId}` };
}

/** The row itself may be gone from the list, since it was judged meanwhile: then the place where it would be. */
function placeAfter(rows: readonly Episode[], cursor: string): number {
  const space = cursor.indexOf(" ");
  const since = Number(cursor.slice(0, space));
  const episodeId = cursor.slice(space + 1);
  const same = rows.findIndex((row) => row.episodeId === episodeId);
  if (same >= 0) return same + 1;
  const isRising = (rows[0]?.since ?? 0) <= (rows.at(-1)?.since ?? 0);
  const behind = rows.findIndex((row) => (isRising ? row.since > since : row.since < since));
  return behind < 0 ? rows.length : behind;
}
