import type { LimitSet } from "@watchroom/shared/alarm";
import type { Protocol } from "@watchroom/shared/protocol";
import { assert } from "@watchroom/shared/result";
import type { Phase, SessionView } from "@watchroom/shared/session";
import { type DeviceId, type Instant, instantAt, type MonoMs, type SessionId } from "@watchroom/shared/time";
import { dueAt, step } from "../core/monitor.ts";
import type { RoomState } from "../core/room.ts";
import type { KeptEntry, RoomDevice, SessionStart } from "../journal/entry.ts";
import { inputOf, roomAt, startOf } from "./recorded-session.ts";

/** The oximeter's values as they were judged at that moment; null: no valid one. */
export type OximeterMoment = {
  readonly at: number;
  readonly spo2: number | null;
  readonly pulseRate: number | null;
  readonly updatePeriodMs: number | null;
};
export type PhaseStart = { readonly phase: Phase; readonly from: number };
/** The limits in force from that moment on: they are written nowhere else. */
export type LimitsFrom = { readonly from: number; readonly limits: RoomState["limits"] };

/** A session's journal, folded to its end or to now. */
export type FoldedSession = {
  /** As it was just before its end. */
  readonly session: SessionView;
  /** The plan that it ran by. */
  readonly protocol: Protocol;
  /** The act that ended it and was not taken back; null while it runs. */
  readonly ending: KeptEntry | null;
  /** By the `seq` of an act: the entry that took it back. */
  readonly takenBack: ReadonlyMap<number, KeptEntry>;
  readonly oximetry: readonly OximeterMoment[];
  readonly phases: readonly PhaseStart[];
  readonly limits: readonly LimitsFrom[];
  /** Since when every release criterion but the least time held without a break; null: it did not at the end. */
  readonly readySince: number | null;
  readonly devices: ReadonlyMap<DeviceId, RoomDevice>;
};

type Subject = {
  readonly sessionId: SessionId;
  readonly now: Instant;
  /** Lets others run in between. */
  readonly pause: () => Promise<unknown>;
};

type Cursor = {
  state: RoomState;
  readySince: number | null;
  phases: PhaseStart[];
  readonly limits: LimitsFrom[];
  readonly set: LimitSet;
  readonly oximetry: OximeterMoment[];
  readonly takenBack: Map<number, KeptEntry>;
  /** The act that can be taken back now, and the phases as they were before it. */
  undoable: { readonly entry: KeptEntry; readonly phases: PhaseStart[] } | null;
  end: { readonly entry: KeptEntry; readonly state: RoomState; readonly readySince: number | null } | null;
};

/** A long session is folded in stretches, so that no alarm of the ward waits for a report. */
const STRETCH = 500;

/** Resolves with null when these entries do not hold the start of that session. */
export async function foldSession(
  entries: readonly KeptEntry[],
  { sessionId, now, pause }: Subject,
  set: LimitSet,
): Promise<FoldedSession | null> {
  const [first] = entries;
  const start = startOf(entries, sessionId);
  if (first === undefined || start === null) return null;
  const cursor = cursorAt(first, start, set);
  for (const [index, entry] of entries.entries()) {
    takeEntry(cursor, entry, start, sessionId);
    if (index % STRETCH === STRETCH - 1) await pause();
  }
  if (cursor.end === null)
    passTime(cursor, { mono: Math.max(now.mono, cursorMono(entries)) as MonoMs, wall: now.wall });
  const { state, readySince } = cursor.end ?? cursor;
  const { session, protocol } = state;
  assert(session !== null && protocol !== null, "a session is there until its end");
  return {
    session,
    protocol,
    ending: cursor.end?.entry ?? null,
    takenBack: cursor.takenBack,
    oximetry: cursor.oximetry,
    phases: cursor.phases,
    limits: cursor.limits,
    readySince,
    devices: devicesOf(start, entries),
  };
}

const cursorMono = (entries: readonly KeptEntry[]): number => entries.at(-1)?.mono ?? 0;
const instantOf = ({ at, mono }: KeptEntry): Instant => ({ mono, wall: at });

function cursorAt(first: KeptEntry, start: SessionStart, set: LimitSet): Cursor {
  const state = roomAt(first, start, set);
  return {
    state,
    readySince: null,
    phases: [],
    limits: [{ from: first.at, limits: state.limits }],
    set,
    oximetry: [],
    takenBack: new Map(),
    undoable: null,
    end: null,
  };
}

