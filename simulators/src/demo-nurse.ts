import type { CommandReply, RoomView } from "@watchroom/shared/wire";
import type { DemoRoom } from "./demo-room.ts";
import type { Operator, Visit } from "./operator.ts";

/** An ended alarm that nobody resets is reset by the demo's nurse after this, or the wall would fill within hours. */
const RESET_AFTER_MS = 10 * 60_000;

const isForLater = (reply: CommandReply): boolean =>
  !reply.ok && (reply.code === "locked" || reply.code === "internal" || reply.code === "record-not-saved");

/** Does what is due in one room, in order; stops at the first act that the server cannot take now. */
async function attend(
  room: DemoRoom,
  view: RoomView,
  command: Visit["command"],
  now: number,
  say: (sentence: string) => void,
) {
  for (let request = room.dueAct(view, now); request !== null; request = room.dueAct(view, now)) {
    const reply = await command(request);
    if (isForLater(reply)) return;
    if (!reply.ok) say(`${room.room}: ${request.name} was refused: ${reply.message}`);
    room.settleAct(reply.ok ? "done" : "refused");
  }
}

async function resetOldAlarms({ roomId, alarms }: RoomView, command: Visit["command"], now: number) {
  const isOld = alarms.some(
    ({ signal, endedAt }) => signal === "latched" && endedAt !== null && now - endedAt > RESET_AFTER_MS,
  );
  if (isOld) await command({ name: "alarmReset", payload: { roomId } });
}

/** The demo's nurse goes round: admits, notes phases, releases, resets what ended long ago. Says nothing when all is well. */
export async function goRound(
  nurse: Operator,
  rooms: readonly DemoRoom[],
  now: number,
  say: (sentence: string) => void,
): Promise<boolean> {
  const visited = await nurse.visit(async ({ rooms: views, command }) => {
    for (const room of rooms) {
      const view = views.find(({ name }) => name === room.room);
      if (view === undefined) continue;
      await attend(room, view, command, now, say);
      await resetOldAlarms(view, command, now);
    }
  });
  return visited.ok;
}
