import type { AlarmView } from "@watchroom/shared/alarm";
import type { RoomId } from "@watchroom/shared/time";
import type { Ward } from "../ward/ward.ts";
import type { ChannelTrouble } from "./health.ts";
import type { Unreached } from "./notice.ts";
import type { Notifier } from "./notifier.ts";

const isAboutReach = ({ technical }: Pick<AlarmView, "technical">): boolean => technical === "notReached";

/**
 * Whom the room's alarms did not reach: only of alarms that nobody has taken and that go on. A message about "Not reached"
 * that does not arrive either says nothing new, and would keep that alarm up for ever.
 */
function troublesOf(ward: Ward, notifier: Notifier, roomId: string): ChannelTrouble[] {
  const alarms = ward.rooms().find((room) => room.roomId === roomId)?.alarms ?? [];
  const open = new Set(
    alarms.filter((alarm) => alarm.signal === "on" && !isAboutReach(alarm)).map(({ episodeId }) => episodeId),
  );
  return notifier
    .troubles()
    .filter((one) => one.roomId === roomId && one.episodeId !== null && open.has(one.episodeId));
}

/** What the message of a "Not reached" alarm may say of whom; nothing for other alarms. */
export const unreachedOf = (ward: Ward, notifier: Notifier, alarm: AlarmView, roomId: string): readonly Unreached[] =>
  isAboutReach(alarm) ? troublesOf(ward, notifier, roomId) : [];

/** A channel that fails is an alarm of the room that it was meant for, until something gets through or the alarm is settled. */
export function followTroubles(ward: Ward, notifier: Notifier): void {
  const told = new Map<string, string>();
  for (const { roomId, alarms } of ward.rooms()) {
    const cause = alarms.find((alarm) => isAboutReach(alarm) && alarm.present)?.cause;
    if (cause) told.set(roomId, cause);
  }
  const tell = (roomId: string): void => {
    const names = [...new Set(troublesOf(ward, notifier, roomId).map(({ recipient }) => recipient))].join(", ");
    if (names === (told.get(roomId) ?? "")) return;
    told.set(roomId, names);
    ward.channel(roomId as RoomId, names === "" ? null : names);
  };
  // Not within the ward's own step, of which this may be told.
  const tellSoon = (roomId: string): void => queueMicrotask(() => tell(roomId));
  notifier.onTrouble(({ roomId }) => {
    if (roomId !== null) tellSoon(roomId);
  });
  for (const roomId of told.keys()) tellSoon(roomId);
}
