import { ASSESSMENTS } from "./assessment.ts";
import { METRICS } from "./metric.ts";
import { PRE_CHECK_LABELS } from "./precheck.ts";
import type { PhaseLimit, Protocol } from "./protocol.ts";
import {
  COUNTED_FROM_LABELS,
  checkedText,
  checkPhasesText,
  delayText,
  FORM_LABELS,
  limitName,
  PLACE_LABELS,
  type PlaceLabel,
  PROTOCOL_PARTS,
  pointSecondsText,
  stepsText,
  tierText,
  timingText,
} from "./protocol-words.ts";
import { LIMIT_PHASE_LABELS, LIMIT_PHASES, ROUTES } from "./session.ts";

/** One statement of a protocol in words. `key` is the same in two versions for the same statement. */
export type ProtocolLine = {
  readonly key: string;
  readonly part: string;
  readonly label: string;
  readonly text: string;
  /** Of the number in `text`; null where the text says it, or has none. */
  readonly unit: string | null;
  /** What belongs to it: "Priority", "medium". */
  readonly more: readonly (readonly [label: string, text: string])[];
  /** Null: said once for its whole part, as a line of its own. */
  readonly source: string | null;
};

export type ProtocolDifference = {
  readonly key: string;
  readonly part: string;
  readonly label: string;
  /** Null: not there. */
  readonly before: string | null;
  readonly after: string | null;
};

/** Pure. The whole document in words, in the order in which people read it. */
export const linesOf = (protocol: Protocol): ProtocolLine[] => [
  line("name", "name", protocol.name),
  line("name", "route", ROUTES[protocol.route].label),
  ...preCheckLines(protocol),
  ...holdLines(protocol),
  ...dosingLines(protocol),
  ...observationLines(protocol),
  ...checkLines(protocol),
  ...limitLines(protocol),
  line("sound", "sound.volumeAtLeastPercent", `${protocol.sound.volumeAtLeastPercent} %`),
  line("sound", "sound.source", protocol.sound.source),
  ...escalationLines(protocol),
  ...restLines(protocol),
];

/** Pure. What differs, word for word, in the order of the document; what is only in `before` comes after its part. */
export function differencesOf(before: Protocol, after: Protocol): ProtocolDifference[] {
  const old = new Map(linesOf(before).map((one) => [one.key, one]));
  const next = new Map(linesOf(after).map((one) => [one.key, one]));
  const rows = [...next.values()].flatMap((one) => {
    const was = old.get(one.key);
    return was === undefined ? [difference(one, null, wholeText(one))] : changesOf(was, one);
  });
  const gone = [...old.values()].filter(({ key }) => !next.has(key));
  const all = [...rows, ...orderChange(before, after), ...gone.map((one) => difference(one, wholeText(one), null))];
  const parts = [...new Set([...next.values(), ...old.values()].map(({ part }) => part))];
  return all.toSorted((a, b) => rank(parts, a) - rank(parts, b));
}

/** A part that only the older version has (the limits of one phase) stands with the others of its kind. */
function rank(parts: readonly string[], { part }: ProtocolDifference): number {
  const order = Object.values(PROTOCOL_PARTS).findIndex((title) => part === title || part.startsWith(`${title} · `));
  return order * 1_000 + parts.indexOf(part);
}

const difference = (
  { key, part, label }: Pick<ProtocolLine, "key" | "part" | "label">,
  before: string | null,
  after: string | null,
): ProtocolDifference => ({ key, part, label, before, after });

function wholeText({ text, more, source }: ProtocolLine): string {
  const details = more.map(([label, value]) => `${label.toLowerCase()}: ${value}`);
  return [text, ...details, ...(source === null ? [] : [`source: ${source}`])].join("; ");
}

function changesOf(was: ProtocolLine, is: ProtocolLine): ProtocolDifference[] {
  const found = was.text === is.text ? [] : [difference(is, was.text, is.text)];
  const labels = new Set([...was.more, ...is.more].map(([label]) => label));
  for (const label of labels) {
    const [old, next] = [was, is].map(({ more }) => more.find(([one]) => one === label)?.[1] ?? null);
    if (old === next) continue;
    found.push({ ...difference(is, old ?? null, next ?? null), label: `${is.label}: ${label.toLowerCase()}` });
  }
  if (was.source !== is.source) found.push({ ...difference(is, was.source, is.source), label: `${is.label}: source` });
  return found;
}

