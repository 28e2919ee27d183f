import type { AlarmChange, LimitSet } from "@watchroom/shared/alarm";
import type { Protocol } from "@watchroom/shared/protocol";
import type { ReadingResult } from "@watchroom/shared/reading";
import type { Route, SessionView } from "@watchroom/shared/session";
import type { Clock, DeviceId, EpochMs, OperatorId, RoomId, SessionId } from "@watchroom/shared/time";
import { EMPTY_SPARK, type Spark } from "@watchroom/shared/trend";
import type { CommandReply, CommandRequest, Receipt, RoomPatch, RoomView } from "@watchroom/shared/wire";
import { dueAt } from "../core/monitor.ts";
import { viewOf } from "../core/view.ts";
import type { Actor, EntryBody, RoomDevice } from "../journal/entry.ts";
import type { Journal } from "../journal/journal.ts";
import type { Device, Room, StoreClient } from "../store/store.ts";
import { Acceptance } from "./acceptance.ts";
import { CUTS_THE_FOLD, emptyMemory, fold, readCheckpoint, sparkOf } from "./fold.ts";
import { RecordGap } from "./record-gap.ts";
import { devicesByRoom } from "./room-devices.ts";
import { alarmBodies, REMEMBERED_MS, type RoomSlot, remember, rememberClock, sessionOf } from "./room-slot.ts";
import { Rooms, type WardLog } from "./rooms.ts";
import { type CommandBody, sessionRow } from "./session-row.ts";

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
  link(deviceId: DeviceId, link: "up" | "down", canMeasure?: boolean): void;
  /** `request` is checked against `COMMANDS` already. Resolves when the act is on disk. */
  command(request: CommandRequest, by: Actor): Promise<CommandReply>;
  /** Each `FRAME_MS`. */
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
  /** Every alarm change as it comes out of the core. */
  onAlarm(listener: (room: Room, changes: readonly AlarmChange[]) => void): void;
  /** What became of one alarm signal at one station. */
  receipt(roomId: RoomId, receipt: Receipt): void;
  /** Somebody of the chain could not be reached about an alarm of this room; null: it is settled. */
  channel(roomId: RoomId, failed: string | null): void;
  /** A person asked this cuff to measure now. */
  onMeasure(listener: (deviceId: DeviceId) => void): void;
};

export type WardParts = {
  /** The clinic's active protocol of this id, or its first one for the route; null: there is none. */
  protocolFor(route: Route, protocolId: string | undefined): Protocol | null;
  /** Somebody who may have a room. */
  nurse(operatorId: string): { readonly operatorId: OperatorId; readonly name: string } | null;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly store: StoreClient;
  readonly set: LimitSet;
  readonly newId: () => string;
  readonly log: WardLog;
};

/** The ward as the record left it: every open session, alarm, acknowledgement and clock is back. */
export async function openWard(parts: WardParts, rooms: readonly Room[], devices: readonly Device[]): Promise<Ward> {
  const ward = new StandingWard(parts);
  for (const room of rooms) await ward.restore(room);
  ward.configure(rooms, devices, null);
  // No connection survives a restart: what does not come back is a lost link.
  for (const { deviceId } of devices) ward.lose(deviceId);
  return ward;
}

class StandingWard implements Ward {
  readonly #parts: WardParts;
  readonly #rooms: Rooms;
  readonly #acceptance: Acceptance;
  readonly #gap: RecordGap;
  #stations: number | null = null;
  readonly #measures = new Set<(deviceId: DeviceId) => void>();

  constructor(parts: WardParts) {
    this.#parts = parts;
    this.#rooms = new Rooms(parts);
    this.#gap = new RecordGap({ ...parts, rooms: this.#rooms });
    this.#acceptance = new Acceptance({ ...parts, rooms: this.#rooms, onLost: () => this.#gap.begin() });
    parts.journal.onTrouble((trouble) => this.#recordChanged(trouble === null));
  }

  accept(device: Device, readings: readonly unknown[]): Promise<ReadingResult[]> {
    return this.#acceptance.accept(device, readings);
  }

  link(deviceId: DeviceId, link: "up" | "down", canMeasure = false): void {
    this.#rooms.link({ deviceId, link, canMeasure });
  }

  lose(deviceId: DeviceId): void {
    this.#rooms.link({ deviceId, link: "down", canMeasure: false }, "up");
  }

  hearing(stations: number): void {
    this.#stations = Math.min(stations, 1);
    const heard = this.#stations;
    this.#rooms.takeInAll((slot) =>
      slot.memory.state.stations === heard ? null : { kind: "hearing", stations: heard },
    );
  }

