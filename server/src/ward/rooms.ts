import type { AlarmChange, LimitSet } from "@watchroom/shared/alarm";
import type { Clock, DeviceId, Instant, RoomId } from "@watchroom/shared/time";
import type { RoomPatch } from "@watchroom/shared/wire";
import { dueAt, type MonitorInput, type Step, step } from "../core/monitor.ts";
import { emptyRoom } from "../core/room.ts";
import { patchOf } from "../core/view.ts";
import type { EntryBody, JournalEntry } from "../journal/entry.ts";
import type { Journal } from "../journal/journal.ts";
import type { Device, Room } from "../store/store.ts";
import { emptyMemory, nextMemory, writeCheckpoint } from "./fold.ts";
import { alarmBodies, isHeard, type RoomSlot, sessionOf } from "./room-slot.ts";
import type { WardChange } from "./ward.ts";

export type WardLog = (event: string, fields: Record<string, string | number>) => void;
type RoomsParts = { readonly clock: Clock; readonly journal: Journal; readonly set: LimitSet; readonly log: WardLog };

type LinkNews = { readonly deviceId: DeviceId; readonly link: "up" | "down"; readonly canMeasure: boolean };

/** A restart folds at most so much of a room's journal, and half of it again. */
const CHECKPOINT_MS = 5 * 60_000;
/** Checkpoints of many rooms do not fall on one moment. */
const CHECKPOINT_TURNS = 60;

/** The rooms of a ward: one call into the core each, and what came out of it on its way to stations and record. */
export class Rooms {
  readonly #parts: RoomsParts;
  readonly #slots = new Map<RoomId, RoomSlot>();
  #roomsOf: ReadonlyMap<DeviceId, readonly RoomId[]> = new Map();
  readonly #listeners = new Set<(change: WardChange) => void>();
  readonly #alarmListeners = new Set<(room: Room, changes: readonly AlarmChange[]) => void>();

  constructor(parts: RoomsParts) {
    this.#parts = parts;
  }

  get(roomId: RoomId): RoomSlot | undefined {
    return this.#slots.get(roomId);
  }

  all(): IterableIterator<RoomSlot> {
    return this.#slots.values();
  }

