import type { AssessmentId } from "@watchroom/shared/assessment";
import type { DueCheck, SessionView } from "@watchroom/shared/session";
import type { CommandRequest, CuffArm, RoomView } from "@watchroom/shared/wire";
import type { Person } from "./people.ts";
import type { Prescription } from "./prescription.ts";
import { keyOf, uniformAt } from "./random.ts";

/** What the demo's nurse knows of one patient, beside what the screen shows. */
export type Care = {
  readonly person: Person;
  readonly weightKg: number;
  readonly cuffArm: CuffArm;
  readonly ordered: Prescription;
  /** The first dose is planned for then. */
  readonly plannedAt: number;
  /** What was due before this is entered for the time at which it was due; 0 for who came by themselves. */
  readonly since: number;
  /** But this was never looked at: it is entered when the nurse comes to it. */
  readonly forgotten?: AssessmentId;
  readonly includeEarlier: boolean;
  /** Pressures that were read off a cuff before the demo began; in order of time. */
  readonly notedAt: readonly number[];
  /** The patient asks for the bathroom then; absent: chance says whether and when. */
  readonly leavesAt?: number;
  /** What the nurse sees at the bed at this time. */
  judge(id: AssessmentId, at: number): number;
  pressure(at: number): { readonly systolic: number; readonly diastolic: number };
  /** The nurse has not come to it yet, although it is due. */
  isForgotten(due: DueCheck, now: number): boolean;
};

/** One thing to enter; the same thing has the same id until it is done. */
export type Act = { readonly id: string; readonly request: CommandRequest };
/** What was tried in this room before. */
export type Memory = {
  /** Done, or refused so lately that it is not tried again yet. */
  isSettled(id: string): boolean;
  /** The protocol held the first dose so many times, the last time then; null: it did not. */
  readonly held: { readonly times: number; readonly at: number } | null;
};
export type SeenRoom = Pick<
  RoomView,
  "roomId" | "session" | "standby" | "devices" | "cuff" | "measureAsked" | "alarms"
>;
export type Scene = {
  readonly care: Care;
  readonly room: SeenRoom;
  readonly session: SessionView;
  readonly now: number;
  readonly memory: Memory;
};
export type Rule = (scene: Scene) => Act | null;

export const MINUTE_MS = 60_000;

/** Chance that stays the same for the same purpose: 0 inclusive to 1 exclusive. */
export const chanceOf = (purpose: string): number => uniformAt(keyOf(0, purpose), 0);
/** Between the two, the same for the same purpose. */
export const drawn = ([low, high]: readonly [number, number], purpose: string): number =>
  low + (high - low) * chanceOf(purpose);

/** When the session's least time under watch is over; null before its clock runs. */
export function leastTimeAt({ protocol, doseAt, dosingEndedAt }: SessionView): number | null {
  const { from, minutes } = protocol.observation;
  const beganAt = from === "firstDose" ? doseAt : dosingEndedAt;
  return beganAt === null ? null : beganAt + minutes * MINUTE_MS;
}
