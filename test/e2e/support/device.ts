import type { TestServer } from "./server.ts";

let count = 0;
const nextId = (): string => {
  count += 1;
  return `e2e-${count}`;
};

type Oximetry = {
  /** Null: the sensor is off. */
  readonly spo2: number | null;
  readonly pulseRate?: number;
  readonly room?: string;
  /** Seconds between two readings of this device, as it says. */
  readonly updatePeriodS?: number;
};

/** What an oximeter on a living finger reports now: its perfusion index never stands still. */
export function oximetry({ spo2, pulseRate = 72, room, updatePeriodS }: Oximetry, measuredAt = new Date()) {
  const isOn = spo2 !== null;
  return {
    id: nextId(),
    kind: "oximetry",
    measuredAt: measuredAt.toISOString(),
    spo2,
    pulseRate: isOn ? pulseRate : null,
    perfusionIndex: isOn ? 4 + (count % 10) / 10 : null,
    sensor: isOn ? "on" : "off",
    battery: 88,
    ...(room === undefined ? {} : { room }),
    ...(updatePeriodS === undefined ? {} : { updatePeriodS }),
  };
}

/** What a cuff reports at the end of a measurement, mmHg. */
export function cuffReading(systolic: number, diastolic: number, room?: string, measuredAt = new Date()) {
  return {
    id: nextId(),
    kind: "bloodPressure",
    measuredAt: measuredAt.toISOString(),
    systolic,
    diastolic,
    mean: Math.round((systolic + 2 * diastolic) / 3),
    pulseRate: 74,
    state: "done",
    ...(room === undefined ? {} : { room }),
  };
}

const SECOND_MS = 1_000;

/**
 * An oximeter that reports each second, one call after the other: what it measured last is never overtaken by what it
 * measured before. What the server did not take is kept and sent again with the next, as a device with a buffer does.
 */
export function wearOximeter(server: TestServer, token: string, first: readonly Oximetry[]) {
  let values = first;
  let waiting: object[] = [];
  let trouble: unknown = null;
  let line = Promise.resolve();
  const send = async (): Promise<void> => {
    const sending = waiting;
    if (sending.length === 0) return;
    waiting = [];
    try {
      await server.send(token, sending);
      trouble = null;
    } catch (error) {
      trouble = error;
      waiting = [...sending, ...waiting];
    }
  };
  const report = (): Promise<void> => {
    waiting.push(...values.map((one) => oximetry(one)));
    line = line.then(send);
    return line;
  };
  const timer = setInterval(() => void report(), SECOND_MS);
  return {
    /** From now on; taken when it resolves. */
    async shows(...next: Oximetry[]): Promise<void> {
      values = next;
      await report();
      if (trouble !== null) throw trouble;
    },
    takeOff: () => clearInterval(timer),
  };
}
export type Oximeter = ReturnType<typeof wearOximeter>;
