import { useState } from "react";
import { useLocation } from "wouter";
import { currentServerTime } from "../live/hooks.ts";
import { BulkBar } from "./BulkBar.tsx";
import { EpisodeList } from "./EpisodeList.tsx";
import { ExportButtons } from "./ExportButtons.tsx";
import { FilterBar } from "./FilterBar.tsx";
import { useEpisodes } from "./reviewQueries.ts";
import { askedOf, filterOf, isNarrowed, type ReviewFilter, searchOf, tabPath } from "./reviewWords.ts";

type Props = { readonly tab: "queue" | "all"; readonly search: string };

/** A list of alarms, with a choice of several of them at once. */
export function ListPart({ tab, search }: Props) {
  const filter = filterOf(search);
  const [, navigate] = useLocation();
  const asked = askedOf(tab, filter, currentServerTime());
  const { data, error, isPending, fetchNextPage, hasNextPage, isFetchingNextPage } = useEpisodes(asked);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const episodes = data?.pages.flatMap((page) => page.episodes) ?? [];
  const [first] = data?.pages ?? [];
  // What was chosen and is no longer in the list is not judged unseen.
  const picked = episodes.filter(({ episodeId }) => chosen.has(episodeId));
  const change = (next: ReviewFilter): void => navigate(`${tabPath(tab)}${searchOf(next)}`, { replace: true });
  return (
    <>
      {tab === "queue" ? (
        <p className="hint">
          High priority, called beyond the room, or with a note: the oldest first. A physician signs each as it is
          judged; then it leaves this list. Looked for in the last 90 days. That no station heard, or that the record
          was not saved, stands under All alarms.
        </p>
      ) : (
        <FilterBar filter={filter} conditions={first?.conditions ?? []} onChange={change} />
      )}
      {error !== null && (
        <p role="alert" className="problem">
          {error.message}
        </p>
      )}
      {isPending && error === null && <p role="status">Reading the alarms…</p>}
      {first !== undefined && (
        <>
          <div className="row listHead">
            <p className="hint" role="status">
              {countText(episodes.length, first.count)}
              {tab === "all" && first.heldBack > 0 && `; ${first.heldBack} held back in these days, not signalled`}
            </p>
            <span className="grow" />
            {episodes.length > 0 && <ExportButtons asked={asked} />}
          </div>
          {episodes.length === 0 ? (
            <p className="reviewEmpty">{emptyText(tab, filter)}</p>
          ) : (
            <>
              <BulkBar all={episodes} picked={picked} onPick={setChosen} />
              <EpisodeList episodes={episodes} chosen={chosen} tab={tab} search={search} onChoose={setChosen} />
            </>
          )}
          {hasNextPage && (
            <button type="button" className="button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {isFetchingNextPage ? "Reading…" : `Show more of ${first.count}`}
            </button>
          )}
        </>
      )}
    </>
  );
}

const countText = (shown: number, count: number): string =>
  shown < count ? `${shown} of ${count} alarms` : `${count} ${count === 1 ? "alarm" : "alarms"}`;

function emptyText(tab: Props["tab"], filter: ReviewFilter): string {
  if (tab === "queue") return "Nothing waits for a physician's review.";
  if (isNarrowed(filter)) return "No alarm is like that. Choose more days, or all of a kind.";
  return "There was no alarm in these days.";
}