/** Questions are asked in their order; one that was moved is a change although no word of it is another. */
function orderChange(before: Protocol, after: Protocol): ProtocolDifference[] {
  const kept = (one: Protocol, other: Protocol) =>
    one.preCheck.filter(({ id }) => other.preCheck.some((item) => item.id === id));
  const [old, next] = [kept(before, after), kept(after, before)];
  if (old.every(({ id }, index) => id === next[index]?.id)) return [];
  const text = (items: typeof old): string => items.map(({ question }) => question).join(" → ");
  const place = { key: "preCheck.order", part: PROTOCOL_PARTS.preCheck, label: "Order of the questions" };
  return [difference(place, text(old), text(next))];
}

// ---- The parts --------------------------------------------------------------------------------------------------------

const line = (part: keyof typeof PROTOCOL_PARTS, place: PlaceLabel, text: string): ProtocolLine => ({
  key: place,
  part: PROTOCOL_PARTS[part],
  label: PLACE_LABELS[place],
  text,
  unit: null,
  more: [],
  source: null,
});

const minutes = (value: number): string => `${value} min`;
const yesNo = (value: boolean): string => (value ? "yes" : "no");

const preCheckLines = ({ preCheck }: Protocol): ProtocolLine[] =>
  preCheck.map(({ id, group, question, expected, source }) => ({
    key: `preCheck.${id}`,
    part: PROTOCOL_PARTS.preCheck,
    label: `Question "${id}"`,
    text: question,
    unit: null,
    more: [
      [PLACE_LABELS["preCheck.*.group"], PRE_CHECK_LABELS[group]],
      [PLACE_LABELS["preCheck.*.expected"], expected],
    ],
    source,
  }));

const holdLines = ({ hold }: Protocol): ProtocolLine[] => [
  line("hold", "hold.systolicAbove", `${hold.systolicAbove} mmHg`),
  line("hold", "hold.diastolicAbove", `${hold.diastolicAbove} mmHg`),
  line("hold", "hold.pressureWithinMin", minutes(hold.pressureWithinMin)),
  line("hold", "hold.source", hold.source),
];

function dosingLines({ dosing }: Protocol): ProtocolLine[] {
  const { form, amountsMg, partsMax, gapMin, plannedMin, lotNumber, held, mgPerKg, source } = dosing;
  return [
    line("dosing", "dosing.form", FORM_LABELS[form]),
    line("dosing", "dosing.amountsMg", amountsMg.length === 0 ? "typed by the nurse" : `${amountsMg.join(", ")} mg`),
    line("dosing", "dosing.partsMax", partsMax === null ? "not counted" : String(partsMax)),
    line("dosing", "dosing.gapMin", minutes(gapMin)),
    line("dosing", "dosing.plannedMin", minutes(plannedMin)),
    line("dosing", "dosing.lotNumber", yesNo(lotNumber)),
    line("dosing", "dosing.held", yesNo(held)),
    line("dosing", "dosing.mgPerKg", mgPerKg === null ? "none" : `${mgPerKg} mg/kg`),
    line("dosing", "dosing.source", source),
  ];
}

const observationLines = ({ observation }: Protocol): ProtocolLine[] => [
  line("observation", "observation.minutes", minutes(observation.minutes)),
  line("observation", "observation.from", COUNTED_FROM_LABELS[observation.from]),
  line("observation", "observation.source", observation.source),
];

const checkLines = ({ checks }: Protocol): ProtocolLine[] =>
  checks.map(({ id, what, phases, timing, source }) => ({
    key: `checks.${id}`,
    part: PROTOCOL_PARTS.checks,
    label: `Check "${id}"`,
    text: checkedText(what),
    unit: null,
    more: [
      [PLACE_LABELS["checks.*.timing"], timingText(timing)],
      [PLACE_LABELS["checks.*.phases"], checkPhasesText(phases)],
    ],
    source,
  }));