function devicesOf({ devices }: SessionStart, entries: readonly KeptEntry[]): Map<DeviceId, RoomDevice> {
  const known = new Map(devices.map((device) => [device.deviceId, device]));
  for (const { body } of entries) {
    if (body.kind === "devices") for (const device of body.devices) known.set(device.deviceId, device);
  }
  return known;
}

function takeEntry(cursor: Cursor, entry: KeptEntry, start: SessionStart, sessionId: SessionId): void {
  const input = inputOf(entry.body, start, cursor.state);
  if (input === null) return;
  const now = instantOf(entry);
  const name = input.kind === "command" ? input.command.name : null;
  const isOurs = cursor.state.session?.sessionId === sessionId;
  if (isOurs && cursor.readySince !== null) passTime(cursor, now);
  if (isOurs && (name === "release" || name === "endSession")) {
    tick(cursor, now);
    cursor.end = { entry, state: cursor.state, readySince: cursor.readySince };
  }
  const before = cursor.state;
  const { phases } = cursor;
  lay(cursor, step(before, input, now, cursor.set).state, now.wall);
  if (input.kind === "command") noteAct(cursor, entry, before, phases);
  if (input.kind === "reading" && input.reading.kind === "oximetry") noteOximetry(cursor, now.wall);
  // Its end was taken back: the session goes on.
  if (cursor.state.session?.sessionId === sessionId) cursor.end = null;
}

/** The core says what can be taken back; an undo is of that. */
function noteAct(cursor: Cursor, entry: KeptEntry, before: RoomState, phases: PhaseStart[]): void {
  if (entry.body.kind !== "command") return;
  const { undoable, state } = cursor;
  if (entry.body.command.name === "undo") {
    if (undoable === null) return;
    cursor.takenBack.set(undoable.entry.seq, entry);
    cursor.phases = undoable.phases;
    cursor.undoable = null;
    return;
  }
  if (state.undo !== before.undo) cursor.undoable = state.undo === null ? null : { entry, phases };
}

function noteOximetry(cursor: Cursor, at: number): void {
  const { spo2, pulseRate } = cursor.state.metrics;
  if (spo2 === undefined || cursor.state.watchingSince === null) return;
  const validOf = (view: typeof spo2 | undefined): number | null => (view?.validity === "valid" ? view.value : null);
  const { updatePeriodMs } = spo2;
  cursor.oximetry.push({ at, spo2: validOf(spo2), pulseRate: validOf(pulseRate), updatePeriodMs });
}

function lay(cursor: Cursor, state: RoomState, at: number): void {
  const phase = state.session?.phase;
  const isNew = phase !== undefined && phase !== cursor.state.session?.phase;
  if (isNew) cursor.phases = [...cursor.phases, { phase, from: state.session?.phaseSince ?? at }];
  const isChanged = state.session !== null && state.limits !== cursor.limits.at(-1)?.limits;
  if (isChanged) cursor.limits.push({ from: at, limits: state.limits });
  cursor.state = state;
  if (!isReadyButForTime(state.session)) cursor.readySince = null;
  else cursor.readySince ??= at;
}

function isReadyButForTime(session: SessionView | null): boolean {
  if (session === null || session.release.length === 0) return false;
  return session.release.every(({ id, state }) => id === "time" || state === "met");
}

/** What time alone changes is seen at its own moment, so that a gap between two readings breaks "held until the end". */
function passTime(cursor: Cursor, now: Instant): void {
  let before = Number.NEGATIVE_INFINITY;
  for (let due = dueOf(cursor); due !== null && due < now.mono && due > before; due = dueOf(cursor)) {
    const at = instantAt(due, now);
    lay(cursor, step(cursor.state, { kind: "tick" }, at, cursor.set).state, at.wall);
    before = due;
  }
}

/** The room as it is at this moment, before whatever comes next. */
function tick(cursor: Cursor, now: Instant): void {
  passTime(cursor, now);
  lay(cursor, step(cursor.state, { kind: "tick" }, now, cursor.set).state, now.wall);
}

/** Time alone never makes anything but the least time met: then there is nothing to look for. */
const dueOf = ({ state, set, readySince }: Cursor): MonoMs | null => (readySince === null ? null : dueAt(state, set));
