import { z } from "zod";
import { AlarmLimit, AlarmView, Disposition } from "./alarm.ts";
import { AssessmentId } from "./assessment.ts";
import { DoseAction, DosePlan } from "./dose.ts";
import { EventId } from "./event.ts";
import { MetricId } from "./metric.ts";
import { YesNo } from "./precheck.ts";
import { DeviceKind, SensorState, Validity } from "./reading.ts";
import { Initials, Patient, Phase, Route, SessionEnd, SessionView } from "./session.ts";
import { Spark } from "./trend.ts";

/** Changes when a station of the old kind can no longer understand the server; it then reloads itself. */
export const WIRE_VERSION = 5;
/**
 * The server says it is there this often, and asks each station whether it is. Both give up after the same silence: the station
 * then says "no connection", and the server no longer counts it as one that hears.
 */
export const HEARTBEAT_MS = 1_000;
export const SILENCE_MAX_MS = 3_000;
/** Readings go out gathered; an alarm change goes out at once. */
export const FRAME_MS = 200;

// ---- Rooms as stations see them -----------------------------------------------------------------------------------

/** The newest value of a metric. `at`: when the server received it, on the server's clock. */
export const MetricView = z.object({
  value: z.number().nullable(),
  validity: Validity,
  at: z.number(),
  updatePeriodMs: z.number().nullable(),
  /** Who typed it in; absent for what a device sent. */
  typedBy: z.string().optional(),
});
export type MetricView = z.infer<typeof MetricView>;

export const Link = z.enum(["up", "down", "unknown"]);
export type Link = z.infer<typeof Link>;

export const DeviceView = z.object({
  deviceId: z.string(),
  label: z.string(),
  kind: DeviceKind,
  link: Link,
  lastSeenAt: z.number().nullable(),
  battery: z.number().nullable(),
  sensor: SensorState.nullable(),
  /** A cuff that measures when it is asked to. */
  canMeasure: z.boolean(),
  simulated: z.boolean(),
});
export type DeviceView = z.infer<typeof DeviceView>;

/** What the cuff is doing. */
export const CuffView = z.object({
  state: z.enum(["measuring", "done", "failed"]),
  since: z.number(),
  failure: z.string().nullable(),
});
export type CuffView = z.infer<typeof CuffView>;

/** The patient is away with the sensor off, by a person's word and for a stated time: only link and clock are watched. */
export const StandbyView = z.object({ place: z.string(), since: z.number(), until: z.number(), by: z.string() });
export type StandbyView = z.infer<typeof StandbyView>;

/** What its author can take back, and until when. */
const UndoView = z.object({ what: z.string(), by: z.string(), operatorId: z.string(), until: z.number() });

export const CuffArm = z.enum(["same", "other"]);
export type CuffArm = z.infer<typeof CuffArm>;

/** How far one alarm's signal has come: so many stations that hear now sounded it, the first of all so long after it began. */
export const Heard = z.object({ episodeId: z.string(), stations: z.number(), firstMs: z.number().nullable() });
export type Heard = z.infer<typeof Heard>;

export const RoomView = z.object({
  roomId: z.string(),
  name: z.string(),
  /** Place on the wall; tiles never reorder by themselves. */
  order: z.number(),
  /** True as soon as one device of the room is simulated. */
  simulated: z.boolean(),
  /** When the sensor went on; null: nothing is watched here. */
  watchingSince: z.number().nullable(),
  session: SessionView.nullable(),
  metrics: z.partialRecord(MetricId, MetricView),
  cuff: CuffView.nullable(),
  limits: z.partialRecord(MetricId, AlarmLimit),
  /** Where a limit comes from this patient's baseline: "high 158: baseline 118 + 40". */
  limitNotes: z.partialRecord(MetricId, z.string()),
  /** Metrics whose limits differ from those of the protocol's phase, or the clinic's, for this patient. */
  limitsChanged: z.array(MetricId),
  devices: z.array(DeviceView),
  /** Whole, in the order in which a person should look. */
  alarms: z.array(AlarmView),
  audioPaused: z.object({ until: z.number(), by: z.string() }).nullable(),
  /** SpO2 conditions are held until then, since a cuff inflates on the same arm. */
  spo2HeldUntil: z.number().nullable(),
  /** Which arm the cuff is on, as somebody said; null: nobody said, nothing is held. */
  cuffArm: CuffArm.nullable(),
  standby: StandbyView.nullable(),
  undo: UndoView.nullable(),
  /** Of the alarms that are signalled. */
  heard: z.array(Heard),
  /** Somebody asked the cuff to measure, and it has not begun. */
  measureAsked: z.object({ at: z.number(), by: z.string() }).nullable(),
});
export type RoomView = z.infer<typeof RoomView>;

