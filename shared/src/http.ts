import { z } from "zod";
import { AlarmChange } from "./alarm.ts";
import { MetricId } from "./metric.ts";
import { DeviceKind, ReadingResult } from "./reading.ts";
import { ClinicView, Role, RoomView } from "./wire.ts";

/** Every error of the REST API: a code for programs, a sentence for people. */
export const ErrorBody = z.object({ code: z.string(), message: z.string() });
export type ErrorBody = z.infer<typeof ErrorBody>;

// ---- Readings in --------------------------------------------------------------------------------------------------

export const ReadingsAnswer = z.object({ results: z.array(ReadingResult) });
export type ReadingsAnswer = z.infer<typeof ReadingsAnswer>;

// ---- For programs that read ---------------------------------------------------------------------------------------

const CurrentValue = z.object({
  value: z.number().nullable(),
  validity: z.enum(["valid", "questionable", "invalid", "ongoing"]),
  at: z.iso.datetime(),
  ageMs: z.number(),
  stale: z.boolean(),
  unit: z.string(),
});
export const RoomsAnswer = z.object({
  at: z.iso.datetime(),
  clinic: ClinicView,
  rooms: z.array(RoomView.omit({ metrics: true }).extend({ values: z.partialRecord(MetricId, CurrentValue) })),
});
export type RoomsAnswer = z.infer<typeof RoomsAnswer>;

/** `since`: the id of the last change already seen; 0 for all that are kept. */
export const AlarmsQuery = z.object({
  since: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().positive().max(1_000).default(500),
});
export const AlarmRecord = AlarmChange.extend({
  id: z.number().int(),
  roomId: z.string(),
  room: z.string(),
  sessionId: z.string().nullable(),
  /** The whole sentence: "SpO₂ 86 < 92, lowest 84". */
  text: z.string(),
});
export type AlarmRecord = z.infer<typeof AlarmRecord>;
export const AlarmsAnswer = z.object({
  changes: z.array(AlarmRecord),
  /** Ask with this `since` next. */
  next: z.number().int(),
});
export type AlarmsAnswer = z.infer<typeof AlarmsAnswer>;

// ---- People -------------------------------------------------------------------------------------------------------

export const PASSWORD_LENGTH_MIN = 10;
const Password = z.string().min(PASSWORD_LENGTH_MIN, `At least ${PASSWORD_LENGTH_MIN} characters`).max(200);
const SignInName = z.string().trim().min(1).max(60);

export const SignInBody = z.object({ name: SignInName, password: z.string().min(1).max(200) });
export const UnlockBody = z.object({ password: z.string().min(1).max(200) });
/** The first administrator of a clinic that is not the demo; `token` is from the one-time link. */
export const SetUpBody = z.object({
  token: z.string().min(1),
  clinicName: z.string().trim().min(1).max(80),
  name: SignInName,
  displayName: z.string().trim().min(1).max(80),
  password: Password,
});
export const Me = z.object({
  operatorId: z.string(),
  name: z.string(),
  displayName: z.string(),
  role: Role,
  locked: z.boolean(),
  /** Milliseconds without a touch after which this sign-in locks. */
  idleLockMs: z.number(),
});
export type Me = z.infer<typeof Me>;
/** What the sign-in page may know before anyone is signed in. */
export const Welcome = z.object({
  clinic: ClinicView,
  needsSetUp: z.boolean(),
  /** Demo accounts, shown on the sign-in page of a simulated clinic only. */
  demoAccounts: z.array(z.object({ name: z.string(), password: z.string(), role: Role })),
});
export type Welcome = z.infer<typeof Welcome>;

export const OperatorRow = z.object({
  operatorId: z.string(),
  name: z.string(),
  displayName: z.string(),
  role: Role,
  withdrawn: z.boolean(),
});
export type OperatorRow = z.infer<typeof OperatorRow>;
export const AddOperatorBody = z.object({
  name: SignInName,
  displayName: z.string().trim().min(1).max(80),
  role: Role,
  password: Password,
});
export const ChangeOperatorBody = z.object({
  displayName: z.string().trim().min(1).max(80).optional(),
  role: Role.optional(),
  password: Password.optional(),
  withdrawn: z.boolean().optional(),
});

// ---- Rooms and devices --------------------------------------------------------------------------------------------

export const RoomName = z.string().trim().min(1).max(64);
export const RoomRow = z.object({ roomId: z.string(), name: z.string(), order: z.number() });
export type RoomRow = z.infer<typeof RoomRow>;
export const AddRoomBody = z.object({ name: RoomName });

