import { type LimitRow, METRICS_OF_A_SIGNAL, type PhaseTier, WEAK_SIGNAL_DELAY_MAX_MS } from "@watchroom/shared/alarm";
import { METRICS } from "@watchroom/shared/metric";
import type { Protocol } from "@watchroom/shared/protocol";
import { delayText, limitName, tierText } from "@watchroom/shared/protocol-words";
import { LIMIT_PHASE_LABELS } from "@watchroom/shared/session";
import type { LimitChange, TierChange, WhatIfBody } from "@watchroom/shared/what-if";
import { type ChangeableRow, clinicRows, protocolRows } from "@watchroom/shared/what-if-limits";

/** What can be typed for one limit; seconds where people say seconds. */
export const NUMBERS = ["limit", "delay", "weak", "atOnce", "points"] as const;
export type NumberId = (typeof NUMBERS)[number];
export const NUMBER_LABELS: Readonly<Record<NumberId, string>> = {
  limit: "Limit",
  delay: "Delay (s)",
  weak: "Weak signal (s)",
  atOnce: "At once beyond",
  points: "Point-seconds",
};
/** Takes a number away where there need not be one. */
const NONE = "none";
const MAY_BE_NONE: ReadonlySet<NumberId> = new Set(["weak", "atOnce", "points"]);
const MS_A_SECOND = 1_000;
/** The others are in the metric's own unit. */
const RANGES: Partial<Readonly<Record<NumberId, readonly [number, number]>>> = {
  delay: [0, 120],
  weak: [0, WEAK_SIGNAL_DELAY_MAX_MS / MS_A_SECOND],
  points: [5, 500],
};

/** One limit of the table: a metric, a side and a degree, of the clinic or of a protocol. */
export type LimitLine = {
  readonly key: string;
  readonly protocolId: string | null;
  readonly row: ChangeableRow;
  /** 0: the first limit. */
  readonly nth: number;
  readonly tier: PhaseTier;
};
/** By the line's key, what was typed; nothing typed: as it is. */
export type Typed = Readonly<Record<string, Partial<Readonly<Record<NumberId, string>>>>>;

const NTH = ["first limit", "second limit"] as const;

/** Pure. "SpO₂ low, first limit", with the phases of a protocol's limit. */
export function lineName({ row, nth }: Pick<LimitLine, "row" | "nth">): string {
  const phases = row.phases === null ? "" : ` (${row.phases.map((phase) => LIMIT_PHASE_LABELS[phase]).join(", ")})`;
  return `${limitName(row.metric, row.side)}, ${NTH[nth] ?? "further limit"}${phases}`;
}

/** Pure. What can be changed: the clinic's own limits, or a protocol's. */
export function linesOf(limits: readonly LimitRow[], protocol: Protocol | null): LimitLine[] {
  const rows = protocol === null ? clinicRows(limits) : protocolRows(limits, protocol);
  const protocolId = protocol?.id ?? null;
  return rows.flatMap((row) =>
    row.tiers.map((tier, nth) => {
      const { metric, side, phases } = row;
      return {
        key: [protocolId ?? "", metric, side, phases?.join(" ") ?? "", nth].join("|"),
        protocolId,
        row,
        nth,
        tier,
      };
    }),
  );
}

/** Pure. Of a pressure no device says that its signal is weak. */
export const mayHave = ({ row }: Pick<LimitLine, "row">, number: NumberId): boolean =>
  number !== "weak" || METRICS_OF_A_SIGNAL.includes(row.metric);

/** Pure. The number as it is now: "92", "15", "none". */
export function nowText({ row, tier }: LimitLine, number: NumberId): string {
  switch (number) {
    case "limit":
      return tierText(row.side, tier);
    case "delay":
      return String(tier.conditionDelayMs / MS_A_SECOND);
    case "weak":
      return tier.weakSignalDelayMs === undefined ? NONE : String(tier.weakSignalDelayMs / MS_A_SECOND);
    case "atOnce":
      return tier.immediateBeyond === undefined ? NONE : String(tier.immediateBeyond);
    case "points":
      return tier.pointSeconds === undefined ? NONE : String(tier.pointSeconds);
  }
}

const isTyped = (text: string | undefined): text is string => text !== undefined && text.trim() !== "";

