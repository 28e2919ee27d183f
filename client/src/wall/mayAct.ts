import type { Me } from "@watchroom/shared/http";
import { COMMANDS, type CommandName, type RoomView } from "@watchroom/shared/wire";

/**
 * Why this person cannot do this in this room, in one sentence; null when they can. The server decides; this spares a
 * button that would only be refused.
 */
export function whyNot(name: CommandName, me: Me, room: Pick<RoomView, "simulated">): string | null {
  const roles: readonly string[] = COMMANDS[name].roles;
  if (!roles.includes(me.role)) return `Signed in as ${me.role}: you can look, but not act in a room.`;
  if (me.role === "trainer" && !room.simulated) return "A trainer acts in simulated rooms only.";
  return me.locked ? "This station is locked. Unlock it to act." : null;
}

/** The longest audio pause: clinical.md 7 (120 s; Masimo, Philips). The server refuses a longer one. */
export const AUDIO_PAUSE_MS = 120_000;
