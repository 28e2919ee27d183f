import type { Reading, ReadingResult } from "@watchroom/shared/reading";
import { createOutbox } from "../../../simulators/src/devices/outbox.ts";
import type { Random } from "../../../simulators/src/random.ts";

const READINGS_A_CALL = 20;
const MS_A_SECOND = 1_000;
/** What a device sent within this is the patient as they are now. */
const FRESH_MS = 2_000;

/** So many rooms have values of their own, so that none can be taken for another's. */
export const MARKED_ROOMS = [1, 2, 3] as const;
const wellOf = (room: number): number => 94 + room;
/** Deep enough to be heard at once, and not so deep that it is doubted (limit-set.clinic-default.json). */
const deepOf = (room: number): readonly number[] => [70 + 2 * room, 71 + 2 * room];
const pulseOf = (room: number): number => 50 + 10 * room;
const PULSES = 5;

/** Nothing of this room may show another number. */
export const isOfRoom = (room: number, metric: "spo2" | "pulseRate", value: number): boolean =>
  metric === "spo2"
    ? value === wellOf(room) || deepOf(room).includes(value)
    : value >= pulseOf(room) && value < pulseOf(room) + PULSES;

/** A patient who stops breathing now and then, and an oximeter that keeps what it cannot send. */
export function createBed(room: number, random: Random, wall: () => number) {
  const outbox = createOutbox();
  let isDeep = false;
  let leftS = Math.round(random.between(4, 30));
  let cutS = 0;
  let readings = 0;
  let known: { readonly isDeep: boolean; readonly since: number; readonly at: number } | null = null;

  return {
    room,
    /** One second. */
    pass(): void {
      leftS -= 1;
      cutS -= 1;
      if (leftS <= 0) {
        isDeep = !isDeep;
        leftS = Math.round(isDeep ? random.between(5, 50) : random.between(5, 30));
      }
      readings += 1;
      outbox.add({
        id: `${room}-${readings}`,
        kind: "oximetry",
        measuredAt: new Date(wall()).toISOString(),
        spo2: isDeep ? random.pick([70 + 2 * room, 71 + 2 * room]) : wellOf(room),
        pulseRate: pulseOf(room) + (readings % PULSES),
        perfusionIndex: (readings % 37) / 10,
        sensor: "on",
        updatePeriodS: 1,
      });
    },
    cut(seconds: number): void {
      cutS = seconds;
    },
    /** What it sends now; empty while its line is cut. */
    take(): Reading[] {
      return cutS > 0 ? [] : outbox.take(READINGS_A_CALL);
    },
    /** The server has it: from now on whoever watches must know. */
    told(sent: readonly Reading[]): void {
      const last = sent.at(-1);
      if (last?.kind !== "oximetry" || wall() - Date.parse(last.measuredAt) > FRESH_MS) return;
      const isDeepNow = deepOf(room).includes(last.spo2 ?? 0);
      known = { isDeep: isDeepNow, since: known?.isDeep === isDeepNow ? known.since : wall(), at: wall() };
    },
    settle: (results: readonly ReadingResult[]): void => void outbox.settle(results),
    /** The server was told just now that this patient is in danger. */
    isInDanger: (): boolean => known?.isDeep === true && wall() - known.at <= 2 * MS_A_SECOND,
    /** This server has heard of it, so that it knows the device's clock. */
    isKnown: (): boolean => known !== null,
    forget(): void {
      known = null;
    },
  };
}
export type Bed = ReturnType<typeof createBed>;
