import type { AlarmChange } from "@watchroom/shared/alarm";
import { isOfTheClinic } from "@watchroom/shared/alarm-review";
import type { Ward } from "../ward/ward.ts";
import { createClinicWide } from "./clinic-wide.ts";
import type { Notifier } from "./notifier.ts";
import { followTroubles, unreachedOf } from "./unreached.ts";

/** After these nobody need be called any more; true: a person took it. */
const SETTLES: ReadonlyMap<AlarmChange["change"], "accepted" | "ended"> = new Map([
  ["acknowledged", "accepted"],
  ["ended", "ended"],
  ["latched", "ended"],
  ["reset", "ended"],
  ["cleared", "ended"],
]);

/** Every step of the chain goes out, what is settled is called back, and a channel that fails is an alarm of the room. */
export function followAlarms(ward: Ward, notifier: Notifier): void {
  const clinicWide = createClinicWide(ward, notifier);
  ward.onAlarm(({ roomId, name }, changes) => {
    for (const { change, alarm, at } of changes) {
      const to = alarm.escalation?.to;
      const why = SETTLES.get(change);
      if (change === "escalated" && to !== undefined) {
        const simulated = ward.rooms().some((room) => room.roomId === roomId && room.simulated);
        const escalated = { roomId, room: name, simulated, alarm, to, at };
        if (isOfTheClinic(alarm)) clinicWide.escalated(escalated);
        else notifier.escalated({ ...escalated, unreached: unreachedOf(ward, notifier, alarm, roomId) });
      } else if (why !== undefined) {
        if (isOfTheClinic(alarm)) clinicWide.settled(roomId, alarm, why);
        else notifier.settled({ roomId, episodeId: alarm.episodeId, why });
      }
    }
  });
  followTroubles(ward, notifier);
  callBackWhatIsOver(ward, notifier);
}

/** What still waits from before a restart is only sent for alarms that are still signalled. */
function callBackWhatIsOver(ward: Ward, notifier: Notifier): void {
  const signalled = new Set(
    ward
      .rooms()
      .flatMap(({ alarms }) => alarms.flatMap(({ signal, episodeId }) => (signal === "on" ? [episodeId] : []))),
  );
  for (const { state, roomId, episodeId } of notifier.deliveries()) {
    if (state !== "queued" || roomId === null || episodeId === null || signalled.has(episodeId)) continue;
    notifier.settled({ roomId, episodeId, why: "ended" });
  }
}