  add(room: Room): RoomSlot {
    const turn = (this.#slots.size % CHECKPOINT_TURNS) / CHECKPOINT_TURNS;
    const slot: RoomSlot = {
      room,
      memory: emptyMemory(room.roomId, this.#parts.set),
      due: null,
      checkpointDue: this.#parts.clock.now().mono + CHECKPOINT_MS * (0.5 + turn),
      faults: 0,
      ids: new Map(),
      clocks: new Map(),
    };
    this.#slots.set(room.roomId, slot);
    return slot;
  }

  remove(roomId: RoomId): void {
    this.#slots.delete(roomId);
  }

  onChange(listener: (change: WardChange) => void): void {
    this.#listeners.add(listener);
  }

  onAlarm(listener: (room: Room, changes: readonly AlarmChange[]) => void): void {
    this.#alarmListeners.add(listener);
  }

  publish(patches: readonly RoomPatch[], urgent: boolean, removed: readonly RoomId[] = []): void {
    if (patches.length === 0 && removed.length === 0) return;
    for (const listener of this.#listeners) listener({ patches, removed, urgent });
  }

  /** The one call into the core. A fault stays in its room: the state before it stands, and the room says so. */
  step(slot: RoomSlot, input: MonitorInput, now: Instant): Step {
    try {
      return step(slot.memory.state, input, now, this.#parts.set);
    } catch (error) {
      slot.faults += 1;
      const reason = error instanceof Error ? error.message.slice(0, 200) : "unknown";
      this.#parts.log("room-fault", { input: input.kind, faults: slot.faults, reason });
      return this.#rebuilt(slot, now);
    }
  }

  #rebuilt(slot: RoomSlot, now: Instant): Step {
    const input: MonitorInput = { kind: "rebuilt", reason: "watch the bedside monitor" };
    try {
      return step(slot.memory.state, input, now, this.#parts.set);
    } catch {
      // Not even time can pass in this state: keep what identifies the patient and begin anew, with the alarm on.
      const { devices, session, limits } = slot.memory.state;
      const fresh = { ...emptyRoom(slot.room.roomId, limits), devices, session, watchingSince: now };
      return step(fresh, input, now, this.#parts.set);
    }
  }

  /** Lays a step on the slot; what stations must hear of it comes back. */
  lay(
    slot: RoomSlot,
    { state, changes }: Step,
    body: EntryBody | null,
    now: Instant,
    isUrgent = false,
  ): RoomPatch | null {
    const { state: before } = slot.memory;
    if (changes.length > 0) for (const listener of this.#alarmListeners) listener(slot.room, changes);
    slot.memory = nextMemory(slot.memory, state, body, now.wall);
    slot.due = dueAt(state, this.#parts.set);
    return patchOf(before, state, isUrgent || isHeard(changes));
  }

  entriesOf(slot: RoomSlot, bodies: readonly EntryBody[], now: Instant, sessionId = sessionOf(slot)): JournalEntry[] {
    return bodies.map((body) => ({ roomId: slot.room.roomId, sessionId, at: now.wall, mono: now.mono, body }));
  }

  /** For what nobody waits for: the journal's own trouble is an alarm already. */
  keep(entries: readonly JournalEntry[]): void {
    if (entries.length === 0) return;
    const { journal, log } = this.#parts;
    journal
      .append(entries)
      .catch((error: Error) => log("entries-not-kept", { count: entries.length, reason: error.message }));
  }

  /** An input that nobody waits for: stepped, then kept with what came out. The patch is the caller's to publish. */
  takeIn(
    slot: RoomSlot,
    input: MonitorInput & (EntryBody | { kind: "tick" }),
    now: Instant,
  ): { patch: RoomPatch | null; changes: readonly AlarmChange[] } {
    const body = input.kind === "tick" ? null : input;
    const stepped = this.step(slot, input, now);
    const patch = this.lay(slot, stepped, body, now);
    this.keep(this.entriesOf(slot, [...(body === null ? [] : [body]), ...alarmBodies(stepped.changes)], now));
    return { patch, changes: stepped.changes };
  }

  /** The same for each room that `inputOf` has an input for; all of them in one frame. */
  takeInAll(
    inputOf: (slot: RoomSlot) => (MonitorInput & (EntryBody | { kind: "tick" })) | null,
    slots: Iterable<RoomSlot> = this.#slots.values(),
  ): void {
    const now = this.#parts.clock.now();
    const patches: RoomPatch[] = [];
    let isUrgent = false;
    for (const slot of slots) {
      const input = inputOf(slot);
      if (input === null) continue;
      const { patch, changes } = this.takeIn(slot, input, now);
      if (patch) patches.push(patch);
      isUrgent ||= isHeard(changes);
    }
    this.publish(patches, isUrgent);
  }

  /** Resolves when it is on disk, or was given up. */
  checkpoint(slot: RoomSlot, now: Instant): Promise<void> {
    slot.checkpointDue = now.mono + CHECKPOINT_MS;
    const { journal, log } = this.#parts;
    return journal
      .checkpoint(slot.room.roomId, writeCheckpoint(slot.memory))
      .catch((error: Error) => log("checkpoint-not-kept", { reason: error.message }));
  }

  /** Which rooms each device serves, so that one device's news does not ask every room. */
  serve(devices: readonly Device[]): void {
    this.#roomsOf = new Map(devices.map(({ deviceId, rooms }) => [deviceId, rooms]));
  }

  /** A device's connection in every room that it serves. */
  link({ deviceId, link, canMeasure }: LinkNews, onlyFrom: "any" | "up" = "any"): void {
    const served = (this.#roomsOf.get(deviceId) ?? []).flatMap((roomId) => this.#slots.get(roomId) ?? []);
    this.takeInAll((slot) => {
      const known = slot.memory.state.devices[deviceId];
      if (known === undefined || (onlyFrom === "up" && known.link !== "up")) return null;
      if (known.link === link && known.canMeasure === canMeasure) return null;
      return { kind: "link", deviceId, link, canMeasure };
    }, served);
  }
}
