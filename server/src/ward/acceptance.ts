import type { ReadingResult, RejectionCode } from "@watchroom/shared/reading";
import type { Clock, DeviceId, EpochMs, Instant, RoomId } from "@watchroom/shared/time";
import type { RoomPatch } from "@watchroom/shared/wire";
import type { JournalEntry, KeptReading } from "../journal/entry.ts";
import type { Journal } from "../journal/journal.ts";
import type { Device, Room, StoreClient } from "../store/store.ts";
import { aheadMsOf, isLate, learn } from "./device-clock.ts";
import { checkReading } from "./intake.ts";
import { alarmBodies, clockOf, forgetId, isHeard, type RoomSlot, remember } from "./room-slot.ts";
import type { Rooms } from "./rooms.ts";
import type { DeviceHealth } from "./ward.ts";

type AcceptanceParts = {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly store: StoreClient;
  readonly rooms: Rooms;
  /** Readings were stepped that the record will never hold. */
  onLost(): void;
};
/** A reading on its way, and its place among the answers. */
type Taken = { readonly index: number; readonly slot: RoomSlot; readonly reading: KeptReading };
type Sorted = { readonly answers: ReadingResult[]; readonly live: Taken[]; readonly late: Taken[] };

const UNSEEN: DeviceHealth = {
  lastSeenAt: null,
  rejected: { count: 0, code: null, message: null },
  clockAheadMs: null,
};
const MS_A_SECOND = 1_000;

/** How readings come in: sorted into live, late, duplicate and refused; stepped; kept; and only then answered. */
export class Acceptance {
  readonly #parts: AcceptanceParts;
  readonly #health = new Map<DeviceId, DeviceHealth>();
  #roomsById: ReadonlyMap<RoomId, Room> = new Map();

  constructor(parts: AcceptanceParts) {
    this.#parts = parts;
  }

  configure(rooms: readonly Room[]): void {
    this.#roomsById = new Map(rooms.map((room) => [room.roomId, room]));
  }

  health(deviceId: DeviceId): DeviceHealth {
    return this.#health.get(deviceId) ?? UNSEEN;
  }