/** Pure. The number that was typed; null for "none"; a sentence when it is neither. */
function numberOf(line: LimitLine, number: NumberId, typed: string): number | null | string {
  const text = typed.trim().replace(",", ".");
  if (MAY_BE_NONE.has(number) && text.toLowerCase() === NONE) return null;
  const value = Number(text);
  const [low, high] = RANGES[number] ?? METRICS[line.row.metric].range;
  if (Number.isFinite(value) && value >= low && value <= high) return value;
  const none = MAY_BE_NONE.has(number) ? `, or "${NONE}"` : "";
  return `${lineName(line)}: ${NUMBER_LABELS[number].toLowerCase()} "${typed}" is no number from ${low} to ${high}${none}.`;
}

function tierChange(line: LimitLine, typed: NonNullable<Typed[string]>): { change: TierChange; faults: string[] } {
  const change: TierChange = {};
  const faults: string[] = [];
  for (const number of NUMBERS) {
    const text = typed[number];
    if (!isTyped(text)) continue;
    const value = numberOf(line, number, text);
    if (typeof value === "string") faults.push(value);
    else if (number === "limit" && value !== null) change.limit = value;
    else if (number === "delay" && value !== null) change.conditionDelayMs = Math.round(value * MS_A_SECOND);
    else if (number === "weak") change.weakSignalDelayMs = value === null ? null : Math.round(value * MS_A_SECOND);
    else if (number === "atOnce") change.immediateBeyond = value;
    else if (number === "points") change.pointSeconds = value;
  }
  return { change, faults };
}

type Asked = { readonly changes: LimitChange[]; readonly faults: string[] };

/** Pure. What is typed as changes: one a metric and side. `faults`: a sentence for each that is no number. */
export function changesOf(lines: readonly LimitLine[], typed: Typed): Asked {
  const byRow = new Map<ChangeableRow, LimitChange>();
  const faults: string[] = [];
  for (const line of lines) {
    const made = tierChange(line, typed[line.key] ?? {});
    faults.push(...made.faults);
    if (Object.keys(made.change).length === 0) continue;
    const { row, protocolId, nth } = line;
    const { metric, side, phases } = row;
    const known = byRow.get(row) ?? {
      protocolId,
      phases: phases === null ? null : [...phases],
      metric,
      side,
      tiers: [],
    };
    while (known.tiers.length < nth) known.tiers.push({});
    known.tiers[nth] = made.change;
    byRow.set(row, known);
  }
  return { changes: [...byRow.values()], faults };
}

/** Pure. What is asked, a line each: "SpO₂ low, first limit: 92 → 88; delay 15 s → 20 s". */
export function askedText(
  { changes, flapMs }: Pick<WhatIfBody, "changes" | "flapMs">,
  limits: readonly LimitRow[],
  protocols: readonly Protocol[],
  flapNowMs: number,
): string[] {
  const texts = changes.flatMap((change) => {
    const protocol = protocols.find(({ id }) => id === change.protocolId) ?? null;
    const lines = linesOf(limits, protocol).filter(
      ({ row }) =>
        row.metric === change.metric &&
        row.side === change.side &&
        (row.phases === null || row.phases.some((phase) => change.phases?.includes(phase) ?? true)),
    );
    return change.tiers.flatMap((tier, nth) => {
      const parts = partsOf(
        tier,
        lines.find((line) => line.nth === nth),
      );
      const name = lineName({ row: { ...change, tiers: [], isOwn: true }, nth });
      const of = protocol === null ? "" : `${protocol.name}: `;
      return parts.length === 0 ? [] : [`${of}${name}: ${parts.join("; ")}`];
    });
  });
  if (flapMs !== null)
    texts.push(`The same alarm when it comes back within: ${delayText(flapNowMs)} → ${delayText(flapMs)}`);
  return texts;
}

const inSeconds = (ms: number | null | undefined): number | null | undefined => (ms == null ? ms : ms / MS_A_SECOND);

function partsOf(change: TierChange, line: LimitLine | undefined): string[] {
  const before = (number: NumberId): string => (line === undefined ? "" : `${nowText(line, number)} → `);
  const other = (name: string, number: NumberId, value: number | null | undefined): string[] =>
    value === undefined ? [] : [`${name} ${before(number)}${value ?? NONE}`];
  return [
    ...(change.limit === undefined ? [] : [`${before("limit")}${change.limit}`]),
    ...(change.conditionDelayMs === undefined
      ? []
      : [`delay ${before("delay")}${change.conditionDelayMs / MS_A_SECOND} s`]),
    ...other("weak signal (s)", "weak", inSeconds(change.weakSignalDelayMs)),
    ...other("at once beyond", "atOnce", change.immediateBeyond),
    ...other("point-seconds", "points", change.pointSeconds),
  ];
}