export const DeviceRow = z.object({
  deviceId: z.string(),
  label: z.string(),
  kind: DeviceKind,
  /** The rooms it may send for: one, or several for a gateway. */
  rooms: z.array(z.object({ roomId: z.string(), name: z.string() })),
  simulated: z.boolean(),
  withdrawn: z.boolean(),
  lastSeenAt: z.number().nullable(),
  /** Readings refused since the server started, with the last reason. */
  rejected: z.object({ count: z.number(), code: z.string().nullable(), message: z.string().nullable() }),
  /** How far the device's clock is ahead of the server's; null when not known. */
  clockAheadMs: z.number().nullable(),
});
export type DeviceRow = z.infer<typeof DeviceRow>;
/** A trainer may add simulated devices only. Rooms that are missing are made. */
export const AddDeviceBody = z.object({
  kind: DeviceKind,
  rooms: z.array(RoomName).min(1).max(1_000),
  label: z.string().trim().min(1).max(60).optional(),
  simulated: z.boolean().default(false),
});
/** The token is shown once: only its hash is kept. */
export const AddDeviceAnswer = z.object({ deviceId: z.string(), token: z.string() });
export type AddDeviceAnswer = z.infer<typeof AddDeviceAnswer>;
export const ChangeDeviceBody = z.object({
  label: z.string().trim().min(1).max(60).optional(),
  /** Moving a device cuts its stream: the new room starts with nothing of the old one. */
  rooms: z.array(RoomName).min(1).max(1_000).optional(),
  withdrawn: z.boolean().optional(),
});

// ---- The record of a room's watch ---------------------------------------------------------------------------------

export const TrendQuery = z.object({
  /** Points a metric at most; a step keeps its lowest and highest value. */
  points: z.coerce.number().int().min(100).max(5_000).default(1_500),
});
/** Columnar: `at[i]` belongs to `spo2[i]`. Null: measured, but no value. A gap has a null between. */
export const TrendAnswer = z.object({
  roomId: z.string(),
  from: z.number(),
  to: z.number(),
  oximetry: z.object({
    at: z.array(z.number()),
    spo2: z.array(z.number().nullable()),
    spo2Low: z.array(z.number().nullable()),
    pulseRate: z.array(z.number().nullable()),
    pulseRateHigh: z.array(z.number().nullable()),
  }),
  cuffs: z.array(
    z.object({
      at: z.number(),
      systolic: z.number().nullable(),
      diastolic: z.number().nullable(),
      mean: z.number().nullable(),
      pulseRate: z.number().nullable(),
      failure: z.string().nullable(),
      late: z.boolean(),
    }),
  ),
  markers: z.array(z.object({ at: z.number(), kind: z.string(), text: z.string(), by: z.string().nullable() })),
  changes: z.array(AlarmRecord),
});
export type TrendAnswer = z.infer<typeof TrendAnswer>;

export const ReadingsQuery = z.object({
  before: z.coerce.number().optional(),
  limit: z.coerce.number().int().positive().max(1_000).default(200),
});
/** Newest first; `next` is the `before` of the following page, null at the end. */
export const ReadingsPage = z.object({
  readings: z.array(
    z.object({
      receivedAt: z.number(),
      measuredAt: z.number(),
      device: z.string(),
      kind: z.enum(["oximetry", "bloodPressure"]),
      values: z.partialRecord(MetricId, z.number().nullable()),
      state: z.string().nullable(),
      late: z.boolean(),
    }),
  ),
  next: z.number().nullable(),
});
export type ReadingsPage = z.infer<typeof ReadingsPage>;

// ---- What was changed in the clinic ---------------------------------------------------------------------------------

/** `before`: the id of the last one already seen; left out for the newest. */
export const ClinicChangesQuery = z.object({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().positive().max(500).default(100),
});
/** One change of people, rooms, devices or settings. Never a password or a token, only that there is another one. */
export const ClinicChange = z.object({
  id: z.number().int(),
  at: z.number(),
  /** A person's name, or "Command line". */
  by: z.string(),
  what: z.string(),
  old: z.string().nullable(),
  new: z.string().nullable(),
});
export type ClinicChange = z.infer<typeof ClinicChange>;
/** Newest first. */
export const ClinicChangesAnswer = z.object({
  changes: z.array(ClinicChange),
  /** Ask with this `before` next; null: there are none before these. */
  next: z.number().int().nullable(),
});
export type ClinicChangesAnswer = z.infer<typeof ClinicChangesAnswer>;

// ---- The server's own state ---------------------------------------------------------------------------------------

export const ReadyAnswer = z.object({
  ready: z.boolean(),
  parts: z.record(z.string(), z.object({ ready: z.boolean(), state: z.string() })),
});
export type ReadyAnswer = z.infer<typeof ReadyAnswer>;

/** Paths of the REST API that more than one program uses. */
export const PATHS = {
  readings: "/api/v1/readings",
  rooms: "/api/v1/rooms",
  alarms: "/api/v1/alarms",
  sessions: "/api/v1/sessions",
  protocols: "/api/v1/protocols",
  rems: "/api/v1/rems",
  site: "/api/v1/site",
  colleagues: "/api/v1/colleagues",
  welcome: "/api/v1/welcome",
  setUp: "/api/v1/set-up",
  signIn: "/api/v1/sign-in",
  signOut: "/api/v1/sign-out",
  lock: "/api/v1/lock",
  unlock: "/api/v1/unlock",
  me: "/api/v1/me",
  operators: "/api/v1/operators",
  changes: "/api/v1/changes",
  devices: "/api/v1/devices",
  settingsRooms: "/api/v1/settings/rooms",
} as const;
/** Of one room, or one session: `${PATHS.rooms}/${roomId}/trend`, `/readings`, `/alarms`. */
