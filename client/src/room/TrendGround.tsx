import { usePlotArea } from "recharts";
import { type EarlierLine, linePath } from "./earlier.ts";
import type { PhaseBand } from "./phaseBands.ts";
import { AXIS_WIDTH, MARGIN_RIGHT } from "./plotSize.ts";

/** Told apart by their dashes, on the screen and on paper: the newest is whole. */
const DASHES = ["none", "7 4", "2 4"] as const;

type Span = readonly [low: number, high: number];
type GroundProps = {
  readonly from: number;
  readonly to: number;
  readonly span: Span;
  readonly phases: readonly PhaseBand[];
  readonly earlier: readonly EarlierLine[];
  /** Which of the earlier sessions' values belong to this plot. */
  readonly of: "spo2" | "pressure" | null;
};

/** Below the lines of a plot: the phases, and the earlier sessions of this patient. */
export function TrendGround({ from, to, span: [low, high], phases, earlier, of }: GroundProps) {
  const area = usePlotArea();
  if (area === undefined) return null;
  const x = (at: number): number => area.x + ((at - from) / (to - from)) * area.width;
  const y = (value: number): number => area.y + ((high - value) / (high - low)) * area.height;
  const isShown = ({ at }: { readonly at: number }): boolean => at >= from && at <= to;
  return (
    <g>
      {phases.map((phase, index) => {
        const left = x(Math.max(phase.from, from));
        const width = Math.max(0, x(Math.min(phase.to, to)) - left);
        return (
          <rect
            key={phase.from}
            className="plotPhase"
            data-odd={index % 2 === 1}
            x={left}
            y={area.y}
            width={width}
            height={area.height}
          />
        );
      })}
      {earlier.map(({ session, points, cuffs }, index) => {
        const dash = DASHES[index % DASHES.length];
        const shown = cuffs.filter(isShown);
        const drawn =
          of === "spo2"
            ? [points.filter(isShown).map(({ at, spo2 }) => ({ at, value: spo2 }))]
            : [
                shown.map(({ at, systolic }) => ({ at, value: systolic })),
                shown.map(({ at, diastolic }) => ({ at, value: diastolic })),
              ];
        const path = of === null ? "" : drawn.map((moments) => linePath(moments, x, y)).join("");
        return <path key={session.sessionId} className="plotEarlier" d={path} strokeDasharray={dash} />;
      })}
    </g>
  );
}

/** A piece of the line as it is drawn, for the legend. */
export const EarlierSample = ({ index }: { readonly index: number }) => (
  <svg width="34" height="10" aria-hidden="true">
    <path className="plotEarlier" d="M1 5H33" strokeDasharray={DASHES[index % DASHES.length]} />
  </svg>
);

/** The phases by name, above the plots and on their time axis. */
export function PhaseStrip({ from, to, phases }: Pick<GroundProps, "from" | "to" | "phases">) {
  const share = (at: number): number => (100 * (Math.min(Math.max(at, from), to) - from)) / (to - from);
  return (
    <div className="trendStrip phaseStrip" style={{ marginLeft: AXIS_WIDTH, marginRight: MARGIN_RIGHT }}>
      {phases.map((phase) => (
        <span
          key={phase.from}
          title={phase.label}
          style={{ left: `${share(phase.from)}%`, width: `${share(phase.to) - share(phase.from)}%` }}
        >
          {phase.label}
        </span>
      ))}
    </div>
  );
}
