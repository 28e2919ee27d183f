import type { StripAnswer } from "@watchroom/shared/alarm-review";
import { useEffect, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { currentServerTime, useMe } from "../live/hooks.ts";
import { dayText } from "../sessions/sessionWords.ts";
import { timeOfDayExact } from "../wall/duration.ts";
import { EpisodeName } from "./EpisodeList.tsx";
import { JudgeBar } from "./JudgeBar.tsx";
import { useEpisodes, useStrip } from "./reviewQueries.ts";
import { askedOf, episodePath, filterOf, judgedText, neighbours, placeOf, storyOf, tabPath } from "./reviewWords.ts";
import { StripLists } from "./StripLists.tsx";
import { StripPlot } from "./StripPlot.tsx";
import "./review.css";
import "./paper.css";
import "./strip.css";

/** The list from which this one was opened, as it was then: what is signed leaves the queue, and the way on stays. */
function useOrder(tab: "queue" | "all", search: string, episodeId: string): readonly string[] {
  const { data } = useEpisodes(askedOf(tab, filterOf(search), currentServerTime()));
  const ids = data?.pages.flatMap((page) => page.episodes.map((episode) => episode.episodeId)) ?? [];
  const [kept, setKept] = useState<readonly string[]>(ids);
  if (!kept.includes(episodeId) && ids.includes(episodeId)) setKept(ids);
  return kept;
}

/** One alarm with what stood around it. Made for a phone in one hand: the plot, what was done, what it was, the next. */
export function EpisodePage({ episodeId: inAddress }: { readonly episodeId: string }) {
  // The router hands on what stands in the address.
  const episodeId = decodeURIComponent(inAddress);
  const search = useSearch();
  const tab = new URLSearchParams(search).get("in") === "all" ? "all" : "queue";
  const [, navigate] = useLocation();
  const { before, after } = neighbours(useOrder(tab, search, episodeId), episodeId);
  const { data, error, isPending } = useStrip(episodeId);
  const pathOf = (id: string): string => episodePath(id, tab, search);
  const list = `${tabPath(tab)}${tab === "all" && search !== "" ? `?${search}` : ""}`;
  useEffect(() => {
    const go = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const id = event.key === "ArrowLeft" ? before : event.key === "ArrowRight" ? after : null;
      if (id !== null) navigate(episodePath(id, tab, search));
      else if (event.key === "Escape") navigate(list);
    };
    addEventListener("keydown", go);
    return () => removeEventListener("keydown", go);
  }, [before, after, tab, search, list, navigate]);
  return (
    <main className="page alarmsPage episodePage">
      <nav className="episodeNav" aria-label="Alarms of the list">
        <Link href={list} className="button">
          {tab === "queue" ? "To review" : "All alarms"}
        </Link>
        <span className="grow" />
        <Neighbour label="Previous" arrow="←" path={before === null ? null : pathOf(before)} />
        <Neighbour label="Next" arrow="→" path={after === null ? null : pathOf(after)} />
      </nav>
      {error !== null && (
        <p role="alert" className="problem">
          {error.message}
        </p>
      )}
      {isPending && error === null && <p role="status">Reading what stood around it…</p>}
      {data !== undefined && (
        <Whole key={episodeId} strip={data} onSigned={() => navigate(after === null ? list : pathOf(after))} />
      )}
    </main>
  );
}

/** Arrows belong to a field or a dialog while it is used. */
function isTyping({ target, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (altKey || ctrlKey || metaKey || document.querySelector("[role=dialog]") !== null) return true;
  return target instanceof HTMLElement && target.matches("input, select, textarea");
}

type NeighbourProps = { readonly label: string; readonly arrow: string; readonly path: string | null };
const Neighbour = ({ label, arrow, path }: NeighbourProps) =>
  path === null ? (
    <span className="button" aria-disabled="true">
      {label}
    </span>
  ) : (
    <Link href={path} className="button" aria-keyshortcuts={arrow === "←" ? "ArrowLeft" : "ArrowRight"}>
      {arrow === "←" && <span aria-hidden="true">←</span>}
      {label}
      {arrow === "→" && <span aria-hidden="true">→</span>}
    </Link>
  );

type WholeProps = { readonly strip: StripAnswer; readonly onSigned: () => void };

function Whole({ strip, onSigned }: WholeProps) {
  const { episode } = strip;
  const { role } = useMe();
  const where = [episode.room, episode.initials, placeOf(episode)].filter(Boolean).join(" · ");
  return (
    <>
      <header className="episodeHead">
        <h1>
          <EpisodeName episode={episode} />
        </h1>
        <p>
          {where} {episode.simulated && <span className="pill sim">SIMULATED</span>}
        </p>
        <p className="under">
          {dayText(episode.since)}, {timeOfDayExact(episode.since)} · {storyOf(episode).join(" · ")}
        </p>
        {episode.cause !== null && <p className="under">Cause: {episode.cause}</p>}
        <p className="episodeVerdict">
          <b>{judgedText(episode)}</b>
          {episode.judgedBy !== null && ` by ${episode.judgedBy}`}
          {episode.note !== null && `: “${episode.note}”`}
          {episode.reviewedBy !== null && <span className="reviewedWord"> ✓ signed by {episode.reviewedBy}</span>}
        </p>
      </header>
      <StripPlot strip={strip} />
      {role !== "administrator" && (
        <section className="roomPart judgePart" aria-label="What it was">
          <JudgeBar episodes={[episode]} onSigned={onSigned} />
        </section>
      )}
      <StripLists strip={strip} />
      {episode.sessionId !== null && (
        <p>
          <Link href={`/sessions/${encodeURIComponent(episode.sessionId)}`}>The whole session</Link>
        </p>
      )}
    </>
  );
}
