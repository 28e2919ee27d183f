import type { AlarmLimit } from "@watchroom/shared/alarm";
import { COMMANDS, type RoomView } from "@watchroom/shared/wire";

export type PressureField = "systolic" | "diastolic";
/** What was typed so far, and where the next digit goes. */
export type PressureEntry = Readonly<Record<PressureField, string>> & { readonly field: PressureField };

export const NOTHING_TYPED: PressureEntry = { systolic: "", diastolic: "", field: "systolic" };
const DIGITS_MAX = 3;

/** No pressure of three digits begins with it: two digits are the whole value. */
const isWhole = (text: string): boolean => text.length >= DIGITS_MAX || (text.length === 2 && Number(text[0]) > 3);

/** Pure. One key of the pad. A whole systolic value leads on to the diastolic one; a fourth digit begins anew. */
export function typeDigit(entry: PressureEntry, digit: string): PressureEntry {
  const { field } = entry;
  const before = entry[field];
  const text = before.length >= DIGITS_MAX ? digit : `${before}${digit}`;
  return { ...entry, [field]: text, field: field === "systolic" && isWhole(text) ? "diastolic" : field };
}

/** Pure. Takes the last digit away; from an empty diastolic field it goes back to the systolic one. */
export function eraseDigit(entry: PressureEntry): PressureEntry {
  const { field } = entry;
  if (entry[field] === "" && field === "diastolic") return { ...entry, field: "systolic" };
  return { ...entry, [field]: entry[field].slice(0, -1) };
}

/** Pure. Text typed on a keyboard: digits only, three at most. */
export const typeText = (entry: PressureEntry, field: PressureField, text: string): PressureEntry => ({
  ...entry,
  field,
  [field]: text.replace(/\D/g, "").slice(0, DIGITS_MAX),
});

const LABELS: Readonly<Record<PressureField, string>> = { systolic: "Systolic", diastolic: "Diastolic" };

/** Pure. Why this cannot be a pressure, in one sentence; null when it can. The ranges are the command's own. */
export function faultOfPressure({ systolic, diastolic }: PressureEntry): string | null {
  if (systolic === "" || diastolic === "") return "Give systolic and diastolic.";
  const { shape } = COMMANDS.enterPressure.payload;
  for (const [field, text] of [
    ["systolic", systolic],
    ["diastolic", diastolic],
  ] as const) {
    const { minValue, maxValue } = shape[field];
    if (!shape[field].safeParse(Number(text)).success) {
      return `${LABELS[field]} ${text} is not a pressure: ${minValue} to ${maxValue}.`;
    }
  }
  return Number(diastolic) < Number(systolic) ? null : `Systolic ${systolic} must be above diastolic ${diastolic}.`;
}

const isBeyond = (value: number, { low, high }: AlarmLimit): boolean =>
  (low !== null && value < low) || (high !== null && value > high);

/** Pure. Which of the two values will alarm, so that a slip of the finger is seen before it does; null when none will. */
export function beyondLimits(entry: PressureEntry, limits: RoomView["limits"]): string | null {
  const beyond = (["systolic", "diastolic"] as const).filter((field) => {
    const limit = limits[field];
    return limit !== undefined && entry[field] !== "" && isBeyond(Number(entry[field]), limit);
  });
  if (beyond.length === 0) return null;
  return `${beyond.map((field) => `${LABELS[field]} ${entry[field]}`).join(" and ")} will alarm: beyond this patient's limits.`;
}
