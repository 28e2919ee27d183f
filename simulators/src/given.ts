import type { Dose } from "@watchroom/shared/dose";
import type { SessionView } from "@watchroom/shared/session";
import {
  DEVICE_MG,
  type DoseEvent,
  type Given,
  USUAL_LOZENGE_MG,
  USUAL_MG_PER_KG,
  USUAL_OVER_MIN,
} from "./patient/pharmacology.ts";

type Recorded = Pick<SessionView, "route" | "doses" | "dosePlan" | "protocol">;
type Dosing = SessionView["protocol"]["dosing"];
type Ordered = { readonly dosing: Dosing; readonly plan: SessionView["dosePlan"]; readonly weightKg: number };

const MINUTES_AN_HOUR = 60;

/** An amount that nobody recorded is the usual one of its form. */
function partOf({ amountMg }: Dose, { dosing, weightKg }: Ordered, atMin: number): DoseEvent[] {
  switch (dosing.form) {
    case "infusion":
      return [];
    case "injection":
      return [{ act: "injection", atMin, mg: amountMg ?? USUAL_MG_PER_KG * weightKg }];
    case "device":
      return [{ act: "device", atMin, mg: amountMg ?? DEVICE_MG }];
    case "lozenge":
      return [{ act: dosing.held ? "hold" : "lozenge", atMin, mg: amountMg ?? USUAL_LOZENGE_MG }];
  }
}

/** The pump goes by its rate where one is recorded, and holds what the plan says, or the start, or is usual. */
function started({ amountMg, rateMgPerH }: Dose, { dosing, plan, weightKg }: Ordered, atMin: number): DoseEvent {
  const mg = plan?.amountMg ?? amountMg ?? USUAL_MG_PER_KG * weightKg;
  const plannedMin = plan?.minutes ?? (dosing.plannedMin > 0 ? dosing.plannedMin : USUAL_OVER_MIN);
  return { act: "start", atMin, mg, overMin: rateMgPerH === null ? plannedMin : (MINUTES_AN_HOUR * mg) / rateMgPerH };
}

function eventOf(dose: Dose, ordered: Ordered, atMin: number): DoseEvent[] {
  switch (dose.action) {
    case "start":
      return [started(dose, ordered, atMin)];
    case "changeRate":
      return dose.rateMgPerH === null
        ? []
        : [{ act: "changeRate", atMin, mgPerMin: dose.rateMgPerH / MINUTES_AN_HOUR }];
    case "pause":
    case "resume":
    case "swallow":
    case "spit":
      return [{ act: dose.action, atMin }];
    case "end":
    case "stopEarly":
      // What was swallowed or injected cannot be taken back; a pump can.
      return ordered.dosing.form === "infusion" ? [{ act: "stop", atMin }] : [];
    case "give":
      return partOf(dose, ordered, atMin);
  }
}

/**
 * What the session's record says was given, in the patient's minutes. An infusion runs 0.5 mg/kg over the planned minutes
 * unless a plan, an amount or a rate was recorded, and its pump stops by itself when that is in.
 */
export function givenIn(session: Recorded, weightKg: number, minuteOf: (at: number) => number): Given {
  const ordered = { dosing: session.protocol.dosing, plan: session.dosePlan, weightKg };
  return { route: session.route, doses: session.doses.flatMap((dose) => eventOf(dose, ordered, minuteOf(dose.at))) };
}
