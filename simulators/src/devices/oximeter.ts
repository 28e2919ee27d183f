import type { OximetryReading } from "@watchroom/shared/reading";
import type { Vitals } from "../patient/patient.ts";
import type { Unrest } from "../patient/unrest.ts";
import { createRandom } from "../random.ts";

/** What happens to the sensor now. */
export type SensorTrouble = {
  readonly isOff: boolean;
  readonly isWeak: boolean;
  /** The display hangs: the last reading again and again. */
  readonly isFrozen: boolean;
  /** A cuff on this arm has stopped the blood. */
  readonly isOccluded: boolean;
  /** A moving finger of a patient who is well: no value, or a false one. */
  readonly artefact: Pick<Unrest, "isLost" | "readsLowBy" | "pulseOffBy">;
};

type Shown = Pick<OximetryReading, "spo2" | "pulseRate" | "perfusionIndex" | "sensor">;
type Sample = { readonly spo2: number; readonly pulseRate: number; readonly perfusionIndex: number };

type Oximeter = {
  /** One second of signal. */
  sense(vitals: Vitals, trouble: SensorTrouble): void;
  /** What the device sends now, as the public contract has it; `id` and time are the caller's. */
  encode(stamp: { id: string; measuredAt: string; battery: number }): OximetryReading;
};

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const tenths = (value: number) => Math.round(value * 10) / 10;

/** A moving hand: pulse noise, a smaller perfusion index, SpO2 read low (clinical.md 5.4). Widths are our choice. */
function sampleOf(vitals: Vitals, { isWeak, artefact }: SensorTrouble, noise: (sd: number) => number): Sample {
  const trouble = isWeak ? 2 : vitals.isMoving ? 1 : 0;
  return {
    spo2: vitals.spo2 - trouble * Math.abs(noise(0.6)) - artefact.readsLowBy,
    pulseRate: Math.max(20, vitals.pulseRate + noise(0.4 + 4 * trouble) + artefact.pulseOffBy),
    perfusionIndex: isWeak ? 0.25 + Math.abs(noise(0.06)) : vitals.perfusionIndex * (vitals.isMoving ? 0.6 : 1),
  };
}

/** An oximeter that shows whole SpO2 and pulse averaged over 4 to 8 s, and a perfusion index of one decimal. */
export function createOximeter(seed: number): Oximeter {
  const random = createRandom(seed, "oximeter");
  const averagingS = Math.round(random.between(4, 8));
  const noise = (sd: number) => random.normal(0, sd);
  let window: Sample[] = [];
  let shown: Shown = { spo2: null, pulseRate: null, perfusionIndex: null, sensor: "off" };
  return {
    sense(vitals, trouble) {
      if (trouble.isFrozen) return;
      if (trouble.isOff || trouble.isOccluded || trouble.artefact.isLost) {
        window = [];
        const perfusionIndex = trouble.isOff ? null : 0;
        shown = { spo2: null, pulseRate: null, perfusionIndex, sensor: trouble.isOff ? "off" : "weak" };
        return;
      }
      window = [...window.slice(1 - averagingS), sampleOf(vitals, trouble, noise)];
      shown = {
        spo2: Math.min(100, Math.round(mean(window.map(({ spo2 }) => spo2)))),
        pulseRate: Math.round(mean(window.map(({ pulseRate }) => pulseRate))),
        perfusionIndex: tenths(window.at(-1)?.perfusionIndex ?? 0),
        sensor: trouble.isWeak ? "weak" : "on",
      };
    },
    encode: ({ id, measuredAt, battery }) => ({
      id,
      kind: "oximetry",
      measuredAt,
      ...shown,
      battery: Math.round(battery),
      updatePeriodS: 1,
    }),
  };
}
