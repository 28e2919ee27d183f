import { type Dose, type DosePlan, givenMg } from "@watchroom/shared/dose";
import { timeOfDay } from "../../wall/duration.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const HOUR_MIN = 60;

/** Milligrams as people say them: "35", "52.5"; never more than two decimals. */
export const mg = (value: number): string => String(Math.round(value * 100) / 100);

/** Pure. Milligrams an hour of a plan. */
export const rateOfPlan = ({ amountMg, minutes }: Pick<DosePlan, "amountMg" | "minutes">): number =>
  (amountMg / minutes) * HOUR_MIN;

/** Pure. The rate that runs or is paused; null where it is not known. */
export const rateNow = (doses: readonly Dose[]): number | null =>
  doses.findLast(({ rateMgPerH }) => rateMgPerH !== null)?.rateMgPerH ?? null;

const isOver = (doses: readonly Dose[]): boolean => ["end", "stopEarly"].includes(doses.at(-1)?.action ?? "");

/** Pure. "about 21 of 35 mg given"; null before the start, or while the rate is not known. */
export function givenText(doses: readonly Dose[], plan: DosePlan | null, now: number): string | null {
  const given = doses.length === 0 ? null : givenMg(doses, now);
  if (given === null) return null;
  const shown = given < 10 ? mg(Math.round(given * 10) / 10) : String(Math.round(given));
  const about = isOver(doses) ? shown : `about ${shown}`;
  return plan === null ? `${about} mg given` : `${about} of ${mg(plan.amountMg)} mg given`;
}

/**
 * Pure. When the planned amount will have been given at this rate, from `now` on; null when the plan or what was given
 * is not known, or nothing is left.
 */
function endAt(doses: readonly Dose[], plan: DosePlan | null, rateMgPerH: number | null, now: number): number | null {
  const given = givenMg(doses, now);
  if (plan === null || given === null || rateMgPerH === null || rateMgPerH <= 0) return null;
  const leftMg = plan.amountMg - given;
  return leftMg <= 0 ? null : now + (leftMg / rateMgPerH) * HOUR_MS;
}

/** Pure. What another rate means: "The 14 mg left take 28 min: ends about 15:10." Empty where nothing can be said. */
export function rateMeaning(doses: readonly Dose[], plan: DosePlan | null, rateMgPerH: number, now: number): string {
  const at = endAt(doses, plan, rateMgPerH, now);
  const given = givenMg(doses, now);
  if (plan === null) return "Without a plan nobody can say when it ends.";
  if (given === null) return "How much was given is not known: the rate so far was not recorded.";
  if (at === null) return `The planned ${mg(plan.amountMg)} mg are given already.`;
  const left = Math.round((plan.amountMg - given) * 10) / 10;
  return `The ${mg(left)} mg left take ${Math.round((at - now) / MINUTE_MS)} min: ends about ${timeOfDay(at)}.`;
}

/** Pure. What runs, in one line: "52.5 mg/h, ends about 14:52"; null without a rate, or when it does not run. */
export function runningText(doses: readonly Dose[], plan: DosePlan | null, now: number): string | null {
  const rate = rateNow(doses);
  const last = doses.at(-1)?.action;
  if (rate === null || last === undefined || last === "pause" || isOver(doses)) return null;
  const at = endAt(doses, plan, rate, now);
  if (plan !== null && at === null) return `${mg(rate)} mg/h, the planned amount is reached`;
  return at === null ? `${mg(rate)} mg/h` : `${mg(rate)} mg/h, ends about ${timeOfDay(at)}`;
}