const limitLines = ({ limits }: Protocol): ProtocolLine[] => [
  line("limits", "limits.peakUntilMin", `${limits.peakUntilMin} min from the first dose`),
  line("limits", "limits.source", limits.source),
  ...LIMIT_PHASES.flatMap((phase) =>
    limits.rows.filter(({ phases }) => phases.includes(phase)).flatMap((row) => tierLines(row, phase)),
  ),
];

const NTH = ["first", "second"] as const;

const tierLines = ({ metric, side, tiers }: PhaseLimit, phase: keyof typeof LIMIT_PHASE_LABELS): ProtocolLine[] =>
  tiers.map((tier, index) => ({
    key: `limits.${phase}.${metric}.${side}.${index}`,
    part: `${PROTOCOL_PARTS.limits} · ${LIMIT_PHASE_LABELS[phase]}`,
    label: `${limitName(metric, side)}, ${NTH[index] ?? "further"} limit`,
    text: tierText(side, tier),
    unit: METRICS[metric].unit,
    more: [
      [PLACE_LABELS["limits.rows.*.tiers.*.priority"], tier.priority],
      [PLACE_LABELS["limits.rows.*.tiers.*.conditionDelayMs"], delayText(tier.conditionDelayMs)],
      ...(tier.weakSignalDelayMs === undefined
        ? []
        : ([[PLACE_LABELS["limits.rows.*.tiers.*.weakSignalDelayMs"], delayText(tier.weakSignalDelayMs)]] as const)),
      [PLACE_LABELS["limits.rows.*.tiers.*.latching"], yesNo(tier.latching)],
      ...(tier.immediateBeyond === undefined
        ? []
        : ([[PLACE_LABELS["limits.rows.*.tiers.*.immediateBeyond"], String(tier.immediateBeyond)]] as const)),
      ...(tier.pointSeconds === undefined
        ? []
        : ([[PLACE_LABELS["limits.rows.*.tiers.*.pointSeconds"], integralText(tier.pointSeconds)]] as const)),
    ],
    source: tier.source,
  }));

const integralText = (pointSeconds: number): string => `${pointSeconds} (${pointSecondsText(pointSeconds)})`;

/** A chain is said once for each phase that it holds in. */
const escalationLines = ({ escalation }: Protocol): ProtocolLine[] => [
  {
    ...line("escalation", "escalation.*.steps", "the clinic's own chain"),
    key: "escalation.otherwise",
    label: "Where nothing is said here",
  },
  ...LIMIT_PHASES.flatMap((phase) =>
    escalation
      .filter(({ phases }) => phases.includes(phase))
      .map(({ priority, steps, source }) => ({
        key: `escalation.${phase}.${priority}`,
        part: PROTOCOL_PARTS.escalation,
        label: `${LIMIT_PHASE_LABELS[phase]}, ${priority} priority`,
        text: stepsText({ steps }),
        unit: null,
        more: [],
        source,
      })),
  ),
];

const percent = (value: number | null): string => (value === null ? "not asked" : `${value} %`);

function restLines({ repeat, standby, release }: Protocol): ProtocolLine[] {
  const places = standby.places.map(({ place, limitMin }) => `${place} ${limitMin} min`).join(", ");
  const scales = release.assessments.map((id) => ASSESSMENTS[id].label).join(", ");
  return [
    line("repeat", "repeat.dueMin", minutes(repeat.dueMin)),
    line("repeat", "repeat.overdueMin", minutes(repeat.overdueMin)),
    line("repeat", "repeat.source", repeat.source),
    { ...line("standby", "standby.places.*.place", places), label: "Places, each with its limit" },
    line("standby", "standby.returnAfterS", `${standby.returnAfterS} s`),
    line("standby", "standby.source", standby.source),
    line("release", "release.pressureWithinPercent", percent(release.pressureWithinPercent)),
    line("release", "release.spo2AtLeast", percent(release.spo2AtLeast)),
    line("release", "release.assessments", scales === "" ? "none" : scales),
    line("release", "release.source", release.source),
  ];
}
