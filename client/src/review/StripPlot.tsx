import type { StripAnswer } from "@watchroom/shared/alarm-review";
import type { MetricId } from "@watchroom/shared/metric";
import { PHASE_LABELS } from "@watchroom/shared/session";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type Band, bandOf, limitLines, pathOf, stripText, ticksOf, tickText } from "./strip.ts";

const LEFT = 44;
const RIGHT = 10;
/** Above each panel its name; above the first the phases too. */
const TOP = 36;
const GAP = 36;
const NAME = -6;
/** Below the last panel: a limit's number may stand there, then the times. */
const FOOT = 34;
const TIMES = 27;
const HEIGHTS = { spo2: 120, pulse: 84, pressure: 84 } as const;
const WIDTH_AT_FIRST = 340;
/** A label of a limit keeps so far from the right edge. */
const LABEL = 4;
/** Two limits may be near: the outer low one is named below its line. */
const ABOVE = -3;
const BELOW = 12;

/** As wide as its place: letters stay as large on a phone as on a desk. */
function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(WIDTH_AT_FIRST);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const watch = new ResizeObserver(([entry]) =>
      setWidth(Math.max(WIDTH_AT_FIRST / 2, entry?.contentRect.width ?? 0)),
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return { ref, width };
}

/** SpO₂, pulse and pressure around one alarm, with the limits that were in force. */
export function StripPlot({ strip }: { readonly strip: StripAnswer }) {
  const { ref, width } = useWidth();
  const { from, to, episode, phases, oximetry, cuffs } = strip;
  const x = (at: number): number => LEFT + ((at - from) / Math.max(1, to - from)) * (width - LEFT - RIGHT);
  const hasCuffs = cuffs.some(({ systolic, failure }) => systolic !== null || failure !== null);
  const limits = (metric: MetricId) => limitLines(strip, metric);
  const spo2 = bandOf(
    [...oximetry.spo2, ...limits("spo2").map(({ value }) => value), episode.metric === "spo2" ? episode.worst : null],
    [90, 100],
    5,
  );
  const pulse = bandOf([...oximetry.pulseRate, ...limits("pulseRate").map(({ value }) => value)], [50, 100], 20);
  const pressures = cuffs.flatMap(({ systolic, diastolic }) => [systolic, diastolic]);
  const pressure = bandOf([...pressures, ...limits("systolic").map(({ value }) => value)], [60, 140], 20);
  const tops = { spo2: TOP, pulse: TOP + HEIGHTS.spo2 + GAP, pressure: TOP + HEIGHTS.spo2 + HEIGHTS.pulse + 2 * GAP };
  const bottom = hasCuffs ? tops.pressure + HEIGHTS.pressure : tops.pulse + HEIGHTS.pulse;
  const shared = { strip, x, width };
  return (
    <figure className="strip" ref={ref}>
      <svg width={width} height={bottom + FOOT} role="img" aria-label={stripText(strip)}>
        <rect
          className="stripAlarm"
          data-priority={episode.priority}
          x={x(episode.since)}
          width={Math.max(1, x(Math.min(to, episode.endedAt ?? to)) - x(episode.since))}
          y={TOP}
          height={bottom - TOP}
        />
        {phases.map(({ from: since, phase }, index) => (
          <g key={`${since} ${phase}`}>
            {index > 0 && <line className="stripPhase" x1={x(since)} x2={x(since)} y1={4} y2={bottom} />}
            <text className="stripLabel" x={x(Math.max(from, since)) + (index > 0 ? 3 : 0)} y={13}>
              {PHASE_LABELS[phase]}
            </text>
          </g>
        ))}
        <Panel
          {...shared}
          label="SpO₂ %"
          colour="spo2"
          band={spo2}
          top={tops.spo2}
          height={HEIGHTS.spo2}
          metric="spo2"
        />
        <Panel
          {...shared}
          label="Pulse"
          colour="pulse"
          band={pulse}
          top={tops.pulse}
          height={HEIGHTS.pulse}
          metric="pulseRate"
        />
        {hasCuffs && (
          <Panel
            {...shared}
            label="mmHg"
            colour="pressure"
            band={pressure}
            top={tops.pressure}
            height={HEIGHTS.pressure}
            metric="systolic"
          >
            <Cuffs {...shared} band={pressure} top={tops.pressure} />
          </Panel>
        )}
        {ticksOf(strip, episode.since, width).map((at) => (
          <g key={at}>
            <line className="stripTick" x1={x(at)} x2={x(at)} y1={bottom} y2={bottom + 4} />
            <text className="stripLabel" x={x(at)} y={bottom + TIMES} textAnchor="middle">
              {tickText(at, episode.since)}
            </text>
          </g>
        ))}
        <Acts {...shared} bottom={bottom} />
      </svg>
      {oximetry.at.length === 0 && <p className="dim">The oximeter sent nothing in this time.</p>}
      <figcaption className="hint">
        Shaded: the alarm. Dashed: the limits in force.
        {hasCuffs ? "" : " No pressure was measured in this time."}
        {strip.isCut ? " It went on for longer than is shown here." : ""}
      </figcaption>
    </figure>
  );
}

