import type { TrendAnswer } from "@watchroom/shared/http";
import type { SessionRowAnswer } from "@watchroom/shared/http-sessions";

/** So many lie over the trend at most: more lines than that cannot be told apart. */
const EARLIER_MAX = 3;

/** The session that the earlier ones are compared with. */
export type Present = {
  readonly sessionId: string;
  readonly recordNumber: string | null;
  readonly simulated: boolean;
  readonly startedAt: number;
  readonly doseAt: number | null;
};

/** An earlier session, moved in time so that it can lie over the present one. */
export type EarlierLine = {
  readonly session: SessionRowAnswer;
  readonly points: readonly { readonly at: number; readonly spo2: number | null }[];
  readonly cuffs: readonly { readonly at: number; readonly systolic: number; readonly diastolic: number }[];
};

/**
 * Pure. The last sessions of the same patient that ended before this one began and in which a dose was given, newest
 * first. Simulated and real ones are never mixed.
 */
export function earlierSessions(sessions: readonly SessionRowAnswer[], present: Present): readonly SessionRowAnswer[] {
  if (present.recordNumber === null) return [];
  return sessions
    .filter(
      ({ sessionId, simulated, startedAt, endedAt, facts }) =>
        sessionId !== present.sessionId &&
        simulated === present.simulated &&
        facts.patient.recordNumber === present.recordNumber &&
        endedAt !== null &&
        startedAt < present.startedAt &&
        facts.doseAt !== null,
    )
    .toSorted((a, b) => b.startedAt - a.startedAt)
    .slice(0, EARLIER_MAX);
}

/** Pure. Its trend with dose upon dose; until this session's first dose, with start upon start. */
export function laidOver(session: SessionRowAnswer, trend: TrendAnswer, present: Present): EarlierLine {
  const { doseAt } = session.facts;
  const shiftMs =
    present.doseAt === null || doseAt === null ? present.startedAt - session.startedAt : present.doseAt - doseAt;
  const { at, spo2, spo2Low } = trend.oximetry;
  return {
    session,
    points: at.map((moment, index) => ({ at: moment + shiftMs, spo2: spo2Low[index] ?? spo2[index] ?? null })),
    cuffs: trend.cuffs.flatMap(({ at: moment, systolic, diastolic }) =>
      systolic === null || diastolic === null ? [] : [{ at: moment + shiftMs, systolic, diastolic }],
    ),
  };
}

/** Pure. The last moment that any of them reaches; the plot goes on until there. */
export const lastOf = (lines: readonly EarlierLine[]): number =>
  lines.reduce(
    (last, { points, cuffs }) => Math.max(last, points.at(-1)?.at ?? last, cuffs.at(-1)?.at ?? last),
    Number.NEGATIVE_INFINITY,
  );

type Moment = { readonly at: number; readonly value: number | null };
type Scale = (value: number) => number;

/** Pure. An SVG path through what was measured; a gap stays a gap. "" when there is nothing to draw. */
export function linePath(moments: readonly Moment[], x: Scale, y: Scale): string {
  let isDrawing = false;
  const parts: string[] = [];
  for (const { at, value } of moments) {
    if (value !== null) parts.push(`${isDrawing ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`);
    isDrawing = value !== null;
  }
  return parts.join("");
}
