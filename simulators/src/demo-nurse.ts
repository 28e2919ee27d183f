import type { CommandReply, RoomView } from "@watchroom/shared/wire";
import type { DemoRoom } from "./demo-room.ts";
import type { SeenRoom } from "./demo-scene.ts";
import type { Forgetting } from "./forgetting.ts";
import type { Operator, Visit } from "./operator.ts";

/** An ended alarm that nobody resets is reset by the demo's nurse after this, or the wall would fill within hours. */
const RESET_AFTER_MS = 10 * 60_000;
/** A patient who comes in the middle of a course is entered in some twelve looks. */
const LOOKS_MAX = 30;

type Wall = readonly (SeenRoom & Pick<RoomView, "name">)[];
type Round = {
  readonly rooms: readonly DemoRoom[];
  readonly forgetting: Forgetting;
  readonly now: () => number;
  readonly say: (sentence: string) => void;
};

const isForLater = (reply: CommandReply): boolean =>
  !reply.ok && (reply.code === "locked" || reply.code === "internal" || reply.code === "record-not-saved");

const isOld = ({ alarms }: Wall[number], now: number): boolean =>
  alarms.some(({ signal, endedAt }) => signal === "latched" && endedAt !== null && now - endedAt > RESET_AFTER_MS);

/** The patients follow what the wall says of their sessions. Returns whether the nurse has something to enter. */
export function seeWall({ rooms, forgetting, now }: Round, wall: Wall): boolean {
  forgetting.review(wall);
  let isNeeded = false;
  for (const room of rooms) {
    const view = wall.find(({ name }) => name === room.room);
    if (view === undefined) continue;
    room.see(view, now());
    isNeeded ||= room.nextAct(view, now()) !== null || isOld(view, now());
  }
  return isNeeded;
}

/** Enters at most one thing in each room. Returns how many were entered, or null when the server takes nothing now. */
async function enterOne({ rooms, now, say }: Round, wall: Wall, command: Visit["command"]): Promise<number | null> {
  let entered = 0;
  for (const room of rooms) {
    const view = wall.find(({ name }) => name === room.room);
    const act = view ? room.nextAct(view, now()) : null;
    if (act === null) continue;
    const reply = await command(act.request);
    if (isForLater(reply)) return null;
    const isHeld = !reply.ok && reply.code === "hold";
    if (!reply.ok && !isHeld) say(`${room.room}: ${act.request.name} was refused: ${reply.message}`);
    room.settle(act, reply.ok ? "done" : isHeld ? "held" : "refused", now());
    entered += 1;
  }
  return entered;
}

/** The demo's nurse goes round until nothing is left to enter, and resets what ended long ago. False: nobody answered. */
export async function goRound(nurse: Pick<Operator, "visit">, round: Round): Promise<boolean> {
  const visited = await nurse.visit(async ({ look, command }) => {
    for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
      const wall = await look();
      seeWall(round, wall);
      const entered = await enterOne(round, wall, command);
      if (entered === null || entered === 0) break;
    }
    for (const view of await look()) {
      const isMine = round.rooms.some(({ room }) => room === view.name);
      if (isMine && isOld(view, round.now())) await command({ name: "alarmReset", payload: { roomId: view.roomId } });
    }
  });
  return visited.ok;
}