/**
 * What changed in a room. `metrics` is merged; every other field replaces. A changed alarm list is always whole, so that
 * a lost frame cannot lose an alarm. `cleared`: forget values and sparkline first (another patient's, or nobody's).
 */
export const RoomPatch = RoomView.partial().extend({ roomId: z.string(), cleared: z.literal(true).optional() });
export type RoomPatch = z.infer<typeof RoomPatch>;

/** Why a station does not hear; "testFailed": it did not hear its own test; "asleep": it stood still until now. */
const DeafFor = z.enum(["hidden", "audioBlocked", "testFailed", "asleep"]);

/** A browser that watches: who is at it, and why it is not heard there. */
export const StationView = z.object({
  stationId: z.string(),
  label: z.string(),
  by: z.string(),
  visible: z.boolean(),
  audible: z.boolean(),
  reason: DeafFor.nullable(),
  /** A test of its sound was not heard then, and none since. */
  testFailedAt: z.number().nullable().default(null),
  /** Nobody unlocked it: no commands from there, but it still shows and sounds. */
  locked: z.boolean().default(false),
  since: z.number(),
});
export type StationView = z.infer<typeof StationView>;

/** Who watches: stations connected, and how many of them are visible and can sound. */
export const StationsView = z.object({
  connected: z.number(),
  hearing: z.number(),
  list: z.array(StationView).default([]),
});
export type StationsView = z.infer<typeof StationsView>;

export const ClinicView = z.object({ name: z.string(), simulated: z.boolean() });
export type ClinicView = z.infer<typeof ClinicView>;

// ---- Down: a snapshot first, then frames, on the one socket, in order ---------------------------------------------

