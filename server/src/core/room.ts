import type { ConditionId, Side, TechnicalId } from "@watchroom/shared/alarm";
import type { MetricId } from "@watchroom/shared/metric";
import type { Protocol } from "@watchroom/shared/protocol";
import type { SensorState } from "@watchroom/shared/reading";
import type { SessionView } from "@watchroom/shared/session";
import type { DeviceId, Instant, MonoMs, RoomId } from "@watchroom/shared/time";
import type { CuffArm, CuffView, Link, MetricView } from "@watchroom/shared/wire";
import type { RoomDevice } from "../journal/entry.ts";
import type { Alarm } from "./alarm/alarm.ts";
import type { Limits } from "./limits.ts";
import { NOTHING_SEEN, type Plausibility } from "./plausibility.ts";
import type { Pressure } from "./release.ts";

/** A device in this room and what it last said. */
export type DeviceState = {
  readonly device: RoomDevice;
  readonly link: Link;
  readonly lastSeen: Instant | null;
  /** When it last sent oximetry in this watch; "no data" counts from here. */
  readonly lastOximetry: MonoMs | null;
  readonly updatePeriodMs: number | null;
  readonly battery: number | null;
  readonly sensor: SensorState | null;
  readonly cuffFailures: number;
  /** It measures when it is asked to. */
  readonly canMeasure: boolean;
  readonly plausibility: Plausibility;
};

type CuffState = CuffView & { readonly mono: MonoMs };

/** What an alarm of this room is about. `subject`: the device, or the check, where there can be several. */
export type Condition =
  | {
      readonly kind: "physiological";
      readonly metric: MetricId;
      readonly side: Side;
      readonly technical: null;
      readonly subject: null;
    }
  | {
      readonly kind: "technical";
      readonly metric: null;
      readonly side: null;
      readonly technical: TechnicalId;
      readonly subject: string | null;
    };

/** The patient is away with the sensor off, by a person's word. */
type Standby = {
  readonly place: string;
  readonly since: Instant;
  readonly until: Instant;
  readonly by: string;
  /** The signal has been good since then, without a gap; and when it last was. */
  readonly goodSince: MonoMs | null;
  readonly goodAt: MonoMs | null;
};

/** The last act, and what it changed, as it was before. */
export type Undoable = {
  readonly what: string;
  readonly by: string;
  readonly operatorId: string;
  readonly until: Instant;
  readonly session: SessionView | null;
  /** For a typed pressure: what stood there before. */
  readonly typed: Pick<RoomState, "pressures" | "metrics" | "sources"> | null;
  /** For the end of a session: whose room it was. Dropped with the next patient, and after the minute. */
  readonly ended: Pick<
    RoomState,
    "watchingSince" | "protocol" | "turn" | "pressures" | "cuffArm" | "limits" | "limitsChanged"
  > | null;
};

export type RoomAlarm = { readonly condition: Condition; readonly alarm: Alarm };

/**
 * All that is known of a room, as plain data: it can be written to the record and read back. Parts keep their identity
 * while they do not change, so that a view can tell what to send.
 */
export type RoomState = {
  readonly roomId: RoomId;
  /** When the sensor went on; null: nothing is watched. */
  readonly watchingSince: Instant | null;
  readonly session: SessionView | null;
  readonly devices: Readonly<Record<DeviceId, DeviceState>>;
  readonly metrics: Readonly<Partial<Record<MetricId, MetricView>>>;
  /** The device that a metric's newest value is from. */
  readonly sources: Readonly<Partial<Record<MetricId, DeviceId>>>;
  readonly cuff: CuffState | null;
  readonly cuffArm: CuffArm | null;
  /** Until then SpO2 onsets are held. */
  readonly heldUntil: Instant | null;
  readonly limits: Limits;
  readonly limitsChanged: readonly MetricId[];
  readonly alarms: Readonly<Record<ConditionId, RoomAlarm>>;
  readonly audioPaused: { readonly until: Instant; readonly by: string } | null;
  /** The plan that the running session keeps, whatever becomes of the clinic's. */
  readonly protocol: Protocol | null;
  /** The last cuff values, oldest first. */
  readonly pressures: readonly Pressure[];
  /** The room's place in the turns that neighbouring rooms take. */
  readonly turn: number;
  readonly standby: Standby | null;
  readonly undo: Undoable | null;
  /** The cuff was asked to measure and has not begun. */
  readonly measureAsked: { readonly at: Instant; readonly by: string } | null;
  /** When time alone next changes a due check or a release criterion. */
  readonly treatmentDue: MonoMs | null;
  /** When the SpO2 that a release criterion was judged by is stale, unless a newer one has come. */
  readonly spo2Due: MonoMs | null;
  readonly stations: number | null;
  readonly isRecordSaved: boolean;
  readonly episodes: number;
  /** Alarm changes so far: tells a fold which of them the journal already holds. */
  readonly changes: number;
  /** After the room was cleared: watching starts again with the sensor put on anew, or at this moment. */
  readonly restUntil: MonoMs | null;
};

export const emptyRoom = (roomId: RoomId, limits: Limits): RoomState => ({
  roomId,
  watchingSince: null,
  session: null,
  devices: {},
  metrics: {},
  sources: {},
  cuff: null,
  cuffArm: null,
  heldUntil: null,
  limits,
  limitsChanged: [],
  alarms: {},
  audioPaused: null,
  protocol: null,
  pressures: [],
  turn: 0,
  standby: null,
  undo: null,
  measureAsked: null,
  treatmentDue: null,
  spo2Due: null,
  stations: null,
  isRecordSaved: true,
  episodes: 0,
  changes: 0,
  restUntil: null,
});

export const newDevice = (device: RoomDevice): DeviceState => ({
  device,
  link: "unknown",
  lastSeen: null,
  lastOximetry: null,
  updatePeriodMs: null,
  battery: null,
  sensor: null,
  cuffFailures: 0,
  canMeasure: false,
  plausibility: NOTHING_SEEN,
});

export const physiologicalId = (metric: MetricId, side: Side): ConditionId => `${metric}.${side}`;
export const technicalId = (id: TechnicalId, subject: string | null): ConditionId =>
  subject === null ? id : `${id}:${subject}`;
export const idOf = ({ metric, side, technical, subject }: Condition): ConditionId =>
  technical === null ? physiologicalId(metric, side) : technicalId(technical, subject);
