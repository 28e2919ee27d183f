import { type DosePlan, doseActions, givenMg } from "@watchroom/shared/dose";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import type { Route, SessionView } from "@watchroom/shared/session";
import type { Payload } from "@watchroom/shared/wire";
import { DEVICE_MG, type Given, USUAL_LOZENGE_MG, USUAL_MG_PER_KG, usualCourse } from "./patient/pharmacology.ts";
import { keyOf, uniformAt } from "./random.ts";

/** What a patient is to be given: so many parts of so many mg; null for an infusion, whose amount goes by the weight. */
export type Prescription = {
  readonly route: Route;
  readonly parts: number;
  readonly mg: number | null;
  /** A lozenge that was held is spat out; else swallowed. */
  readonly isSpatOut?: boolean;
};

const MINUTE_MS = 60_000;
const MINUTES_AN_HOUR = 60;
/** Devices of a usual session (clinical.md 1.1: 56 mg on day 1). */
const USUAL_DEVICES = 2;
/** Giving the last part takes a minute, and a pause that nobody ends is ended after four; our choice. */
const GIVING_MS = MINUTE_MS;
const PAUSE_MAX_MS = 4 * MINUTE_MS;
/** A lozenge is held so long; our choice. */
const HELD_MS = 10 * MINUTE_MS;
/** A physician who does not exist. */
export const PHYSICIAN = "Dr. I. Weber";
/** An entry so soon after the fact is for now. */
const LATE_MS = 20_000;

/** The usual prescription of a route for somebody of this weight, out of the amounts that its preset offers. */
export function usualPrescription(route: Route, weightKg: number): Prescription {
  const { form, amountsMg } = PROTOCOLS[route].dosing;
  const nearest = (mg: number) => [...amountsMg].sort((a, b) => Math.abs(a - mg) - Math.abs(b - mg))[0] ?? mg;
  switch (form) {
    case "infusion":
      return { route, parts: 1, mg: null };
    case "injection":
      return { route, parts: 1, mg: nearest(USUAL_MG_PER_KG * weightKg) };
    case "device":
      return { route, parts: USUAL_DEVICES, mg: DEVICE_MG };
    case "lozenge":
      return { route, parts: 1, mg: nearest(USUAL_LOZENGE_MG) };
  }
}

/** What is in the body when a prescription is given as planned, from minute 0. */
export function coursePrescribed({ route, parts, mg }: Prescription, weightKg: number): Given {
  const { gapMin } = PROTOCOLS[route].dosing;
  const usual = usualCourse(route, weightKg);
  const [first] = usual.doses;
  if (mg === null || first === undefined) return usual;
  return { route, doses: Array.from({ length: parts }, (_, part) => ({ ...first, atMin: part * gapMin, mg })) };
}

type DoseEntry = Omit<Payload<"recordDose">, "roomId">;
type Recorded = Pick<SessionView, "sessionId" | "doses" | "dosePlan" | "protocol" | "phase">;
type Step = Pick<DoseEntry, "action" | "at">;

/** What an infusion is meant to be for somebody of this weight, by the protocol: whole kilograms, tenths of a milligram. */
export function planFor({ dosing }: Pick<Recorded["protocol"], "dosing">, weightKg: number): DosePlan {
  const mgPerKg = dosing.mgPerKg ?? USUAL_MG_PER_KG;
  const whole = Math.round(weightKg);
  return { weightKg: whole, mgPerKg, amountMg: Math.round(10 * whole * mgPerKg) / 10, minutes: dosing.plannedMin };
}

/** Milliseconds for which the pump has run by now. */
function ranMs(doses: Recorded["doses"], now: number): number {
  let runsFrom: number | null = null;
  let ran = 0;
  for (const { action, at } of doses) {
    if (runsFrom !== null) ran += at - runsFrom;
    runsFrom = action === "start" || action === "resume" || action === "changeRate" ? at : null;
  }
  return runsFrom === null ? ran : ran + now - runsFrom;
}

/** Milliseconds until the planned amount is in: by the rate where it is known, else by the planned minutes. */
function leftMs({ doses, dosePlan, protocol }: Recorded, now: number): number {
  const rate = doses.findLast(({ rateMgPerH }) => rateMgPerH !== null)?.rateMgPerH ?? null;
  const given = givenMg(doses, now);
  if (dosePlan !== null && rate !== null && given !== null) {
    return ((dosePlan.amountMg - given) / rate) * MINUTES_AN_HOUR * MINUTE_MS;
  }
  return (dosePlan?.minutes ?? protocol.dosing.plannedMin) * MINUTE_MS - ranMs(doses, now);
}

function nextOfInfusion(recorded: Recorded, plannedAt: number, now: number): Step {
  const last = recorded.doses.at(-1);
  if (last === undefined) return { action: "start", at: plannedAt };
  if (last.action === "pause") return { action: "resume", at: last.at + PAUSE_MAX_MS };
  return { action: "end", at: now + leftMs(recorded, now) };
}

function nextOfParts({ doses, protocol }: Recorded, { parts, isSpatOut }: Prescription, plannedAt: number): Step {
  const { gapMin, held } = protocol.dosing;
  const given = doses.filter(({ action }) => action === "give").length;
  const last = doses.at(-1);
  const after = (ms: number) => (last === undefined ? plannedAt : last.at + ms);
  if (held && last?.action === "give") {
    return { action: isSpatOut === true ? "spit" : "swallow", at: after(HELD_MS) };
  }
  if (given < parts) return { action: "give", at: after(gapMin * MINUTE_MS) };
  return { action: "end", at: after(GIVING_MS) };
}

/** What is to be recorded next, when its time has come: null before that, and when dosing is over. */
export function nextDose(ordered: Prescription, recorded: Recorded, plannedAt: number, now: number): DoseEntry | null {
  const { doses, protocol, sessionId, phase } = recorded;
  const { dosing } = protocol;
  const next =
    dosing.form === "infusion" ? nextOfInfusion(recorded, plannedAt, now) : nextOfParts(recorded, ordered, plannedAt);
  // The last part that is allowed ends dosing by itself.
  if (next.action === "end" && phase !== "dosing") return null;
  if ((next.at ?? now) > now || !doseActions(dosing, doses).includes(next.action)) return null;
  const given = doses.filter(({ action }) => action === "give").length;
  const isLate = next.at !== null && next.at < now - LATE_MS;
  return {
    action: next.action,
    amountMg: next.action === "give" ? ordered.mg : null,
    lot: next.action === "give" && dosing.lotNumber ? lotOf(sessionId, given) : null,
    at: isLate && next.at !== null ? Math.round(next.at) : null,
  };
}

/** A lot number as it stands on a device: no real one. */
function lotOf(sessionId: string, given: number): string {
  const number = Math.floor(1_000 + 9_000 * uniformAt(keyOf(given, sessionId), 0));
  return `SIM${number}`;
}