  async accept(device: Device, raw: readonly unknown[]): Promise<ReadingResult[]> {
    const { journal, clock } = this.#parts;
    const now = clock.now();
    const { deviceId } = device;
    const sorted = this.#sort(device, raw, now);
    this.#noteClocks(deviceId, [...sorted.late, ...sorted.live], now);
    const liveKept = sorted.live.length > 0 ? this.#takeLive(deviceId, sorted.live, now) : Promise.resolve();
    const late = await this.#newOnes(deviceId, sorted);
    const lateKept =
      late.length > 0
        ? journal.append(late.flatMap((taken) => this.#lateEntry(deviceId, taken, now)))
        : Promise.resolve();
    const [live, kept] = await Promise.allSettled([liveKept, lateKept]);
    if (live.status === "rejected") {
      this.#parts.onLost();
      this.#giveBack(deviceId, sorted, sorted.live);
    }
    if (kept.status === "rejected") this.#giveBack(deviceId, sorted, late);
    return sorted.answers;
  }

  /** Checks each reading by itself. Live ones are answered "accepted", subject to the record. */
  #sort(device: Device, raw: readonly unknown[], now: Instant): Sorted {
    const { deviceId } = device;
    const sorted: Sorted = { answers: [], live: [], late: [] };
    for (const one of raw) {
      const checked = checkReading(one, device, this.#roomsById);
      const slot = checked.ok ? this.#parts.rooms.get(checked.roomId) : undefined;
      if (!checked.ok) {
        sorted.answers.push(this.#refuse(deviceId, checked.id, checked.code, checked.message));
        continue;
      }
      const { reading } = checked;
      if (slot === undefined) {
        sorted.answers.push(this.#refuse(deviceId, reading.id, "no-room", "The device's room no longer exists."));
        continue;
      }
      const taken: Taken = { index: sorted.answers.length, slot, reading };
      const isNew = remember(slot, deviceId, reading.id, now.mono);
      if (isNew) (isLateHere(slot, deviceId, reading, now) ? sorted.late : sorted.live).push(taken);
      sorted.answers.push({ id: reading.id, status: isNew ? "accepted" : "duplicate" });
    }
    return sorted;
  }

  /** Alarm first: every reading is stepped and shown before the first one is written. */
  #takeLive(deviceId: DeviceId, live: readonly Taken[], now: Instant): Promise<void> {
    const { rooms, journal } = this.#parts;
    const entries: JournalEntry[] = [];
    const patches: RoomPatch[] = [];
    let isUrgent = false;
    for (const { slot, reading } of live) {
      const body = { kind: "reading", deviceId, reading } as const;
      const stepped = rooms.step(slot, body, now);
      const patch = rooms.lay(slot, stepped, body, now);
      if (patch) patches.push(patch);
      isUrgent ||= isHeard(stepped.changes);
      entries.push(...rooms.entriesOf(slot, [body, ...alarmBodies(stepped.changes)], now));
    }
    this.#health.set(deviceId, { ...this.health(deviceId), lastSeenAt: now.wall });
    rooms.publish(patches, isUrgent);
    return journal.append(entries);
  }

  /** Late ones that the record does not hold yet: only they can be older than the ids that are remembered. */
  async #newOnes(deviceId: DeviceId, { answers, late }: Sorted): Promise<Taken[]> {
    const fresh: Taken[] = [];
    for (const taken of late) {
      const { slot, reading, index } = taken;
      const isKnown = await this.#parts.store.hasReading(slot.room.roomId, deviceId, reading.id, reading.measuredAt);
      if (!isKnown) fresh.push(taken);
      answers[index] = isKnown
        ? { id: reading.id, status: "duplicate" }
        : {
            id: reading.id,
            status: "accepted",
            code: "late",
            message: "Kept at its measured time; not shown as live.",
          };
    }
    return fresh;
  }

  #lateEntry(deviceId: DeviceId, { slot, reading }: Taken, now: Instant): JournalEntry[] {
    return this.#parts.rooms.entriesOf(slot, [{ kind: "lateReading", deviceId, reading }], now);
  }

  /** What could not be kept may come again under the same id. */
  #giveBack(deviceId: DeviceId, { answers }: Sorted, lost: readonly Taken[]): void {
    const sentence = "Not saved: the record's disk does not answer. Send it again.";
    for (const { slot, reading, index } of lost) {
      forgetId(slot, deviceId, reading.id);
      answers[index] = this.#refuse(deviceId, reading.id, "record-not-saved", sentence);
    }
  }

  #refuse(deviceId: DeviceId, id: string | null, code: RejectionCode, message: string): ReadingResult {
    const before = this.health(deviceId);
    this.#health.set(deviceId, { ...before, rejected: { count: before.rejected.count + 1, code, message } });
    return { id, status: "rejected", code, message };
  }

  /** One look at the device's clock a call and room, by the newest reading of the call. */
  #noteClocks(deviceId: DeviceId, taken: readonly Taken[], now: Instant): void {
    const newest = new Map<RoomSlot, EpochMs>();
    for (const { slot, reading } of taken) {
      const before = newest.get(slot);
      if (before === undefined || reading.measuredAt > before) newest.set(slot, reading.measuredAt);
    }
    let { clockAheadMs } = this.health(deviceId);
    for (const [slot, measuredAt] of newest) {
      const next = learn(clockOf(slot, deviceId), measuredAt, now);
      slot.clocks.set(deviceId, next);
      clockAheadMs = aheadMsOf(next, now);
    }
    this.#health.set(deviceId, { ...this.health(deviceId), clockAheadMs });
  }
}

function isLateHere(slot: RoomSlot, deviceId: DeviceId, reading: KeptReading, now: Instant): boolean {
  const stated =
    reading.kind === "oximetry" && reading.updatePeriodS !== undefined ? reading.updatePeriodS * MS_A_SECOND : null;
  const updatePeriodMs = stated ?? slot.memory.state.devices[deviceId]?.updatePeriodMs ?? 0;
  return isLate(clockOf(slot, deviceId), { kind: reading.kind, measuredAt: reading.measuredAt, updatePeriodMs }, now);
}
