import { DISPOSITIONS } from "@watchroom/shared/alarm";
import { type Episode, type Load, REVIEW_PHASE_LABELS } from "@watchroom/shared/alarm-review";
import { Link } from "wouter";
import { dayText } from "../sessions/sessionWords.ts";
import { timeOfDay } from "../wall/duration.ts";
import { EpisodeName } from "./EpisodeList.tsx";
import { rateText } from "./loadWords.ts";
import { episodePath, lengthText } from "./reviewWords.ts";

/** By what, where, what it was worth, and the single alarms that were worst. */
export function LoadLists({ load }: { readonly load: Load }) {
  return (
    <div className="loadLists">
      <Bars
        title="By alarm"
        rows={load.byCondition.map(({ label, alarms, judged, actionable, heldBack }) => ({
          label,
          count: alarms,
          detail: [
            judged === 0 ? "none judged" : `${actionable} of ${judged} judged worth it`,
            ...(heldBack > 0 ? [`${heldBack} held back`] : []),
          ].join(", "),
        }))}
      />
      <Bars
        title="By phase"
        rows={load.byPhase.map(({ phase, alarms, perRoomHour, roomHours }) => ({
          label: REVIEW_PHASE_LABELS[phase],
          count: alarms,
          detail: perRoomHour === null ? "" : `${rateText(perRoomHour)} per room-hour in ${roomHours.toFixed(1)} h`,
        }))}
      />
      <Bars
        title="By priority"
        rows={(["high", "medium", "low"] as const).map((priority) => ({
          label: { high: "High !!!", medium: "Medium !!", low: "Low !" }[priority],
          count: load.figures[priority],
          detail: "",
        }))}
      />
      <Bars
        title="What they were"
        rows={load.byDisposition.map(({ disposition, alarms }) => ({
          label: disposition === null ? "Nobody has said" : DISPOSITIONS[disposition].label,
          count: alarms,
          detail: "",
        }))}
      />
      <Worst title="Slowest answers" rows={load.slowest} of={({ acknowledgedAfterMs }) => acknowledgedAfterMs} />
      <Worst title="Longest until somebody could hear it" rows={load.unheard} of={({ unheardMs }) => unheardMs} />
      <Worst title="Longest alarms" rows={load.longest} of={({ lengthMs }) => lengthMs} />
    </div>
  );
}

type Row = { readonly label: string; readonly count: number; readonly detail: string };

function Bars({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <section className="roomPart">
      <h2>{title}</h2>
      <ul className="bars">
        {rows.map(({ label, count, detail }) => (
          <li key={label}>
            <span>{label}</span>
            <b className="barCount">{count}</b>
            <span className="barTrack" aria-hidden="true">
              <span style={{ width: `${(100 * count) / most}%` }} />
            </span>
            {detail !== "" && <span className="barDetail dim">{detail}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

type WorstProps = {
  readonly title: string;
  readonly rows: readonly Episode[];
  readonly of: (episode: Episode) => number | null;
};

function Worst({ title, rows, of }: WorstProps) {
  return (
    <section className="roomPart">
      <h2>{title}</h2>
      {rows.length === 0 && <p className="dim">None in these days.</p>}
      <ol className="worstList">
        {rows.map((episode) => (
          <li key={episode.episodeId}>
            <b className="nowrap">{lengthText(of(episode) ?? 0)}</b>
            <span>
              <Link href={episodePath(episode.episodeId, "all", "")}>
                <EpisodeName episode={episode} />
              </Link>
              <span className="under">
                {episode.room} · {dayText(episode.since)}, {timeOfDay(episode.since)}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