  tick(): void {
    const now = this.#parts.clock.now();
    this.#rooms.takeInAll((slot) => (slot.due !== null && slot.due <= now.mono ? { kind: "tick" } : null));
    for (const slot of this.#rooms.all()) if (slot.checkpointDue <= now.mono) void this.#rooms.checkpoint(slot, now);
  }

  async command(request: CommandRequest, by: Actor): Promise<CommandReply> {
    const slot = this.#rooms.get(request.payload.roomId as RoomId);
    if (!slot) return { ok: false, code: "no-such-room", message: "This room no longer exists." };
    const now = this.#parts.clock.now();
    const before = slot.memory.state.session;
    const sessionId = request.name === "startSession" ? (this.#parts.newId() as SessionId) : sessionOf(slot);
    const added = this.#addedTo(request, slot);
    if (added === null) {
      const message = "The clinic has no active protocol for this route. Make one active under Protocols.";
      return { ok: false, code: "refused", message };
    }
    const body = { kind: "command", command: request, by, sessionId, ...added } as const;
    const stepped = this.#rooms.step(slot, body, now);
    const { refusal } = stepped;
    const patch = this.#rooms.lay(slot, stepped, refusal ? null : body, now, refusal === null);
    this.#rooms.publish(patch ? [patch] : [], true);
    const bodies: EntryBody[] = [...(refusal ? [] : [body]), ...alarmBodies(stepped.changes)];
    const entries = this.#rooms.entriesOf(slot, bodies, now, sessionId);
    if (refusal) {
      this.#rooms.keep(entries);
      return { ok: false, code: refusal.code, message: refusal.message };
    }
    if (request.name === "measureNow") this.#askCuffs(slot);
    const kept = this.#parts.journal.append(entries);
    if (CUTS_THE_FOLD.has(request.name)) void this.#rooms.checkpoint(slot, now);
    try {
      await kept;
      await this.#gap.closed();
      await this.#keepSession(slot, before, body, now.wall);
      return { ok: true };
    } catch (error) {
      this.#parts.log("act-not-kept", { name: request.name, reason: (error as Error).message });
      const message = "Done, but the record is not being saved. Chart it on paper too.";
      return { ok: false, code: "record-not-saved", message };
    }
  }

  configure(rooms: readonly Room[], devices: readonly Device[], by: string | null): void {
    const devicesOf = devicesByRoom(devices);
    this.#rooms.serve(devices);
    const patches = rooms.flatMap((room) => this.#configureRoom(room, devicesOf.get(room.roomId) ?? [], by) ?? []);
    const kept = new Set(rooms.map(({ roomId }) => roomId));
    const removed = [...this.#rooms.all()].map(({ room }) => room.roomId).filter((roomId) => !kept.has(roomId));
    for (const roomId of removed) this.#rooms.remove(roomId);
    this.#acceptance.configure(rooms);
    this.#rooms.publish(patches, true, removed);
    if (this.#stations !== null) this.hearing(this.#stations);
  }

  rooms(): (RoomView & { spark: Spark })[] {
    return [...this.#rooms.all()]
      .sort((a, b) => a.room.order - b.room.order)
      .map(({ room, memory }) => ({
        ...viewOf(room, memory.state),
        spark: memory.state.watchingSince ? sparkOf(memory) : EMPTY_SPARK,
      }));
  }

  recordFrom(roomId: RoomId): number | null {
    const state = this.#rooms.get(roomId)?.memory.state;
    return state?.session?.recordFrom ?? state?.watchingSince?.wall ?? null;
  }

  deviceHealth(deviceId: DeviceId): DeviceHealth {
    return this.#acceptance.health(deviceId);
  }

  onChange(listener: (change: WardChange) => void): void {
    this.#rooms.onChange(listener);
  }

  onMeasure(listener: (deviceId: DeviceId) => void): void {
    this.#measures.add(listener);
  }

  onAlarm(listener: (room: Room, changes: readonly AlarmChange[]) => void): void {
    this.#rooms.onAlarm(listener);
  }

  receipt(roomId: RoomId, receipt: Receipt): void {
    const slot = this.#rooms.get(roomId);
    if (slot === undefined) return;
    this.#rooms.keep(this.#rooms.entriesOf(slot, [{ kind: "receipt", receipt }], this.#parts.clock.now()));
  }

  channel(roomId: RoomId, failed: string | null): void {
    this.#rooms.takeInAll((slot) => (slot.room.roomId === roomId ? { kind: "channel", failed } : null));
  }

  /** What the ward knows and the act needs; null: a session cannot start without a protocol. */
  #addedTo(request: CommandRequest, slot: RoomSlot): Pick<CommandBody, "start" | "to"> | null {
    if (request.name === "handOver") {
      const to = this.#parts.nurse(request.payload.to);
      return to === null ? {} : { to };
    }
    if (request.name !== "startSession") return {};
    const { route, protocolId } = request.payload;
    const protocol = this.#parts.protocolFor(route, protocolId);
    if (protocol === null) return null;
    const devices = Object.values(slot.memory.state.devices).map(({ device }) => device);
    const inOrder = [...this.#rooms.all()].sort((a, b) => a.room.order - b.room.order);
    return { start: { protocol, devices, turn: inOrder.indexOf(slot) } };
  }

  #askCuffs({ memory }: RoomSlot): void {
    for (const { device, canMeasure, link } of Object.values(memory.state.devices)) {
      if (!canMeasure || link !== "up") continue;
      for (const listener of this.#measures) listener(device.deviceId);
    }
  }

  /** Folds a room's journal. Alarm changes that time alone brought after the last kept entry are kept now. */
  async restore(room: Room): Promise<void> {
    const { store, set, clock } = this.#parts;
    const slot = this.#rooms.add(room);
    const saved = await store.checkpoint(room.roomId);
    const start = saved ? readCheckpoint(saved, set) : emptyMemory(room.roomId, set);
    const { memory, changes, kept } = fold(start, await store.entriesAfter(room.roomId, saved?.seq ?? 0), set);
    slot.memory = memory;
    slot.due = dueAt(memory.state, set);
    const now = clock.now();
    // What is sent again after the restart is known as such, and a device's wrong clock as wrong.
    const from = (now.wall - REMEMBERED_MS) as EpochMs;
    const recent = await store.entries({ roomId: room.roomId, from, to: now.wall, kinds: ["reading", "lateReading"] });
    for (const { body, mono, at } of recent) {
      if (body.kind !== "reading" && body.kind !== "lateReading") continue;
      remember(slot, body.deviceId, body.reading.id, now.mono);
      rememberClock(slot, body.deviceId, body.reading.measuredAt, { mono, wall: at });
    }
    this.#rooms.keep(this.#rooms.entriesOf(slot, alarmBodies(changes.slice(kept)), now));
  }

  #configureRoom(room: Room, here: readonly RoomDevice[], by: string | null): RoomPatch | null {
    const known = this.#rooms.get(room.roomId);
    const slot = known ?? this.#rooms.add(room);
    const isChanged = !known || slot.room.name !== room.name || slot.room.order !== room.order;
    slot.room = room;
    const before = Object.values(slot.memory.state.devices).map(({ device }) => device);
    const isSame = JSON.stringify(before) === JSON.stringify(here);
    const now = this.#parts.clock.now();
    const patch = isSame ? null : this.#rooms.takeIn(slot, { kind: "devices", devices: here, by }, now).patch;
    return isChanged ? viewOf(room, slot.memory.state) : patch;
  }

  #recordChanged(saving: boolean): void {
    this.#rooms.takeInAll((slot) => (slot.memory.state.isRecordSaved === saving ? null : { kind: "record", saving }));
    if (saving) void this.#gap.end();
  }

  /** The list of sessions follows the journal, which is the truth. */
  async #keepSession(slot: RoomSlot, before: SessionView | null, body: CommandBody, now: EpochMs): Promise<void> {
    const { session } = slot.memory.state;
    const view = session ?? before;
    if (view === null || session === before) return;
    const { store } = this.#parts;
    const endedAt = session === null ? now : null;
    const row = sessionRow(view, slot.room.roomId, endedAt === null ? null : body, endedAt);
    const known = endedAt === null && body.command.name !== "undo" ? null : await store.session(row.sessionId);
    // What was added between an end and its taking back stays; signatures count for one end only.
    const { corrections = 0, rems = null } = known?.facts ?? {};
    await store.putSession({ ...row, facts: { ...row.facts, corrections, rems } });
  }
}