export const Snapshot = z.object({
  wireVersion: z.number(),
  /** New at each server start: the station forgets all it held. */
  epoch: z.string(),
  seq: z.number().int().nonnegative(),
  at: z.number(),
  clinic: ClinicView,
  stations: StationsView,
  rooms: z.array(RoomView.extend({ spark: Spark })),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** `seq` has no gaps: a gap or another epoch means "ask for a snapshot". */
export const Frame = z.object({
  epoch: z.string(),
  seq: z.number().int().nonnegative(),
  at: z.number(),
  rooms: z.array(RoomPatch),
  removed: z.array(z.string()).optional(),
  stations: StationsView.optional(),
});
export type Frame = z.infer<typeof Frame>;

/** Each `HEARTBEAT_MS`. `seq` is that of the last frame sent, so that a lost last frame is noticed. */
export const Heartbeat = z.object({ epoch: z.string(), seq: z.number().int().nonnegative(), at: z.number() });
export type Heartbeat = z.infer<typeof Heartbeat>;

/** Socket.IO events of the stations' namespace "/". */
export type ServerToStation = {
  snapshot: (snapshot: Snapshot) => void;
  frame: (frame: Frame) => void;
  heartbeat: (heartbeat: Heartbeat) => void;
  /** With each heartbeat; the page answers at once, so that a line that is open but dead is found out. */
  ping: (answer: () => void) => void;
  /** The sign-in ended (signed out, withdrawn, expired): go to the sign-in page. */
  signedOut: () => void;
  /** The sign-in was locked (idle) or unlocked; commands are refused while locked. */
  locked: (locked: boolean) => void;
};
export type StationToServer = {
  command: (request: CommandRequest, reply: (answer: CommandReply) => void) => void;
  /** A gap was seen: send a snapshot. */
  resync: () => void;
  /** What this station can do, sent at connection and at each change. */
  station: (report: StationReport) => void;
  /** What became of alarm signals here; at most 200 a call. */
  receipts: (reports: ReceiptReport[]) => void;
  /** A person touched this station (at most one a 10 s): the idle lock counts from here. */
  activity: () => void;
};

/** What a station did with one alarm's signal. `agoMs`: so long before it was sent, by the station's own clock. */
export const ReceiptReport = z.object({
  episodeId: z.string().min(1).max(200),
  signalledAt: z.number(),
  did: z.enum(["received", "painted", "sounded", "seen"]),
  agoMs: z.number().min(0).max(600_000),
});
export type ReceiptReport = z.infer<typeof ReceiptReport>;

const moment = z.number().nullable();
/** One alarm signal at one station, as the journal keeps it; times on the server's clock. */
export const Receipt = z.object({
  episodeId: z.string(),
  signalledAt: z.number(),
  stationId: z.string(),
  station: z.string(),
  by: z.string(),
  sentAt: z.number(),
  receivedAt: moment,
  paintedAt: moment,
  soundedAt: moment,
  seenAt: moment,
  /** This station's person took it. */
  actedAt: moment,
});
export type Receipt = z.infer<typeof Receipt>;

export const StationReport = z.object({
  /** The page is in front. */
  visible: z.boolean(),
  /** Its audio runs and its volume is not zero. */
  audible: z.boolean(),
  /** What people call this station; kept in its browser. */
  label: z.string().trim().max(40).optional(),
  reason: DeafFor.optional(),
  testFailedAt: z.number().optional(),
  wakeLock: z.enum(["held", "refused", "none"]).optional(),
});
export type StationReport = z.infer<typeof StationReport>;

// ---- Up: every command of an operator -----------------------------------------------------------------------------

export const ROLES = ["nurse", "physician", "trainer", "administrator"] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** A phase may be entered late: at most so long ago. */
export const BACKDATE_MAX_MS = 4 * 60 * 60_000;

const roomId = z.string().min(1);
const clinical: readonly Role[] = ["nurse", "physician", "trainer"];

const at = z.number().nullable();

/** Who decided to go on against a rule of the protocol, and why. */
const Despite = z.object({ physician: z.string().trim().min(2).max(80), reason: z.string().trim().min(3).max(300) });

/** One row a command. A trainer may act in simulated rooms only; the ward refuses the rest. */
export const COMMANDS = {
  /** Takes the alarm: escalation ends. */
  acknowledge: {
    roles: clinical,
    payload: z.object({ roomId, episodeId: z.string(), disposition: Disposition.optional() }),
  },
  /** What an alarm that is still shown turned out to be. */
  annotate: {
    roles: clinical,
    payload: z.object({
      roomId,
      episodeId: z.string(),
      disposition: Disposition.nullable(),
      note: z.string().trim().min(1).max(200).nullable(),
    }),
  },
  /** Not me: the next of the chain is called at once. */
  declineAlarm: { roles: clinical, payload: z.object({ roomId, episodeId: z.string() }) },
  /** One tap: a high-priority alarm on every station until somebody takes it. */
  callForHelp: { roles: clinical, payload: z.object({ roomId }) },
  endHelp: { roles: clinical, payload: z.object({ roomId }) },
  alarmReset: { roles: clinical, payload: z.object({ roomId }) },
  pauseAudio: { roles: clinical, payload: z.object({ roomId, durationMs: z.number().int().positive() }) },
  resumeAudio: { roles: clinical, payload: z.object({ roomId }) },
  setAlarmLimit: { roles: clinical, payload: z.object({ roomId, metric: MetricId, limit: AlarmLimit }) },
  setCuffArm: { roles: clinical, payload: z.object({ roomId, arm: CuffArm.nullable() }) },
  startSession: {
    roles: clinical,
    payload: z.object({
      roomId,
      initials: Initials,
      patient: Patient.optional(),
      route: Route,
      /** One of the clinic's active protocols for this route; absent: the first of them. */
      protocolId: z.string().min(1).optional(),
      /** What was recorded since the sensor went on is this patient's. */
      includeEarlier: z.boolean(),
      cuffArm: CuffArm.nullable(),
    }),
  },
  /** Who the patient is, when it was not known at check-in or was written wrongly. */
  identify: { roles: clinical, payload: z.object({ roomId, initials: Initials, patient: Patient }) },
  /** Answers of the pre-session check. `confirmedFrom`: the earlier session whose answers this person confirms. */
  answerPreCheck: {
    roles: clinical,
    payload: z.object({
      roomId,
      answers: z
        .array(z.object({ item: z.string().min(1), answer: YesNo }))
        .min(1)
        .max(40),
      confirmedFrom: z.string().nullable(),
    }),
  },
  /** A physician's decision on the answers that are not as expected. */
  decidePreCheck: { roles: clinical, payload: z.object({ roomId, decision: Despite }) },
  setDosePlan: { roles: clinical, payload: z.object({ roomId, plan: DosePlan }) },
  /** Check-in to baseline; doses and criteria set the other phases. */
  setPhase: { roles: clinical, payload: z.object({ roomId, phase: Phase, at }) },
  /** A dose, exactly when it was given: `at` null is now. */
  recordDose: {
    roles: clinical,
    payload: z.object({
      roomId,
      action: DoseAction,
      amountMg: z.number().positive().max(2_000).nullable(),
      /** For `changeRate`; for `start` it follows from the plan when absent. */
      rateMgPerH: z.number().positive().max(2_000).optional(),
      lot: z.string().trim().min(1).max(40).nullable(),
      at,
      /** A physician's decision to go on though the protocol holds the first dose. */
      despite: Despite.optional(),
    }),
  },
  assess: {
    roles: clinical,
    payload: z.object({ roomId, assessment: AssessmentId, value: z.number().int(), at }),
  },
  /** A cuff value that was read off a device which sends nothing; kept and shown as typed. */
  enterPressure: {
    roles: clinical,
    payload: z.object({
      roomId,
      systolic: z.number().int().min(30).max(300),
      diastolic: z.number().int().min(10).max(250),
      at,
    }),
  },
  /** Ends the session when its criteria hold; with one unmet, a physician's name and a reason are needed. */
  release: {
    roles: clinical,
    payload: z.object({
      roomId,
      despite: Despite.nullable(),
    }),
  },
  /** A way out without a release: the reason stays in the record. */
  endSession: {
    roles: clinical,
    payload: z.object({ roomId, how: SessionEnd.exclude(["released"]), reason: z.string().trim().min(3).max(300) }),
  },
  /** Takes back the last act of this session; its author only, for a minute. */
  undo: { roles: clinical, payload: z.object({ roomId }) },
  recordEvent: {
    roles: clinical,
    payload: z.object({ roomId, event: EventId, detail: z.string().trim().min(1).max(120).nullable(), at }),
  },
  /** The patient leaves the sensor for a while; the place is one of the protocol's. */
  standby: { roles: clinical, payload: z.object({ roomId, place: z.string().min(1) }) },
  endStandby: { roles: clinical, payload: z.object({ roomId }) },
  /** Asks the room's cuff to measure now. */
  measureNow: { roles: clinical, payload: z.object({ roomId }) },
  /** Gives the room to another nurse, or takes it. */
  handOver: { roles: clinical, payload: z.object({ roomId, to: z.string().min(1) }) },
  /** Ends the watch of a room in which no session was started. */
  clearRoom: { roles: clinical, payload: z.object({ roomId }) },
  addMarker: { roles: clinical, payload: z.object({ roomId, text: z.string().trim().min(1).max(80) }) },
} as const satisfies Record<string, { roles: readonly Role[]; payload: z.ZodType }>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as [CommandName, ...CommandName[]];
export type Payload<Name extends CommandName> = z.infer<(typeof COMMANDS)[Name]["payload"]>;
export type CommandRequest = { [Name in CommandName]: { name: Name; payload: Payload<Name> } }[CommandName];

export const COMMAND_FAILURES = [
  "bad-payload",
  "not-allowed",
  "locked",
  "no-such-room",
  "no-such-alarm",
  "no-session",
  "session-running",
  "hold",
  "not-simulated",
  "refused",
  "record-not-saved",
  "internal",
] as const;
export type CommandFailure = (typeof COMMAND_FAILURES)[number];
export type CommandReply = { ok: true } | { ok: false; code: CommandFailure; message: string };
