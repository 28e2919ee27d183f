import type { AlarmChange, LimitSet } from "@watchroom/shared/alarm";
import type { ReadingResult, RejectionCode } from "@watchroom/shared/reading";
import type { Clock, DeviceId, EpochMs, Instant, RoomId, SessionId } from "@watchroom/shared/time";
import { EMPTY_SPARK, type Spark } from "@watchroom/shared/trend";
import type { CommandReply, CommandRequest, RoomPatch, RoomView } from "@watchroom/shared/wire";
import { dueAt, type MonitorInput, type Step, step } from "../core/monitor.ts";
import { emptyRoom } from "../core/room.ts";
import { patchOf, viewOf } from "../core/view.ts";
import type { Actor, EntryBody, JournalEntry, KeptReading, RoomDevice } from "../journal/entry.ts";
import type { Journal } from "../journal/journal.ts";
import type { Device, Room, StoreClient } from "../store/store.ts";
import { isLate, learn } from "./device-clock.ts";
import { emptyMemory, fold, nextSpark, readCheckpoint, writeCheckpoint } from "./fold.ts";
import { checkReading } from "./intake.ts";
import { alarmBodies, clockOf, forgetId, type RoomSlot, remember, sessionOf } from "./room-slot.ts";

/** What left the ward for the stations. `urgent`: an alarm or an act changed something, so that it goes out at once. */
export type WardChange = {
  readonly patches: readonly RoomPatch[];
  readonly removed: readonly RoomId[];
  readonly urgent: boolean;
};

/** What a device looks like from the ward, for the settings page. */
export type DeviceHealth = {
  readonly lastSeenAt: number | null;
  readonly rejected: { readonly count: number; readonly code: string | null; readonly message: string | null };
  readonly clockAheadMs: number | null;
};

/**
 * All rooms that one server watches, and the one door into the core. Alarm first (the step and `onChange` are
 * synchronous), disk second, the device's answer third.
 */
export type Ward = {
  /**
   * Each raw reading is checked by itself (`Reading` in shared); resolves when every accepted one is on disk. Readings
   * that could not be kept are answered "rejected", code `record-not-saved`, so that the device sends them again.
   */
  accept(device: Device, readings: readonly unknown[]): Promise<ReadingResult[]>;
  /** The device's connection, for transports that have one. */
  link(deviceId: DeviceId, link: "up" | "down"): void;
  /** `request` is checked against `COMMANDS` already. Resolves when the act is on disk. */
  command(request: CommandRequest, by: Actor): Promise<CommandReply>;
  /** Each 250 ms. */
  tick(): void;
  /** Stations that are connected, visible and audible; 0 raises "not heard" in rooms in session. */
  hearing(stations: number): void;
  /** Rooms and devices as the store has them now; called again whenever they changed. `by` names who changed them. */
  configure(rooms: readonly Room[], devices: readonly Device[], by: string | null): void;
  rooms(): (RoomView & { spark: Spark })[];
  /** Since when the room's present record runs: a session's `recordFrom`, or the start of the watch; null when free. */
  recordFrom(roomId: RoomId): number | null;
  deviceHealth(deviceId: DeviceId): DeviceHealth;
  onChange(listener: (change: WardChange) => void): void;
};

type WardParts = {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly store: StoreClient;
  readonly set: LimitSet;
  readonly newId: () => string;
  readonly log: (event: string, fields: Record<string, string | number>) => void;
};

const CHECKPOINT_MS = 5 * 60_000;
/** Ids of the last readings before a restart are remembered, so that what is sent again is known as such. */
const REMEMBERED_MS = 2 * 60_000;
const UNSEEN: DeviceHealth = {
  lastSeenAt: null,
  rejected: { count: 0, code: null, message: null },
  clockAheadMs: null,
};

/** The ward as the record left it: every open session, alarm, acknowledgement and clock is back. */
export async function openWard(parts: WardParts, rooms: readonly Room[], devices: readonly Device[]): Promise<Ward> {
  const ward = createWard(parts);
  for (const room of rooms) await ward.restore(room);
  ward.configure(rooms, devices, null);
  // No connection survives a restart: what does not come back is a lost link.
  for (const { deviceId } of devices) ward.lose(deviceId);
  return ward;
}

type Taken = { readonly slot: RoomSlot; readonly reading: KeptReading; readonly result: ReadingResult };

