import { type Result, refuse } from "@watchroom/shared/result";
import type { Instant } from "@watchroom/shared/time";
import { BACKDATE_MAX_MS, type CommandFailure } from "@watchroom/shared/wire";

type Refusal = Extract<Result<never, CommandFailure>, { ok: false }>;
/** A station's clock may be so far ahead of the server's. */
const AHEAD_MS = 60_000;

/** Why something that is entered late cannot have happened then; null when it can. */
export function faultOfTime(at: number, what: string, now: Instant): Refusal | null {
  if (at > now.wall + AHEAD_MS) return refuse("refused", `${what} cannot be in the future.`);
  if (at < now.wall - BACKDATE_MAX_MS) return refuse("refused", `${what} can be entered at most 4 hours late.`);
  return null;
}
