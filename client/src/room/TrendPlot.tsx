import type { AlarmLimit } from "@watchroom/shared/alarm";
import type { MetricId } from "@watchroom/shared/metric";
import { memo, type ReactNode } from "react";
import { Bar, ComposedChart, Line, ReferenceArea, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { timeOfDay } from "../wall/duration.ts";
import type { EarlierLine } from "./earlier.ts";
import { PAPER_WIDTH, usePaper } from "./paper.ts";
import type { PhaseBand } from "./phaseBands.ts";
import { AXIS_WIDTH, MARGIN_RIGHT } from "./plotSize.ts";
import { TrendGround } from "./TrendGround.tsx";
import {
  type AlarmEpisode,
  type CuffPoint,
  type markerLabels,
  minutesFrom,
  type TrendPoint,
  valueSpan,
  valueTicks,
} from "./trendSeries.ts";

export type TrendFrame = {
  readonly from: number;
  readonly to: number;
  /** Minutes are counted from here. */
  readonly anchor: number;
  readonly ticks: readonly number[];
  readonly episodes: readonly AlarmEpisode[];
  readonly markers: ReturnType<typeof markerLabels>;
  readonly limits: Partial<Record<MetricId, AlarmLimit>>;
  readonly phases: readonly PhaseBand[];
  /** Earlier sessions of the same patient, already moved to the minutes of this one. */
  readonly earlier: readonly EarlierLine[];
};

const HEIGHTS = { first: 150, middle: 120, last: 166 } as const;
/** On the smaller paper, Letter, all three stand below the head of a session's first page. */
const PAPER_HEIGHTS = { first: 125, middle: 92, last: 140 } as const;
/** Room for both lines of the time axis below the last plot, and for the marker's number above the first. */
const MARGIN = { top: 8, right: MARGIN_RIGHT, bottom: 0, left: 0 } as const;

type TickProps = { readonly x?: number | string; readonly y?: number | string; readonly payload?: { value: number } };

/** Minutes from the dose, and below them the time of day. */
const TimeTick = ({ x = 0, y = 0, payload, anchor }: TickProps & { readonly anchor: number }) => (
  <g transform={`translate(${x} ${y})`} className="plotTick">
    <text textAnchor="middle" dy="0.9em">
      {payload === undefined ? "" : minutesFrom(anchor, payload.value)}
    </text>
    <text textAnchor="middle" dy="2.1em" className="plotClock">
      {payload === undefined ? "" : timeOfDay(payload.value)}
    </text>
  </g>
);

type PanelProps = {
  readonly frame: TrendFrame;
  readonly title: string;
  readonly data: readonly object[];
  readonly span: readonly [low: number, high: number];
  readonly metrics: readonly MetricId[];
  /** The first plot carries the markers' numbers, the last one the time. */
  readonly place: "first" | "middle" | "last";
  readonly children: ReactNode;
};

/** The ground between the limits, the alarm episodes and the markers; the lines lie over them. */
function Panel({ frame, title, data, span, metrics, place, children }: PanelProps) {
  const isPaper = usePaper();
  const height = (isPaper ? PAPER_HEIGHTS : HEIGHTS)[place];
  const isPressure = metrics.includes("systolic");
  const shaded = frame.episodes.filter(
    ({ metric }) => metric !== null && (metrics.includes(metric) || (isPressure && metric === "mean")),
  );
  return (
    <figure className="plot">
      <figcaption>{title}</figcaption>
      <ResponsiveContainer width={isPaper ? PAPER_WIDTH : "100%"} height={height}>
        <ComposedChart
          data={[...data]}
          margin={{ ...MARGIN, top: place === "first" ? 18 : MARGIN.top }}
          accessibilityLayer={false}
        >
          <XAxis
            dataKey="at"
            type="number"
            domain={[frame.from, frame.to]}
            ticks={[...frame.ticks]}
            interval={0}
            allowDataOverflow
            height={place === "last" ? 38 : 10}
            tick={place === "last" ? <TimeTick anchor={frame.anchor} /> : false}
            stroke="var(--line)"
          />
          <YAxis
            width={AXIS_WIDTH}
            domain={[...span]}
            ticks={[...valueTicks(span)]}
            interval={0}
            allowDataOverflow
            stroke="var(--line)"
            tick={{ fill: "var(--dim)", fontSize: 12 }}
          />
          <TrendGround {...frame} span={span} of={isPressure ? "pressure" : metrics.includes("spo2") ? "spo2" : null} />
          <LimitBand limits={frame.limits} metrics={metrics} span={span} />
          {shaded.map(({ episodeId, from, to, priority }) => (
            <ReferenceArea
              key={episodeId}
              x1={Math.max(from, frame.from)}
              x2={Math.min(Math.max(to, from + 1), frame.to)}
              ifOverflow="hidden"
              fill={`var(--${priority})`}
              fillOpacity={0.28}
            />
          ))}
          {frame.markers.map(({ at, number, label }) => (
            <ReferenceLine
              key={number}
              x={at}
              ifOverflow="hidden"
              stroke="var(--faint)"
              strokeDasharray="2 3"
              {...(place === "first"
                ? { label: { value: label, position: "top" as const, fill: "var(--text)", fontSize: 12 } }
                : {})}
            />
          ))}
          {children}
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  );
}

type LimitBandProps = {
  readonly limits: TrendFrame["limits"];
  readonly metrics: readonly MetricId[];
  readonly span: readonly [low: number, high: number];
};

/** From the lowest to the highest limit the ground is lighter; a limit inside it (systolic low) is a dashed line. */
function LimitBand({ limits, metrics, span }: LimitBandProps) {
  const edges = metrics.flatMap((metric) => [limits[metric]?.low ?? [], limits[metric]?.high ?? []].flat());
  if (edges.length === 0) return null;
  const hasHigh = metrics.some((metric) => typeof limits[metric]?.high === "number");
  const low = Math.min(...edges);
  const high = hasHigh ? Math.max(...edges) : span[1];
  const hasLow = metrics.some((metric) => typeof limits[metric]?.low === "number");
  return (
    <>
      <ReferenceArea y1={hasLow ? low : span[0]} y2={high} ifOverflow="hidden" fill="var(--accent)" fillOpacity={0.1} />
      {[...new Set(edges)].map((edge) => (
        <ReferenceLine
          key={edge}
          y={edge}
          ifOverflow="hidden"
          stroke="var(--accent)"
          strokeOpacity={0.55}
          {...(edge === low || edge === high ? {} : { strokeDasharray: "4 5", strokeOpacity: 0.4 })}
        />
      ))}
    </>
  );
}

type DotProps = { readonly cx?: number | undefined; readonly cy?: number | undefined };
const MeanTick = ({ cx, cy }: DotProps) =>
  cx === undefined || cy === undefined || Number.isNaN(cy) ? (
    <g />
  ) : (
    <path d={`M${cx - 7} ${cy}h14`} stroke="var(--accent)" strokeWidth={3} />
  );

type TrendPlotProps = {
  readonly frame: TrendFrame;
  readonly points: readonly TrendPoint[];
  readonly cuffs: readonly CuffPoint[];
};

/** SpO2, pulse rate and pressure over the same time. Drawn anew only for another frame, not for what is around it. */
export const TrendPlot = memo(function TrendPlot({ frame, points, cuffs }: TrendPlotProps) {
  const shown = points.filter(({ at }) => at >= frame.from && at <= frame.to);
  const bars = cuffs
    .filter(({ at }) => at >= frame.from && at <= frame.to)
    .map(({ systolic, diastolic, ...cuff }) => ({
      ...cuff,
      range: systolic === null || diastolic === null ? null : [diastolic, systolic],
    }));
  const earlierSpo2 = frame.earlier.flatMap(({ points: earlier }) => earlier.map(({ spo2 }) => spo2));
  const pressures = [...cuffs, ...frame.earlier.flatMap((earlier) => earlier.cuffs)].flatMap(
    ({ systolic, diastolic }) => [systolic, diastolic],
  );
  const line = {
    isAnimationActive: false,
    dot: false,
    activeDot: false,
    type: "linear",
    strokeWidth: 1.8,
    connectNulls: false,
  } as const;
  return (
    <div className="plots">
      <Panel
        frame={frame}
        title="SpO₂ %"
        data={shown}
        span={valueSpan([...shown.map(({ spo2 }) => spo2), ...earlierSpo2], [80, 100])}
        metrics={["spo2"]}
        place="first"
      >
        <Line {...line} dataKey="spo2" stroke="var(--spo2)" />
      </Panel>
      <Panel
        frame={frame}
        title="Pulse rate /min"
        data={shown}
        span={valueSpan(
          shown.map(({ pulseRateHigh, pulseRate }) => pulseRateHigh ?? pulseRate),
          [40, 130],
        )}
        metrics={["pulseRate"]}
        place="middle"
      >
        <Line {...line} dataKey="pulseRateHigh" stroke="var(--pulse)" strokeOpacity={0.4} />
        <Line {...line} dataKey="pulseRate" stroke="var(--pulse)" />
      </Panel>
      <Panel
        frame={frame}
        title="NIBP mmHg: systolic to diastolic, mean"
        data={bars}
        span={valueSpan(pressures, [40, 180])}
        metrics={["systolic", "diastolic"]}
        place="last"
      >
        <Bar dataKey="range" barSize={8} radius={3} fill="var(--pressure)" isAnimationActive={false} />
        <Line dataKey="mean" stroke="none" dot={<MeanTick />} isAnimationActive={false} activeDot={false} />
      </Panel>
    </div>
  );
});
