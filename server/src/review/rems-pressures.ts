import type { RemsField } from "@watchroom/shared/http-sessions";
import type { Protocol } from "@watchroom/shared/protocol";
import type { Criterion } from "@watchroom/shared/session";
import { type FormPart, found, notFound, sectionOf, yesNo } from "./rems-field.ts";
import { isWhole, pressureText, type WholePressure } from "./vitals.ts";
import { minuteOf } from "./zone.ts";

const MINUTE_MS = 60_000;
/** The form asks for the pressure 40 min after the dose (clinical.md 1.2, field 8). */
const AT_MIN = 40;
/** As early or late as a check counts for its minute (dues); the form names no tolerance, so this one is stated. */
const WINDOW_MIN = [35, 45] as const;

type FortyMinuteRule = { readonly from: "firstDose" | "lastDose"; readonly sentence: string };

/** Which device the 40 minutes count from: as the protocol's own check of that minute says, else the first. */
export function fortyMinuteRule({ checks }: Pick<Protocol, "checks">): FortyMinuteRule {
  const from =
    checks.flatMap(({ what, timing }) =>
      what === "bloodPressure" && "atMin" in timing && timing.atMin.includes(AT_MIN) ? [timing.from] : [],
    )[0] ?? "firstDose";
  const anchor = from === "firstDose" ? "first" : "last";
  const sentence = `The pressure nearest to ${AT_MIN} min from the ${anchor} device, from ${WINDOW_MIN[0]} to ${WINDOW_MIN[1]} min.`;
  return { from, sentence };
}

/** Section 7 and 8: were the vital signs acceptable, and the three pressures. */
export function pressureFields(part: FormPart): RemsField[] {
  const field = sectionOf("Vital signs");
  const bp = sectionOf("Blood pressure");
  return [
    field("acceptableBefore", "Acceptable prior to administration", acceptableBefore(part)),
    field("acceptableAtEnd", "Acceptable prior to session completion", acceptableAtEnd(part)),
    bp("pressureBefore", "Prior to administration (mmHg)", pressureBefore(part)),
    bp("pressure40", "40 minutes after administration (mmHg)", pressureAt40(part)),
    bp("pressureAtEnd", "Prior to session completion (mmHg)", pressureAtEnd(part)),
  ];
}

const wholeOf = ({ review }: FormPart): WholePressure[] => review.pressures.filter(isWhole);

function lastBefore(part: FormPart): WholePressure | null {
  const { doseAt } = part.review.report.session;
  if (doseAt === null) return null;
  return wholeOf(part).findLast(({ at }) => at <= doseAt) ?? null;
}

function acceptableBefore(part: FormPart) {
  const { protocol } = part.review.folded;
  const { systolicAbove, diastolicAbove, pressureWithinMin } = protocol.hold;
  const { doseAt } = part.review.report.session;
  const last = lastBefore(part);
  const limit = `${systolicAbove}/${diastolicAbove}`;
  const rule = `Rule of ${protocol.name} version ${protocol.version}: not above ${limit} within ${pressureWithinMin} min before the first device`;
  if (doseAt === null || last === null) return notFound(`${rule}; no pressure was taken before it`);
  if (doseAt - last.at > pressureWithinMin * MINUTE_MS) {
    return notFound(`${rule}; the last one, ${pressureText(last)}, was older`, last.at);
  }
  const isAcceptable = last.systolic <= systolicAbove && last.diastolic <= diastolicAbove;
  return found(yesNo(isAcceptable), "computed", `${rule}; it was ${pressureText(last)}`, last.at);
}

function acceptableAtEnd({ review: { report, folded } }: FormPart) {
  const { protocol } = folded;
  const vital = report.session.release.filter(({ id }) => id === "pressure" || id === "spo2");
  const saidOf = ({ label, detail }: Criterion): string => `${label}: ${detail}`;
  const rule = `Release criteria of ${protocol.name} version ${protocol.version}; ${vital.map(saidOf).join("; ")}`;
  if (report.row.endedAt === null) return notFound("The session is still running");
  if (vital.length === 0) return notFound("The protocol has no criterion of a vital sign, or no device was recorded");
  if (vital.some(({ state }) => state === "notMet")) return found("No", "computed", rule, report.row.endedAt);
  if (vital.some(({ state }) => state === "unknown")) return notFound(rule, report.row.endedAt);
  return found("Yes", "computed", rule, report.row.endedAt);
}

const reading = (pressure: WholePressure, more: string) =>
  found(pressureText(pressure), pressure.isTyped ? "person" : "reading", `${pressure.from}, ${more}`, pressure.at);

function pressureBefore(part: FormPart) {
  const last = lastBefore(part);
  if (last === null) return notFound("None was taken before the first device");
  const minutes = -(minuteOf(last.at, part.review.report.session.doseAt) ?? 0);
  return reading(last, `the last one before the first device, ${minutes} min before it`);
}

/** "41 min from the first device, 36 min from the last". */
function fromDevices({ at }: WholePressure, part: FormPart): string {
  const { doseAt } = part.review.report.session;
  const fromFirst = `${minuteOf(at, doseAt)} min from the first device`;
  const lastAt = lastDeviceAt(part);
  return lastAt === doseAt ? fromFirst : `${fromFirst}, ${minuteOf(at, lastAt)} min from the last`;
}

const lastDeviceAt = ({ review }: FormPart): number | null =>
  review.report.session.doses.findLast(({ action }) => action === "give")?.at ?? null;

function pressureAt40(part: FormPart) {
  const { doseAt } = part.review.report.session;
  const { from, sentence } = fortyMinuteRule(part.review.folded.protocol);
  const anchor = from === "firstDose" ? doseAt : lastDeviceAt(part);
  if (doseAt === null || anchor === null) return notFound("No device was recorded");
  const distance = ({ at }: WholePressure): number => Math.abs(at - anchor - AT_MIN * MINUTE_MS);
  const [nearest] = wholeOf(part)
    .filter(({ at }) => at > doseAt)
    .toSorted((a, b) => distance(a) - distance(b) || a.at - b.at);
  if (nearest === undefined) return notFound(`${sentence} No pressure was taken after the first device`);
  const afterMs = nearest.at - anchor;
  if (afterMs >= WINDOW_MIN[0] * MINUTE_MS && afterMs <= WINDOW_MIN[1] * MINUTE_MS) {
    return reading(nearest, fromDevices(nearest, part));
  }
  const other = `${pressureText(nearest)}, ${nearest.from}, ${fromDevices(nearest, part)}`;
  return notFound(`${sentence} None there; the nearest is ${other}`, nearest.at);
}

function pressureAtEnd(part: FormPart) {
  const { session, row } = part.review.report;
  const { doseAt } = session;
  const { endedAt } = row;
  if (endedAt === null) return notFound("The session is still running");
  if (doseAt === null) return notFound("No device was recorded");
  const last = wholeOf(part).findLast(({ at }) => at > doseAt && at <= endedAt);
  if (last === undefined) return notFound("None was taken after the first device");
  return reading(last, `the last one, ${Math.floor((endedAt - last.at) / MINUTE_MS)} min before the end`);
}
