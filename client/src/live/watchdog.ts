import { SILENCE_MAX_MS } from "@watchroom/shared/wire";

/** Time to look (each 250 ms) and to paint, so that "no connection" is on the screen within `SILENCE_MAX_MS`. */
const TO_SCREEN_MS = 300;
/** A transport that says it is closed may come back within this without anybody being told. */
const CLOSED_MAX_MS = 1_000;

/** What the station knows of its line, on its own steady clock. */
export type Line = {
  /** When a message last proved that what is shown is current; at first, when the dialling began. */
  readonly heardAt: number;
  /** When the transport said that it closed; null while it is open. */
  readonly closedAt: number | null;
  /** False until the first snapshot. */
  readonly wasUp: boolean;
};

/** Pure. Silence alone is enough to say "lost": a dead line never says that it is dead. */
export function judgeLine(line: Line, now: number): "connecting" | "up" | "lost" {
  if (now - line.heardAt >= SILENCE_MAX_MS - TO_SCREEN_MS) return "lost";
  if (!line.wasUp) return "connecting";
  return line.closedAt !== null && now - line.closedAt >= CLOSED_MAX_MS ? "lost" : "up";
}
