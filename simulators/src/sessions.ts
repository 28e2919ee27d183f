import type { Route } from "@watchroom/shared/session";
import type { CuffArm } from "@watchroom/shared/wire";
import type { Operator } from "./operator.ts";

type Plan = { readonly room: string; readonly route: Route };

/** Initials of people who do not exist, by turns. */
const INITIALS = [
  "A. L.",
  "M. K.",
  "J. S.",
  "R. O.",
  "E. B.",
  "T. N.",
  "F. G.",
  "S. W.",
  "C. D.",
  "P. H.",
  "L. V.",
  "H. F.",
  "D. G.",
  "B. I.",
  "K. R.",
  "N. P.",
  "V. A.",
  "O. M.",
  "G. T.",
  "I. C.",
  "W. E.",
  "Y. S.",
  "Z. B.",
  "Q. L.",
];
export const initialsAt = (index: number): string => INITIALS[index % INITIALS.length] ?? "A. L.";

/** Starts a session in each room that has none, with the dose given `fromMin` minutes ago. Returns what went wrong, a sentence each. */
export async function startSessions(
  by: Operator,
  plans: readonly Plan[],
  { fromMin, cuffArm }: { fromMin: number; cuffArm: CuffArm },
  now: number,
): Promise<string[]> {
  const troubles: string[] = [];
  const visited = await by.visit(async ({ rooms, command }) => {
    for (const [index, { room, route }] of plans.entries()) {
      const roomId = rooms.find(({ name }) => name === room)?.roomId ?? "";
      const payload = { roomId, initials: initialsAt(index), route, includeEarlier: true, cuffArm };
      const started = await command({ name: "startSession", payload });
      const at = now - fromMin * 60_000;
      const phase = fromMin < 0 ? ("baseline" as const) : ("dosing" as const);
      const entered = started.ok
        ? await command({ name: "setPhase", payload: { roomId, phase, at: fromMin < 0 ? null : at } })
        : started;
      if (!entered.ok) troubles.push(`${room}: ${entered.message}`);
    }
  });
  return visited.ok ? troubles : [...troubles, visited.message];
}

/** Ends what runs in these rooms, session or watch, so that no alarm stays behind for a patient who never was. */
export async function clearRooms(by: Operator, names: readonly string[]): Promise<string[]> {
  const troubles: string[] = [];
  const visited = await by.visit(async ({ rooms, command }) => {
    for (const { roomId, name, session, watchingSince } of rooms.filter((room) => names.includes(room.name))) {
      if (session === null && watchingSince === null) continue;
      const cleared = await command({ name: session === null ? "clearRoom" : "endSession", payload: { roomId } });
      if (!cleared.ok) troubles.push(`${name}: ${cleared.message}`);
    }
  });
  return visited.ok ? troubles : [...troubles, visited.message];
}