function createWard({
  clock,
  journal,
  store,
  set,
  newId,
  log,
}: WardParts): Ward & { restore(room: Room): Promise<void>; lose(deviceId: DeviceId): void } {
  const slots = new Map<RoomId, RoomSlot>();
  const roomsById = new Map<RoomId, Room>();
  const health = new Map<DeviceId, DeviceHealth>();
  const listeners = new Set<(change: WardChange) => void>();
  let stations: number | null = null;

  const publish = (patches: readonly RoomPatch[], urgent: boolean, removed: readonly RoomId[] = []): void => {
    if (patches.length === 0 && removed.length === 0) return;
    for (const listener of listeners) listener({ patches, removed, urgent });
  };
  const entriesOf = (
    slot: RoomSlot,
    bodies: readonly EntryBody[],
    now: Instant,
    sessionId = sessionOf(slot),
  ): JournalEntry[] =>
    bodies.map((body) => ({ roomId: slot.room.roomId, sessionId, at: now.wall, mono: now.mono, body }));
  /** For what nobody waits for: the journal's own trouble is an alarm already. */
  const keep = (entries: readonly JournalEntry[]): void => {
    journal
      .append(entries)
      .catch((error: Error) => log("entries-not-kept", { count: entries.length, reason: error.message }));
  };

  function makeSlot(room: Room): RoomSlot {
    const checkpointDue = clock.now().mono + CHECKPOINT_MS * ((slots.size % 60) / 60 + 0.5);
    const slot: RoomSlot = {
      room,
      memory: emptyMemory(room.roomId, set),
      due: null,
      checkpointDue,
      faults: 0,
      ids: new Map(),
      clocks: new Map(),
    };
    slots.set(room.roomId, slot);
    roomsById.set(room.roomId, room);
    return slot;
  }

  /** The one call into the core. A fault stays in its room: the state before it stands, and the room says so. */
  function stepSlot(slot: RoomSlot, input: MonitorInput, now: Instant): Step {
    try {
      return step(slot.memory.state, input, now, set);
    } catch (error) {
      slot.faults += 1;
      log("room-fault", { input: input.kind, faults: slot.faults, reason: (error as Error).message.slice(0, 200) });
      return rebuilt(slot, now);
    }
  }

  function rebuilt(slot: RoomSlot, now: Instant): Step {
    const input: MonitorInput = { kind: "rebuilt", reason: "see the bedside monitor" };
    try {
      return step(slot.memory.state, input, now, set);
    } catch {
      const { devices, session } = slot.memory.state;
      const fresh = { ...emptyRoom(slot.room.roomId, slot.memory.state.limits), devices, session, watchingSince: now };
      return step(fresh, input, now, set);
    }
  }

  /** Lays a step on the slot; what stations must hear of it comes back. */
  function lay(
    slot: RoomSlot,
    { state, changes }: Step,
    body: EntryBody | null,
    now: Instant,
    isUrgent = false,
  ): RoomPatch | null {
    const { state: before, spark } = slot.memory;
    const nextSparkline = body === null ? spark : nextSpark(spark, before, state, body, now.wall);
    slot.memory = { state, spark: nextSparkline };
    slot.due = dueAt(state, set);
    return patchOf(before, state, isUrgent || changes.length > 0);
  }

  /** An input that nobody waits for: stepped, shown, then kept with what came out. */
  function takeIn(
    slot: RoomSlot,
    input: MonitorInput,
    body: EntryBody | null,
    now: Instant,
  ): { patch: RoomPatch | null; changes: readonly AlarmChange[] } {
    const stepped = stepSlot(slot, input, now);
    const patch = lay(slot, stepped, body, now);
    const bodies = [...(body === null ? [] : [body]), ...alarmBodies(stepped.changes)];
    if (bodies.length > 0) keep(entriesOf(slot, bodies, now));
    return { patch, changes: stepped.changes };
  }

  function takeInAll(inputOf: (slot: RoomSlot) => (MonitorInput & EntryBody) | null): void {
    const now = clock.now();
    const patches: RoomPatch[] = [];
    let isUrgent = false;
    for (const slot of slots.values()) {
      const input = inputOf(slot);
      if (input === null) continue;
      const { patch, changes } = takeIn(slot, input, input, now);
      if (patch) patches.push(patch);
      isUrgent ||= changes.length > 0;
    }
    publish(patches, isUrgent);
  }

  function checkpoint(slot: RoomSlot, now: Instant): void {
    slot.checkpointDue = now.mono + CHECKPOINT_MS;
    const text = writeCheckpoint(slot.memory);
    journal
      .checkpoint(slot.room.roomId, text)
      .catch((error: Error) => log("checkpoint-not-kept", { reason: error.message }));
  }

  const refused = (deviceId: DeviceId, id: string | null, code: RejectionCode, message: string): ReadingResult => {
    const before = health.get(deviceId) ?? UNSEEN;
    health.set(deviceId, { ...before, rejected: { count: before.rejected.count + 1, code, message } });
    return { id, status: "rejected", code, message };
  };

  /** True when the record already holds it, or this id has just come: only a late one can be older than what is remembered. */
  async function isKnown(slot: RoomSlot, deviceId: DeviceId, reading: KeptReading, late: boolean): Promise<boolean> {
    if (!remember(slot, deviceId, reading.id)) return true;
    return late && (await store.hasReading(slot.room.roomId, deviceId, reading.id, reading.measuredAt));
  }

  const lateIn = (slot: RoomSlot, deviceId: DeviceId, reading: KeptReading, now: Instant): boolean => {
    const ownPeriodMs = slot.memory.state.devices[deviceId]?.updatePeriodMs ?? 0;
    const updatePeriodMs =
      reading.kind === "oximetry" && reading.updatePeriodS ? reading.updatePeriodS * 1_000 : ownPeriodMs;
    return isLate(clockOf(slot, deviceId), { kind: reading.kind, measuredAt: reading.measuredAt, updatePeriodMs }, now);
  };

  async function acceptReadings(device: Device, raw: readonly unknown[]): Promise<ReadingResult[]> {
    const now = clock.now();
    const { deviceId } = device;
    const results: (ReadingResult | Taken)[] = [];
    const live: { slot: RoomSlot; reading: KeptReading }[] = [];
    const late: { slot: RoomSlot; reading: KeptReading; index: number }[] = [];
    for (const one of raw) {
      const checked = checkReading(one, device, roomsById);
      if (!checked.ok) {
        results.push(refused(deviceId, checked.id, checked.code, checked.message));
        continue;
      }
      const { reading } = checked;
      const slot = slots.get(checked.roomId);
      if (!slot) {
        results.push(refused(deviceId, reading.id, "no-room", "The device's room no longer exists."));
        continue;
      }
      if (lateIn(slot, deviceId, reading, now)) {
        late.push({ slot, reading, index: results.length });
        results.push({ id: reading.id, status: "duplicate" });
      } else if (remember(slot, deviceId, reading.id)) {
        live.push({ slot, reading });
        results.push({ slot, reading, result: { id: reading.id, status: "accepted" } });
      } else {
        results.push({ id: reading.id, status: "duplicate" });
      }
    }
    noteClocks(deviceId, live, late, now);
    const appended = live.length > 0 ? takeLive(deviceId, live, now) : Promise.resolve();
    const lateEntries: JournalEntry[] = [];
    for (const { slot, reading, index } of late) {
      if (await isKnown(slot, deviceId, reading, true)) continue;
      lateEntries.push(...entriesOf(slot, [{ kind: "lateReading", deviceId, reading }], now));
      results[index] = {
        slot,
        reading,
        result: {
          id: reading.id,
          status: "accepted",
          code: "late",
          message: "Kept at its measured time; not shown as live.",
        },
      };
    }
    return answers(
      deviceId,
      results,
      appended,
      lateEntries.length > 0 ? journal.append(lateEntries) : Promise.resolve(),
    );
  }

  async function answers(
    deviceId: DeviceId,
    results: readonly (ReadingResult | Taken)[],
    live: Promise<void>,
    late: Promise<void>,
  ): Promise<ReadingResult[]> {
    const [liveKept, lateKept] = await Promise.allSettled([live, late]);
    return results.map((one) => {
      if (!("result" in one)) return one;
      const kept = one.result.code === "late" ? lateKept : liveKept;
      if (kept.status === "fulfilled") return one.result;
      forgetId(one.slot, deviceId, one.reading.id);
      return refused(
        deviceId,
        one.reading.id,
        "record-not-saved",
        "Not saved: the record's disk does not answer. Send it again.",
      );
    });
  }

  /** Alarm first: every reading is stepped and shown before the first one is written. */
  function takeLive(
    deviceId: DeviceId,
    live: readonly { slot: RoomSlot; reading: KeptReading }[],
    now: Instant,
  ): Promise<void> {
    const entries: JournalEntry[] = [];
    const patches: RoomPatch[] = [];
    let isUrgent = false;
    for (const { slot, reading } of live) {
      const body: EntryBody & MonitorInput = { kind: "reading", deviceId, reading };
      const stepped = stepSlot(slot, body, now);
      const patch = lay(slot, stepped, body, now);
      if (patch) patches.push(patch);
      isUrgent ||= stepped.changes.length > 0;
      entries.push(...entriesOf(slot, [body, ...alarmBodies(stepped.changes)], now));
    }
    health.set(deviceId, { ...(health.get(deviceId) ?? UNSEEN), lastSeenAt: now.wall });
    publish(patches, isUrgent);
    return journal.append(entries);
  }

  /** One look at each room's clock a call, by the newest reading of the call. */
  function noteClocks(
    deviceId: DeviceId,
    live: readonly { slot: RoomSlot; reading: KeptReading }[],
    late: readonly { slot: RoomSlot; reading: KeptReading }[],
    now: Instant,
  ): void {
    const newest = new Map<RoomSlot, EpochMs>();
    for (const { slot, reading } of [...late, ...live]) {
      const before = newest.get(slot);
      if (before === undefined || reading.measuredAt > before) newest.set(slot, reading.measuredAt);
    }
    for (const [slot, measuredAt] of newest) {
      const next = learn(clockOf(slot, deviceId), measuredAt, now);
      slot.clocks.set(deviceId, next);
      const before = health.get(deviceId) ?? UNSEEN;
      health.set(deviceId, { ...before, clockAheadMs: next.candidate?.aheadMs ?? next.aheadMs });
    }
  }

  async function runCommand(request: CommandRequest, by: Actor): Promise<CommandReply> {
    const slot = slots.get(request.payload.roomId as RoomId);
    if (!slot) return { ok: false, code: "no-such-room", message: "This room no longer exists." };
    const now = clock.now();
    const before = slot.memory.state.session;
    const sessionId = request.name === "startSession" ? (newId() as SessionId) : sessionOf(slot);
    const body = { kind: "command", command: request, by, sessionId } as const;
    const stepped = stepSlot(slot, body, now);
    const patch = lay(slot, stepped, stepped.refusal ? null : body, now, stepped.refusal === null);
    publish(patch ? [patch] : [], true);
    const bodies: EntryBody[] = stepped.refusal ? [] : [body];
    const kept = journal.append(entriesOf(slot, [...bodies, ...alarmBodies(stepped.changes)], now, sessionId));
    if (stepped.refusal) {
      kept.catch((error: Error) => log("entries-not-kept", { count: 1, reason: error.message }));
      return { ok: false, code: stepped.refusal.code, message: stepped.refusal.message };
    }
    const isCleared = before !== null && slot.memory.state.session === null;
    if (isCleared || request.name === "startSession" || request.name === "clearRoom") checkpoint(slot, now);
    try {
      await kept;
      await keepSession(slot, before, now);
      return { ok: true };
    } catch {
      return {
        ok: false,
        code: "record-not-saved",
        message: "Done, but the record is not being saved. Chart it on paper too.",
      };
    }
  }

  /** The list of sessions follows the journal, which is the truth. */
  async function keepSession(slot: RoomSlot, before: RoomView["session"], now: Instant): Promise<void> {
    const { session } = slot.memory.state;
    const kept = session ?? before;
    if (kept === null || session === before) return;
    await store.putSession({
      sessionId: kept.sessionId as SessionId,
      roomId: slot.room.roomId,
      initials: kept.initials,
      route: kept.route,
      recordFrom: kept.recordFrom as EpochMs,
      startedAt: kept.startedAt as EpochMs,
      endedAt: session === null ? now.wall : null,
      simulated: kept.simulated,
    });
  }

  async function restore(room: Room): Promise<void> {
    const slot = makeSlot(room);
    const saved = await store.checkpoint(room.roomId);
    const start = saved ? readCheckpoint(saved, set) : emptyMemory(room.roomId, set);
    const entries = await store.entriesAfter(room.roomId, saved?.seq ?? 0);
    const { memory, changes, kept } = fold(start, entries, set);
    slot.memory = memory;
    slot.due = dueAt(memory.state, set);
    const now = clock.now();
    const recent = { roomId: room.roomId, from: (now.wall - REMEMBERED_MS) as EpochMs, to: now.wall };
    const last = entries.length > 0 ? entries : await store.entries(recent);
    for (const { body } of last.slice(-REMEMBERED_MS / 100)) {
      if (body.kind === "reading" || body.kind === "lateReading") remember(slot, body.deviceId, body.reading.id);
    }
    if (changes.length > kept) keep(entriesOf(slot, alarmBodies(changes.slice(kept)), now));
  }

  function configure(rooms: readonly Room[], devices: readonly Device[], by: string | null): void {
    const now = clock.now();
    const patches: RoomPatch[] = [];
    const used = devices.filter(({ withdrawnAt }) => withdrawnAt === null);
    for (const room of rooms) {
      const isNew = !slots.has(room.roomId);
      const slot = slots.get(room.roomId) ?? makeSlot(room);
      const isRenamed = slot.room.name !== room.name || slot.room.order !== room.order;
      slot.room = room;
      roomsById.set(room.roomId, room);
      const here: RoomDevice[] = used
        .filter(({ rooms: where }) => where.includes(room.roomId))
        .map(({ deviceId, label, kind, simulated }) => ({ deviceId, label, kind, simulated }));
      const input: MonitorInput & EntryBody = { kind: "devices", devices: here, by };
      const known = Object.values(slot.memory.state.devices).map(({ device }) => device);
      const patch = JSON.stringify(known) === JSON.stringify(here) ? null : takeIn(slot, input, input, now).patch;
      if (isNew || isRenamed) patches.push({ ...viewOf(room, slot.memory.state) });
      else if (patch) patches.push(patch);
    }
    const kept = new Set(rooms.map(({ roomId }) => roomId));
    const removed = [...slots.keys()].filter((roomId) => !kept.has(roomId));
    for (const roomId of removed) {
      slots.delete(roomId);
      roomsById.delete(roomId);
    }
    publish(patches, true, removed);
    if (stations !== null) hear(stations);
  }

  function hear(count: number): void {
    stations = count;
    const heard = Math.min(count, 1);
    takeInAll((slot) => (slot.memory.state.stations === heard ? null : { kind: "hearing", stations: heard }));
  }

  journal.onTrouble((trouble) => {
    const saving = trouble === null;
    takeInAll((slot) => (slot.memory.state.isRecordSaved === saving ? null : { kind: "record", saving }));
    if (!saving) return;
    // What was stepped but could not be kept is in no entry: from here on folding starts at this state.
    const now = clock.now();
    for (const slot of slots.values()) if (slot.memory.state.watchingSince !== null) checkpoint(slot, now);
  });

  return {
    restore,
    configure,
    accept: acceptReadings,
    command: runCommand,
    hearing: hear,
    lose(deviceId) {
      takeInAll((slot) =>
        slot.memory.state.devices[deviceId]?.link === "up" ? { kind: "link", deviceId, link: "down" } : null,
      );
    },
    link(deviceId, link) {
      takeInAll((slot) => {
        const device = slot.memory.state.devices[deviceId];
        return !device || device.link === link ? null : { kind: "link", deviceId, link };
      });
    },
    tick() {
      const now = clock.now();
      const patches: RoomPatch[] = [];
      let isUrgent = false;
      for (const slot of slots.values()) {
        if (slot.due !== null && slot.due <= now.mono) {
          const { patch, changes } = takeIn(slot, { kind: "tick" }, null, now);
          if (patch) patches.push(patch);
          isUrgent ||= changes.length > 0;
        }
        if (slot.checkpointDue <= now.mono) checkpoint(slot, now);
      }
      publish(patches, isUrgent);
    },
    rooms: () =>
      [...slots.values()]
        .sort((a, b) => a.room.order - b.room.order)
        .map(({ room, memory }) => ({
          ...viewOf(room, memory.state),
          spark: memory.state.watchingSince ? memory.spark : EMPTY_SPARK,
        })),
    recordFrom(roomId) {
      const state = slots.get(roomId)?.memory.state;
      return state?.session?.recordFrom ?? state?.watchingSince?.wall ?? null;
    },
    deviceHealth: (deviceId) => health.get(deviceId) ?? UNSEEN,
    onChange: (listener) => void listeners.add(listener),
  };
}
