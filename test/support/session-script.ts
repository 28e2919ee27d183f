import type { Route } from "@watchroom/shared/session";
import type { OperatorId } from "@watchroom/shared/time";
import { viewOf } from "../../server/src/core/view.ts";
import type { Actor, CommandEntry } from "../../server/src/journal/entry.ts";
import { type Bedside, createBedside } from "./core-script.ts";

export const roomId = "r1";
export const MINUTE = 60;
export const OTHER: Actor = { operatorId: "n2" as OperatorId, name: "M. Silva", role: "nurse" };
type BedsideOptions = Parameters<typeof createBedside>[0];

/** A session that began at second 0, with a pressure of 118/74. */
export function begin(route: Route, options: BedsideOptions = {}): Bedside {
  const bedside = createBedside(options);
  bedside.oximetry(0, { spo2: 97 });
  bedside.command(0, {
    name: "startSession",
    payload: { roomId, initials: "A. L.", route, includeEarlier: true, cuffArm: null },
  });
  bedside.cuff(1, { systolic: 118, diastolic: 74 });
  return bedside;
}
export const dose = (
  bedside: Bedside,
  second: number,
  payload: Partial<Extract<CommandEntry, { name: "recordDose" }>["payload"]>,
) =>
  bedside.command(second, {
    name: "recordDose",
    payload: { roomId, action: "give", amountMg: null, lot: null, at: null, ...payload },
  });
export const view = (bedside: Bedside) => viewOf({ roomId, name: "Room 1", order: 1 }, bedside.state());
export const session = (bedside: Bedside) => bedside.state().session;
export const refusal = ({ refusal: said }: ReturnType<Bedside["tick"]>) => said?.message ?? "done";