type Shared = { readonly strip: StripAnswer; readonly x: (at: number) => number; readonly width: number };
const yOf =
  ({ low, high }: Band, top: number, height: number) =>
  (value: number): number =>
    top + height - ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * height;

type PanelProps = Shared & {
  readonly label: string;
  readonly colour: "spo2" | "pulse" | "pressure";
  readonly band: Band;
  readonly top: number;
  readonly height: number;
  readonly metric: "spo2" | "pulseRate" | "systolic";
  readonly children?: ReactNode;
};

function Panel({ strip, x, width, label, colour, band, top, height, metric, children }: PanelProps) {
  const y = yOf(band, top, height);
  const right = width - RIGHT;
  const { oximetry } = strip;
  const values = metric === "systolic" ? null : oximetry[metric];
  const marks = Array.from(
    { length: Math.floor((band.high - band.low) / band.step) + 1 },
    (_, index) => band.low + index * band.step,
  );
  return (
    <g data-colour={colour}>
      {marks.map((value) => (
        <g key={value}>
          <line className="stripGrid" x1={LEFT} x2={right} y1={y(value)} y2={y(value)} />
          <text className="stripLabel" x={LEFT - 6} y={y(value) + 4} textAnchor="end">
            {value}
          </text>
        </g>
      ))}
      {limitLines(strip, metric).map((line) => (
        <g key={`${line.bound} ${line.from}`}>
          <line
            className="stripLimit"
            data-bound={line.bound}
            x1={x(line.from)}
            x2={x(line.to)}
            y1={y(line.value)}
            y2={y(line.value)}
          />
          <text
            className="stripLimitText"
            data-bound={line.bound}
            x={x(line.to) - LABEL}
            y={y(line.value) + (line.bound === "lowCritical" ? BELOW : ABOVE)}
            textAnchor="end"
          >
            {line.value}
          </text>
        </g>
      ))}
      {values !== null && <path className="stripLine" d={pathOf(oximetry.at, values, x, y)} />}
      {children}
      <text className="stripName" x={LEFT} y={top + NAME}>
        {label}
      </text>
    </g>
  );
}

/** From diastolic to systolic, as the session's trend draws it; a failed attempt is a cross. */
function Cuffs({ strip, x, band, top }: Shared & { readonly band: Band; readonly top: number }) {
  const y = yOf(band, top, HEIGHTS.pressure);
  return strip.cuffs.map(({ at, systolic, diastolic, failure }) => {
    if (systolic === null || diastolic === null) {
      return failure === null ? null : (
        <text key={at} className="stripLabel" x={x(at)} y={top + HEIGHTS.pressure - 6} textAnchor="middle">
          ✕
        </text>
      );
    }
    return (
      <g key={at} className="stripCuff">
        <path
          d={`M${x(at)} ${y(systolic)}V${y(diastolic)}M${x(at) - 4} ${y(systolic)}h8M${x(at) - 4} ${y(diastolic)}h8`}
        />
        <text className="stripLabel" x={x(at) + 7} y={(y(systolic) + y(diastolic)) / 2 + 4}>
          {systolic}/{diastolic}
        </text>
      </g>
    );
  });
}

/** When somebody did something: a small mark at the foot; the list says what. */
const Acts = ({ strip, x, bottom }: Shared & { readonly bottom: number }) =>
  strip.done
    .filter(({ at, by }) => by !== null && at >= strip.from && at <= strip.to)
    .map(({ at, text, by }) => (
      <path key={`${at} ${text}`} className="stripAct" d={`M${x(at)} ${bottom - 7}l4 7h-8z`}>
        <title>{`${text}, ${by ?? ""}`}</title>
      </path>
    ));
