import { type Dose, type DoseAction, type DoseForm, doseActions, type SessionView } from "@watchroom/shared/session";
import type { Payload } from "@watchroom/shared/wire";
import { timeOfDay } from "../../wall/duration.ts";

/** One thing that can be recorded next. */
export type DoseStep = {
  readonly action: DoseAction;
  readonly amountMg: number | null;
  readonly label: string;
  /** The usual next one. */
  readonly isUsual: boolean;
  /** Dosing is over with it: asked before it is recorded. */
  readonly ends: boolean;
};

/** A physician's decision to give the first dose though the protocol holds it. */
export type Despite = NonNullable<Payload<"recordDose">["despite"]>;

const MINUTE_MS = 60_000;
const INFUSION_LABELS: Readonly<Record<DoseAction, string>> = {
  start: "Start infusion",
  pause: "Pause",
  resume: "Resume",
  give: "Give",
  end: "End infusion",
  stopEarly: "Stop early",
};

export const givenParts = (doses: readonly Dose[]): readonly Dose[] => doses.filter(({ action }) => action === "give");

/** "Device 2 of 3, 28 mg" says which one it is; of an injection or lozenge the amount is what a nurse chooses. */
function giveLabel({ protocol: { dosing }, doses }: SessionView, amountMg: number): string {
  if (dosing.form !== "device") return `Give ${amountMg} mg`;
  return `Device ${givenParts(doses).length + 1} of ${dosing.partsMax ?? 1}, ${amountMg} mg`;
}

/** Pure. The buttons of the dose, as the protocol's form and what was given so far allow: none when dosing is over. */
export function doseSteps(session: SessionView): readonly DoseStep[] {
  const { form, amountsMg, partsMax } = session.protocol.dosing;
  const allowed = doseActions(form, session.doses, partsMax);
  // The last part that is allowed has ended dosing by itself.
  const isOver = form !== "infusion" && session.dosingEndedAt !== null;
  const actions = isOver ? allowed.filter((action) => action !== "end") : allowed;
  return actions.flatMap((action): readonly DoseStep[] => {
    const ends = action === "end" || action === "stopEarly";
    if (action === "give") {
      return amountsMg.map((amountMg) => ({
        action,
        amountMg,
        label: giveLabel(session, amountMg),
        isUsual: true,
        ends,
      }));
    }
    const label = form === "infusion" ? INFUSION_LABELS[action] : "End dosing";
    return [{ action, amountMg: null, label, isUsual: action === "start" || action === "resume", ends }];
  });
}

/** Pure. Milliseconds from `at` until the next part may be given; 0 when it may. `at`: when it is or was given. */
export function restMs({ protocol: { dosing }, doses }: SessionView, at: number): number {
  const last = givenParts(doses).at(-1);
  return last === undefined ? 0 : Math.max(0, last.at + dosing.gapMin * MINUTE_MS - at);
}

const PAST_WORDS: Readonly<Record<DoseAction, string>> = {
  start: "Infusion started",
  pause: "Paused",
  resume: "Resumed",
  give: "Given",
  end: "Dosing ended",
  stopEarly: "Stopped early",
};

/** "Given 28 mg", "Infusion started". */
export const doseText = ({ action, amountMg }: Dose): string =>
  amountMg === null ? PAST_WORDS[action] : `${PAST_WORDS[action]} ${amountMg} mg`;

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
    if (last.action === "end" || last.action === "stopEarly") return `${doseText(last)} ${timeOfDay(last.at)}`;
    return `${last.action === "pause" ? "Paused" : "Running"} since ${timeOfDay(last.at)}`;
  }
  const given = givenParts(doses);
  const total = given.reduce((sum, { amountMg }) => sum + (amountMg ?? 0), 0);
  const over = dosingEndedAt === null || given.length === 0 ? "" : `, ended ${timeOfDay(dosingEndedAt)}`;
  return `${given.length} of ${dosing.partsMax ?? 1} ${PARTS[dosing.form]}${total > 0 ? `, ${total} mg` : ""}${over}`;
}
