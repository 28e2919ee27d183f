import { DosePlan, type Dosing } from "@watchroom/shared/dose";
import { typedNumber } from "../typedNumber.ts";
import { mg, rateOfPlan } from "./infusion.ts";

/** A plan as typed. */
type PlanDraft = Readonly<Record<"weightKg" | "mgPerKg" | "amountMg" | "minutes", string>>;
export type PlanField = keyof PlanDraft;

const text = (value: number | null): string => (value === null ? "" : mg(value));

/** Pure. What the dialog begins with: the plan that is, or the protocol's own amount for the weight and minutes. */
export function draftOfPlan(plan: DosePlan | null, { mgPerKg, plannedMin }: Dosing): PlanDraft {
  if (plan === null) {
    return { weightKg: "", mgPerKg: text(mgPerKg), amountMg: "", minutes: plannedMin > 0 ? String(plannedMin) : "" };
  }
  return {
    weightKg: text(plan.weightKg),
    mgPerKg: text(plan.mgPerKg),
    amountMg: text(plan.amountMg),
    minutes: text(plan.minutes),
  };
}

const isUsable = (value: number | null): value is number => value !== null && Number.isFinite(value) && value > 0;

/**
 * Pure. One field changed, and what follows from it: weight and mg/kg make the amount; a typed amount makes the mg/kg for
 * the weight.
 */
export function typePlan(draft: PlanDraft, field: PlanField, value: string): PlanDraft {
  const next = { ...draft, [field]: value };
  const weight = typedNumber(next.weightKg);
  const perKg = typedNumber(next.mgPerKg);
  const amount = typedNumber(next.amountMg);
  if (!isUsable(weight)) return next;
  if (field === "amountMg") return isUsable(amount) ? { ...next, mgPerKg: mg(amount / weight) } : next;
  if (field === "minutes") return next;
  if (isUsable(perKg)) return { ...next, amountMg: mg(perKg * weight) };
  return field === "weightKg" && isUsable(amount) ? { ...next, mgPerKg: mg(amount / weight) } : next;
}

const FAULTS: Readonly<Record<PlanField, string>> = {
  weightKg: "Give the weight in kg, 20 to 400, or leave it empty.",
  mgPerKg: "Give mg/kg above 0 and up to 5, or leave it empty.",
  amountMg: "Give the amount in mg, above 0 and up to 2000.",
  minutes: "Give the minutes, 2 to 600.",
};

type ReadPlan = { readonly plan: DosePlan | null; readonly fault: string | null };

/** Pure. The plan as typed, or what has to be mended first, in one sentence. */
export function readPlan(draft: PlanDraft): ReadPlan {
  const parsed = DosePlan.safeParse({
    weightKg: typedNumber(draft.weightKg),
    mgPerKg: typedNumber(draft.mgPerKg),
    amountMg: typedNumber(draft.amountMg),
    minutes: typedNumber(draft.minutes),
  });
  if (parsed.success) return { plan: parsed.data, fault: null };
  const field = parsed.error.issues[0]?.path[0];
  const known = (Object.keys(FAULTS) as PlanField[]).find((one) => one === field);
  return { plan: null, fault: known === undefined ? "Fill in the plan first." : FAULTS[known] };
}

/** Pure. "35 mg in 40 min (70 kg, 0.5 mg/kg): 52.5 mg/h". */
export function planText(plan: DosePlan): string {
  const { weightKg, mgPerKg, amountMg, minutes } = plan;
  const basis = [
    ...(weightKg === null ? [] : [`${mg(weightKg)} kg`]),
    ...(mgPerKg === null ? [] : [`${mg(mgPerKg)} mg/kg`]),
  ];
  const why = basis.length === 0 ? "" : ` (${basis.join(", ")})`;
  return `${mg(amountMg)} mg in ${mg(minutes)} min${why}: ${mg(rateOfPlan(plan))} mg/h`;
}

/** More than this beside the protocol's own mg/kg is told, never refused: it may be meant. */
const FAR_FROM_USUAL = 0.25;

/** Pure. What is unusual about it, so that a slip of the finger is seen before the start; null when nothing is. */
export function unusualPlan(plan: DosePlan, { mgPerKg }: Dosing): string | null {
  if (mgPerKg === null || plan.weightKg === null) return null;
  const perKg = plan.amountMg / plan.weightKg;
  if (Math.abs(perKg - mgPerKg) <= FAR_FROM_USUAL * mgPerKg) return null;
  return `${mg(perKg)} mg/kg: the protocol's usual is ${mg(mgPerKg)}.`;
}
