import { type Dose, type DoseAction, type DoseForm, doseActions } from "@watchroom/shared/dose";
import type { SessionView } from "@watchroom/shared/session";
import type { Payload } from "@watchroom/shared/wire";
import { minutesAndSeconds, timeOfDay } from "../../wall/duration.ts";
import { mg } from "./infusion.ts";

/** One thing that can be recorded next. */
export type DoseStep = {
  readonly action: DoseAction;
  readonly amountMg: number | null;
  readonly label: string;
  /** The usual next one. */
  readonly isUsual: boolean;
  /** What is asked before it is recorded: whether dosing is over, or which rate. */
  readonly asks: "end" | "rate" | null;
};

/** A physician's decision to give the first dose though the protocol holds it. */
export type Despite = NonNullable<Payload<"recordDose">["despite"]>;

const MINUTE_MS = 60_000;
const LABELS: Readonly<Record<DoseAction, string>> = {
  start: "Start infusion",
  pause: "Pause",
  resume: "Resume",
  changeRate: "Change rate",
  give: "Give",
  swallow: "Swallowed",
  spit: "Spat out",
  end: "End infusion",
  stopEarly: "Stop early",
};
const USUAL: readonly DoseAction[] = ["resume", "give", "swallow"];
const ASKS: Readonly<Partial<Record<DoseAction, "end" | "rate">>> = {
  end: "end",
  stopEarly: "end",
  changeRate: "rate",
};

export const givenParts = (doses: readonly Dose[]): readonly Dose[] => doses.filter(({ action }) => action === "give");

/** "Device 2 of 3, 28 mg" says which one it is; of an injection or lozenge the amount is what a nurse chooses. */
function giveLabel({ protocol: { dosing }, doses }: SessionView, amountMg: number): string {
  if (dosing.form !== "device") return `Give ${amountMg} mg`;
  return `Device ${givenParts(doses).length + 1} of ${dosing.partsMax ?? 1}, ${amountMg} mg`;
}

/** Pure. The buttons of the dose, as the protocol's form and what was given so far allow: none when dosing is over. */
export function doseSteps(session: SessionView): readonly DoseStep[] {
  const { dosing } = session.protocol;
  return doseActions(dosing, session.doses).flatMap((action): readonly DoseStep[] => {
    // Without a plan the infusion's rate is not known: the plan is the usual next step, not the start.
    const isUsual = USUAL.includes(action) || (action === "start" && session.dosePlan !== null);
    const step = { action, isUsual, asks: ASKS[action] ?? null };
    if (action === "give") {
      return dosing.amountsMg.map((amountMg) => ({ ...step, amountMg, label: giveLabel(session, amountMg) }));
    }
    const label = action === "end" && dosing.form !== "infusion" ? "End dosing" : LABELS[action];
    return [{ ...step, amountMg: null, label }];
  });
}

/** Pure. Milliseconds from `at` until the next part may be given; 0 when it may. `at`: when it is or was given. */
export function restMs({ protocol: { dosing }, doses }: SessionView, at: number): number {
  const last = givenParts(doses).at(-1);
  return last === undefined ? 0 : Math.max(0, last.at + dosing.gapMin * MINUTE_MS - at);
}

/** Pure. How long the lozenge is in the mouth: "Held 3:20"; null when none is. */
export function heldText({ protocol: { dosing }, doses }: SessionView, now: number): string | null {
  const last = doses.at(-1);
  if (!dosing.held || last?.action !== "give") return null;
  return `Held ${minutesAndSeconds(now - last.at)}`;
}

const PAST_WORDS: Readonly<Record<DoseAction, string>> = {
  start: "Infusion started",
  pause: "Paused",
  resume: "Resumed",
  changeRate: "Rate changed",
  give: "Given",
  swallow: "Swallowed",
  spit: "Spat out",
  end: "Dosing ended",
  stopEarly: "Stopped early",
};

/** "Given 28 mg", "Infusion started, 35 mg planned, 52.5 mg/h". */
export function doseText({ action, amountMg, rateMgPerH }: Dose): string {
  // What an infusion starts with is not given yet.
  const known = amountMg === null ? null : `${mg(amountMg)} mg`;
  const amount = known === null ? "" : action === "give" ? ` ${known}` : `, ${known} planned`;
  return `${PAST_WORDS[action]}${amount}${rateMgPerH === null ? "" : `, ${mg(rateMgPerH)} mg/h`}`;
}

const PARTS: Readonly<Record<Exclude<DoseForm, "infusion">, string>> = {
  injection: "injections",
  device: "devices",
  lozenge: "doses",
};

/** Pure. How far dosing is, in one line: "2 of 3 devices, 56 mg", "Running since 14:02". */
export function doseState({ protocol: { dosing }, doses, dosingEndedAt }: SessionView): string {
  const last = doses.at(-1);
  if (dosing.form === "infusion") {
    if (last === undefined) return "Not started";
    if (last.action === "end" || last.action === "stopEarly") return `${PAST_WORDS[last.action]} ${timeOfDay(last.at)}`;
    // A new rate does not begin it anew.
    const turned = doses.findLast(({ action }) => action !== "changeRate") ?? last;
    return `${turned.action === "pause" ? "Paused" : "Running"} since ${timeOfDay(turned.at)}`;
  }
  const given = givenParts(doses);
  const total = given.reduce((sum, { amountMg }) => sum + (amountMg ?? 0), 0);
  const over = dosingEndedAt === null || given.length === 0 ? "" : `, ended ${timeOfDay(dosingEndedAt)}`;
  return `${given.length} of ${dosing.partsMax ?? 1} ${PARTS[dosing.form]}${total > 0 ? `, ${total} mg` : ""}${over}`;
}
