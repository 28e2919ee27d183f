import type { TrendAnswer } from "@watchroom/shared/http";
import type { ReactNode } from "react";
import { timeOfDayExact } from "../wall/duration.ts";
import { type TrendFrame, TrendPlot } from "./TrendPlot.tsx";
import { type CuffPoint, minutesFrom, type TrendPoint } from "./trendSeries.ts";

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
  /** Stands at the end of the title's line. */
  readonly children?: ReactNode;
};

/** Plots, and what people did in their time as a list. */
export const TrendView = ({ trend, countedFrom, isPending, problem, children }: Props) => (
  <section className="roomPart roomTrend" aria-labelledby="trendTitle">
    <div className="row">
      <h2 id="trendTitle">Trend</h2>
      <span className="hint">minutes from the {countedFrom}, and time of day</span>
      <span className="grow" />
      {children}
    </div>
    {isPending && <p className="hint">Reading the record …</p>}
    {problem !== null && (
      <p className="problem" role="status">
        {problem}
      </p>
    )}
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
