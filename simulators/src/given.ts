import type { Dose, SessionView } from "@watchroom/shared/session";
import {
  DEVICE_MG,
  type DoseEvent,
  type Given,
  USUAL_LOZENGE_MG,
  USUAL_MG_PER_KG,
  USUAL_OVER_MIN,
} from "./patient/pharmacology.ts";

type Recorded = Pick<SessionView, "route" | "doses" | "protocol">;
type Dosing = SessionView["protocol"]["dosing"];

/** An amount that nobody recorded is the usual one of its form. */
function partOf(dose: Dose, form: Exclude<Dosing["form"], "infusion">, atMin: number, weightKg: number): DoseEvent {
  switch (form) {
    case "injection":
      return { act: "injection", atMin, mg: dose.amountMg ?? USUAL_MG_PER_KG * weightKg };
    case "device":
      return { act: "device", atMin, mg: dose.amountMg ?? DEVICE_MG };
    case "lozenge":
      return { act: "lozenge", atMin, mg: dose.amountMg ?? USUAL_LOZENGE_MG };
  }
}

function eventOf(dose: Dose, { form, plannedMin }: Dosing, atMin: number, weightKg: number): DoseEvent[] {
  switch (dose.action) {
    case "start": {
      const mg = dose.amountMg ?? USUAL_MG_PER_KG * weightKg;
      return [{ act: "start", atMin, mg, overMin: plannedMin > 0 ? plannedMin : USUAL_OVER_MIN }];
    }
    case "pause":
    case "resume":
      return [{ act: dose.action, atMin }];
    case "end":
    case "stopEarly":
      // What was swallowed or injected cannot be taken back; a pump can.
      return form === "infusion" ? [{ act: "stop", atMin }] : [];
    case "give":
      return form === "infusion" ? [] : [partOf(dose, form, atMin, weightKg)];
  }
}

/**
 * What the session's record says was given, in the patient's minutes. An infusion runs 0.5 mg/kg over the planned minutes
 * unless an amount was recorded, and its pump stops by itself when that is in.
 */
export function givenIn(session: Recorded, weightKg: number, minuteOf: (at: number) => number): Given {
  const doses = session.doses.flatMap((dose) => eventOf(dose, session.protocol.dosing, minuteOf(dose.at), weightKg));
  return { route: session.route, doses };
}
