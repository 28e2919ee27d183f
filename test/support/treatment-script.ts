import type { Route } from "@watchroom/shared/session";
import { at, type Bedside, createBedside } from "./core-script.ts";

export const roomId = "r1";
export const minutes = (count: number): number => count * 60;

/** A patient on the sensor, and a session by this route. */
export function begin(route: Route): Bedside {
  const bedside = createBedside();
  bedside.oximetry(0, { spo2: 97 });
  bedside.command(0, {
    name: "startSession",
    payload: { roomId, initials: "A. L.", route, includeEarlier: true, cuffArm: null },
  });
  return bedside;
}
export const DESPITE = { physician: "Dr. Okafor", reason: "the script is about what follows the dose" };
export const dose = (
  bedside: Bedside,
  second: number,
  action: "start" | "pause" | "resume" | "give" | "end" | "stopEarly",
  amountMg: number | null = null,
) =>
  bedside.command(second, {
    name: "recordDose",
    payload: { roomId, action, amountMg, lot: null, at: null, despite: DESPITE },
  });
export const assess = (
  bedside: Bedside,
  second: number,
  assessment: "sedation" | "dissociation" | "respiration" | "gait" | "escort",
  value: number,
) => bedside.command(second, { name: "assess", payload: { roomId, assessment, value, at: null } });
/** As somebody is who may go home. */
export const assessAsWell = (bedside: Bedside, second: number): void => {
  const found = { sedation: 5, dissociation: 0, respiration: 0, gait: 2, escort: 1 } as const;
  for (const scale of Object.keys(found) as (keyof typeof found)[]) assess(bedside, second, scale, found[scale]);
};
/** "40-min BP @40": what is due and at which minute from the start of the script. */
export const due = (bedside: Bedside): string[] =>
  bedside.state().session?.dues.map(({ label, dueAt }) => `${label} @${(dueAt - at(0).wall) / 60_000}`) ?? [];
export const criteria = (bedside: Bedside) =>
  Object.fromEntries(bedside.state().session?.release.map(({ id, state }) => [id, state]) ?? []);
/** The sensor goes on sending, a reading each 10 s. */
export const live = (bedside: Bedside, from: number, to: number): void => {
  for (let second = from; second <= to; second += 10)
    bedside.oximetry(second, { spo2: 97, perfusionIndex: (second % 90) / 10 });
};
