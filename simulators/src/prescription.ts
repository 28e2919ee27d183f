import { PROTOCOLS } from "@watchroom/shared/protocol";
import { doseActions, type Route, type SessionView } from "@watchroom/shared/session";
import type { Payload } from "@watchroom/shared/wire";
import { DEVICE_MG, type Given, USUAL_LOZENGE_MG, USUAL_MG_PER_KG, usualCourse } from "./patient/pharmacology.ts";
import { keyOf, uniformAt } from "./random.ts";

/** What a patient is to be given: so many parts of so many mg; null for an infusion, whose amount goes by the weight. */
export type Prescription = { readonly route: Route; readonly parts: number; readonly mg: number | null };

const MINUTE_MS = 60_000;
/** Devices of a usual session (clinical.md 1.1: 56 mg on day 1). */
const USUAL_DEVICES = 2;
/** Giving the last part takes a minute, and a pause that nobody ends is ended after ten; our choice. */
const GIVING_MS = MINUTE_MS;
const PAUSE_MAX_MS = 10 * MINUTE_MS;
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
type Recorded = Pick<SessionView, "sessionId" | "doses" | "protocol" | "phase">;

/** Milliseconds for which the pump has run by now. */
function ranMs(doses: Recorded["doses"], now: number): number {
  return doses.reduce((sum, { action, at }, index) => {
    const until = doses[index + 1]?.at ?? now;
    return action === "start" || action === "resume" ? sum + until - at : sum;
  }, 0);
}

function nextOfInfusion(
  { doses, protocol }: Recorded,
  plannedAt: number,
  now: number,
): Pick<DoseEntry, "action" | "at"> {
  const last = doses.at(-1);
  if (last === undefined) return { action: "start", at: plannedAt };
  if (last.action === "pause") return { action: "resume", at: last.at + PAUSE_MAX_MS };
  const leftMs = protocol.dosing.plannedMin * MINUTE_MS - ranMs(doses, now);
  return { action: "end", at: now + leftMs };
}

/** What is to be recorded next, when its time has come: null before that, and when dosing is over. */
export function nextDose(
  { parts, mg }: Prescription,
  recorded: Recorded,
  plannedAt: number,
  now: number,
): DoseEntry | null {
  const { doses, protocol, sessionId, phase } = recorded;
  const { form, partsMax, gapMin, lotNumber } = protocol.dosing;
  const given = doses.filter(({ action }) => action === "give").length;
  const after = (ms: number) => (doses.at(-1)?.at ?? plannedAt - ms) + ms;
  const part = () => (given < parts ? { action: "give" as const, at: after(gapMin * MINUTE_MS) } : null);
  const next =
    form === "infusion"
      ? nextOfInfusion(recorded, plannedAt, now)
      : (part() ?? { action: "end" as const, at: after(GIVING_MS) });
  // The last part that is allowed ends dosing by itself.
  if (next.action === "end" && phase !== "dosing") return null;
  if ((next.at ?? now) > now || !doseActions(form, doses, partsMax).includes(next.action)) return null;
  const isLate = next.at !== null && next.at < now - LATE_MS;
  return {
    action: next.action,
    amountMg: next.action === "give" ? mg : null,
    lot: next.action === "give" && lotNumber ? lotOf(sessionId, given) : null,
    at: isLate && next.at !== null ? Math.round(next.at) : null,
  };
}

/** A lot number as it stands on a device: no real one. */
function lotOf(sessionId: string, given: number): string {
  const number = Math.floor(1_000 + 9_000 * uniformAt(keyOf(given, sessionId), 0));
  return `SIM${number}`;
}
