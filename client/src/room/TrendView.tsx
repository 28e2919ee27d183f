import type { TrendAnswer } from "@watchroom/shared/http";
import { ROUTES } from "@watchroom/shared/session";
import type { ReactNode } from "react";
import { dayText, givenText } from "../sessions/sessionWords.ts";
import { timeOfDayExact } from "../wall/duration.ts";
import type { EarlierLine } from "./earlier.ts";
import { EarlierSample } from "./TrendGround.tsx";
import { type TrendFrame, TrendPlot } from "./TrendPlot.tsx";
import { type CuffPoint, minutesFrom, type TrendPoint } from "./trendSeries.ts";
import type { Earlier } from "./useEarlier.ts";
import "./trend.css";

type Marker = TrendAnswer["markers"][number] & { readonly number: number };

type Props = {
  readonly trend: {
    readonly frame: TrendFrame;
    readonly points: readonly TrendPoint[];
    readonly cuffs: readonly CuffPoint[];
    readonly markers: readonly Marker[];
  };
  readonly countedFrom: "dose" | "start";
  readonly isPending: boolean;
  /** What could not be read, in a sentence; null when all was. */
  readonly problem: string | null;
  readonly earlier: Earlier;
  /** Stands above the plots, on their time axis. */
  readonly above?: ReactNode;
  /** Stands at the end of the title's line. */
  readonly children?: ReactNode;
};

/** Plots, and what people did in their time as a list. */
export const TrendView = ({ trend, countedFrom, isPending, problem, earlier, above, children }: Props) => (
  <section className="roomPart roomTrend" aria-labelledby="trendTitle">
    <div className="row">
      <h2 id="trendTitle">Trend</h2>
      <span className="hint">minutes from the {countedFrom}, and time of day</span>
      <span className="grow" />
      <EarlierButton earlier={earlier} />
      {children}
    </div>
    {isPending && <p className="hint">Reading the record …</p>}
    {problem !== null && (
      <p className="problem" role="status">
        {problem}
      </p>
    )}
    {earlier.isOn && <EarlierLegend earlier={earlier} lines={trend.frame.earlier} countedFrom={countedFrom} />}
    {above}
    <TrendPlot frame={trend.frame} points={trend.points} cuffs={trend.cuffs} />
    {trend.markers.length > 0 && (
      <ol className="markerList" aria-label="Markers">
        {trend.markers.map(({ number, at, text, by }) => (
          <li key={number}>
            <b>{number}</b> {timeOfDayExact(at)}{" "}
            <span className="dim">({minutesFrom(trend.frame.anchor, at)} min)</span> {text}
            {by !== null && <span className="dim"> · {by}</span>}
          </li>
        ))}
      </ol>
    )}
  </section>
);

/** Only where the patient was here before: the lines of the last times behind those of this one. */
function EarlierButton({ earlier: { count, isOn, toggle, problem } }: Pick<Props, "earlier">) {
  if (problem !== null && !isOn) return <span className="problem">{problem}</span>;
  if (count === 0) return null;
  return (
    <button type="button" className="button small earlierToggle" aria-pressed={isOn} onClick={toggle}>
      Earlier sessions
    </button>
  );
}

type LegendProps = Pick<Props, "earlier" | "countedFrom"> & { readonly lines: readonly EarlierLine[] };

function EarlierLegend({ earlier: { isPending, problem }, lines, countedFrom }: LegendProps) {
  const how = countedFrom === "dose" ? "by minute from the dose" : "by minute from the start, until the first dose";
  return (
    <div role="status">
      {isPending && <p className="hint">Reading the earlier sessions …</p>}
      {problem !== null && <p className="problem">{problem}</p>}
      {lines.length > 0 && (
        <ul className="earlierLegend" aria-label="Earlier sessions">
          {lines.map(({ session }, index) => (
            <li key={session.sessionId}>
              <EarlierSample index={index} /> {dayText(session.startedAt)} · {ROUTES[session.route].short} ·{" "}
              {givenText(session)}
            </li>
          ))}
          <li className="hint">SpO₂ and pressure, {how}</li>
        </ul>
      )}
    </div>
  );
}
