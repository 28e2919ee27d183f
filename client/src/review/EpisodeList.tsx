import { STARS } from "@watchroom/shared/alarm";
import type { Episode } from "@watchroom/shared/alarm-review";
import { Link } from "wouter";
import { dayText } from "../sessions/sessionWords.ts";
import { timeOfDayExact } from "../wall/duration.ts";
import { episodePath, judgedText, placeOf, storyOf } from "./reviewWords.ts";

type Props = {
  readonly episodes: readonly Episode[];
  readonly chosen: ReadonlySet<string>;
  readonly tab: "queue" | "all";
  readonly search: string;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
};

/** One row an alarm: chosen by its box, opened by all the rest. */
export function EpisodeList({ episodes, chosen, tab, search, onChoose }: Props) {
  const toggle = (episodeId: string): void => {
    const next = new Set(chosen);
    if (!next.delete(episodeId)) next.add(episodeId);
    onChoose(next);
  };
  return (
    <ul className="episodes">
      {episodes.map((episode) => (
        <li key={episode.episodeId} className="episode" data-priority={episode.priority}>
          <label className="episodeBox">
            <input type="checkbox" checked={chosen.has(episode.episodeId)} onChange={() => toggle(episode.episodeId)} />
            <span className="unseen">
              Choose {episode.text}, {episode.room}
            </span>
          </label>
          <div className="episodeText">
            <Link href={episodePath(episode.episodeId, tab, search)} className="episodeLink">
              <EpisodeName episode={episode} />
            </Link>
            <p className="under">
              {[episode.room, episode.initials, placeOf(episode)].filter(Boolean).join(" · ")}{" "}
              {episode.simulated && <span className="tag sim">SIMULATED</span>}
            </p>
            <p className="under">{storyOf(episode).join(" · ")}</p>
            {episode.note !== null && <p className="episodeNote">“{episode.note}”</p>}
          </div>
          <div className="episodeSide">
            <time dateTime={new Date(episode.since).toISOString()}>
              <span className="nowrap">{dayText(episode.since)}</span> <b>{timeOfDayExact(episode.since)}</b>
            </time>
            <span className="episodeJudged" data-judged={episode.disposition ?? undefined}>
              {judgedText(episode)}
            </span>
            {episode.reviewedBy !== null && <span className="reviewedWord">✓ {episode.reviewedBy}</span>}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Priority in stars and colour, then what it was. */
export const EpisodeName = ({ episode }: { readonly episode: Pick<Episode, "priority" | "text" | "device"> }) => (
  <>
    <b className="episodeStars" data-priority={episode.priority}>
      <span aria-hidden="true">{STARS[episode.priority]}</span>
      <span className="unseen">{episode.priority} priority: </span>
    </b>{" "}
    {episode.text}
    {episode.device !== null && `, ${episode.device}`}
  </>
);
