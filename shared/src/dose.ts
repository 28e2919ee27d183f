import { z } from "zod";

/** How a dose is given, which decides what a nurse can record. */
export const DoseForm = z.enum(["infusion", "injection", "device", "lozenge"]);
export type DoseForm = z.infer<typeof DoseForm>;

const Minutes = z.number().min(0).max(600);

export const Dosing = z.object({
  form: DoseForm,
  /** Amounts that a nurse can pick with one tap, in mg; for a device, of one device. */
  amountsMg: z.array(z.number().positive()).max(8),
  /** At most so many are given in one session; null for an infusion. */
  partsMax: z.number().int().positive().nullable(),
  /** Least minutes between two parts. */
  gapMin: Minutes,
  /** Minutes that dosing is planned to take. */
  plannedMin: Minutes,
  lotNumber: z.boolean(),
  /** A lozenge is held in the mouth, then swallowed or spat out; each is recorded. */
  held: z.boolean().default(false),
  /** The usual amount for the weight, for an infusion; null: the nurse types the amount. */
  mgPerKg: z.number().positive().max(5).nullable().default(null),
  source: z.string().min(1),
});
export type Dosing = z.infer<typeof Dosing>;

/**
 * `give`: one injection, device or lozenge; `swallow` and `spit` end the holding of a lozenge. The others are of an
 * infusion, but `end` and `stopEarly`, which end any dosing.
 */
const DOSE_ACTIONS = ["start", "pause", "resume", "changeRate", "give", "swallow", "spit", "end", "stopEarly"] as const;
export const DoseAction = z.enum(DOSE_ACTIONS);
export type DoseAction = z.infer<typeof DoseAction>;

/** What was done, in the past: for the record and for taking it back. */
export const DOSE_LABELS: Readonly<Record<DoseAction, string>> = {
  start: "Infusion started",
  pause: "Infusion paused",
  resume: "Infusion resumed",
  changeRate: "Infusion rate changed",
  give: "Dose given",
  swallow: "Lozenge swallowed",
  spit: "Lozenge spat out",
  end: "Dosing ended",
  stopEarly: "Stopped early",
};

export const Dose = z.object({
  at: z.number(),
  action: DoseAction,
  amountMg: z.number().positive().nullable(),
  /** Milligrams an hour from here on; null where it did not change or is no infusion. */
  rateMgPerH: z.number().positive().nullable().default(null),
  lot: z.string().nullable(),
  by: z.string(),
});
export type Dose = z.infer<typeof Dose>;

/** What the infusion is meant to be for this patient. `amountMg` in all, over `minutes`. */
export const DosePlan = z.object({
  weightKg: z.number().min(20).max(400).nullable(),
  mgPerKg: z.number().positive().max(5).nullable(),
  amountMg: z.number().positive().max(2_000),
  minutes: z.number().min(2).max(600),
});
export type DosePlan = z.infer<typeof DosePlan>;

/** What can be recorded next. Pure: the same rule for the button and for the server. */
export function doseActions(
  { form, partsMax, held }: Pick<Dosing, "form" | "partsMax" | "held">,
  doses: readonly Dose[],
): DoseAction[] {
  const last = doses.at(-1)?.action;
  if (last === "end" || last === "stopEarly") return [];
  if (form === "infusion") {
    if (last === undefined) return ["start"];
    return last === "pause" ? ["resume", "stopEarly"] : ["pause", "changeRate", "end", "stopEarly"];
  }
  const given = doses.filter(({ action }) => action === "give").length;
  if (given === 0) return ["give"];
  if (held && last === "give") return ["swallow", "spit"];
  // The last part ends dosing by itself.
  return given < (partsMax ?? 1) ? ["give", "end"] : [];
}

/** True when this dose, the newest of `doses`, ends dosing. */
export function endsDosing({ form, partsMax, held }: Dosing, doses: readonly Dose[]): boolean {
  const last = doses.at(-1)?.action;
  if (last === "end" || last === "stopEarly") return true;
  if (form === "infusion") return false;
  const given = doses.filter(({ action }) => action === "give").length;
  if (given < (partsMax ?? 1)) return false;
  return !held || last === "swallow" || last === "spit";
}

const HOUR_MS = 3_600_000;

/**
 * Milligrams given so far: parts as they were given; of an infusion what its rate gave while it ran. Null while the
 * rate of an infusion is not known.
 */
export function givenMg(doses: readonly Dose[], now: number): number | null {
  const parts = doses.filter(({ action }) => action === "give");
  if (parts.length > 0) return parts.reduce((sum, { amountMg }) => sum + (amountMg ?? 0), 0);
  let total = 0;
  let rate: number | null = null;
  let runsFrom: number | null = null;
  for (const { at, action, rateMgPerH } of doses) {
    if (runsFrom !== null && rate !== null) total += (rate * (at - runsFrom)) / HOUR_MS;
    rate = rateMgPerH ?? rate;
    const isStopped = action === "pause" || action === "end" || action === "stopEarly";
    runsFrom = isStopped ? null : at;
  }
  if (rate === null) return doses.length === 0 ? 0 : null;
  return runsFrom === null ? total : total + (rate * Math.max(0, now - runsFrom)) / HOUR_MS;
}
