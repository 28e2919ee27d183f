import type { LimitSet } from "@watchroom/shared/alarm";
import type { StripAnswer } from "@watchroom/shared/alarm-review";
import type { SessionView } from "@watchroom/shared/session";
import type { SessionId } from "@watchroom/shared/time";
import { limitsOf } from "../core/limits.ts";
import { type MonitorInput, step } from "../core/monitor.ts";
import { emptyRoom, type RoomState } from "../core/room.ts";
import type { EntryBody, KeptEntry, SessionStart } from "../journal/entry.ts";

/** What held while a session ran: its limits and phases, each from its moment on, and the session at the end. */
export type Course = Pick<StripAnswer, "limits" | "phases"> & { readonly session: SessionView };

/** Others run after so many entries. */
const STRETCH = 500;

/**
 * Folds a session's entries by the core itself: which limits were in force is not written anywhere else. Resolves with
 * null when they do not hold the start of that session as it is kept today.
 */
export async function courseOf(
  entries: readonly KeptEntry[],
  sessionId: SessionId,
  { set, pause }: { readonly set: LimitSet; readonly pause: () => Promise<unknown> },
): Promise<Course | null> {
  const [first] = entries;
  const start = startOf(entries, sessionId);
  if (first === undefined || start === null) return null;
  const devices = { kind: "devices", devices: start.devices, by: null } as const;
  let { state } = step(emptyRoom(first.roomId, limitsOf(set)), devices, { mono: first.mono, wall: first.at }, set);
  const limits = [{ from: first.at as number, limits: state.limits }];
  const phases: Course["phases"] = [];
  let session: SessionView | null = null;
  for (const [index, entry] of entries.entries()) {
    const input = inputOf(entry.body, state);
    if (input !== null) state = step(state, input, { mono: entry.mono, wall: entry.at }, set).state;
    const now = state.session;
    if (now?.sessionId === sessionId) {
      session = now;
      if (phases.at(-1)?.phase !== now.phase) phases.push({ from: now.phaseSince, phase: now.phase });
      if (state.limits !== limits.at(-1)?.limits) limits.push({ from: entry.at, limits: state.limits });
    }
    if (index % STRETCH === STRETCH - 1) await pause();
  }
  return session === null ? null : { limits, phases, session };
}

function startOf(entries: readonly KeptEntry[], sessionId: SessionId): SessionStart | null {
  for (const { body } of entries) {
    if (body.kind !== "command" || body.command.name !== "startSession" || body.sessionId !== sessionId) continue;
    return body.start ?? null;
  }
  return null;
}

/** The entry as an input of the core; null for what the core put out, or never saw. */
function inputOf(body: EntryBody, { devices }: RoomState): MonitorInput | null {
  switch (body.kind) {
    case "alarm":
    case "lateReading":
    case "afterword":
    case "receipt":
      return null;
    case "reading":
    case "link":
      return devices[body.deviceId] === undefined ? null : body;
    default:
      return body;
  }
}
