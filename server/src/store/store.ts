import type { AlarmRecord, ClinicChange } from "@watchroom/shared/http";
import type { SessionFacts } from "@watchroom/shared/http-sessions";
import type { Protocol } from "@watchroom/shared/protocol";
import type { DeviceKind } from "@watchroom/shared/reading";
import type { ClinicId, DeviceId, EpochMs, OperatorId, RoomId, SessionId } from "@watchroom/shared/time";
import type { Role } from "@watchroom/shared/wire";
import type { EntryBody, JournalEntry, KeptEntry } from "../journal/entry.ts";

export type Clinic = {
  readonly clinicId: ClinicId;
  readonly name: string;
  /** A simulated clinic says so on every page; set once, when the data folder is first used. */
  readonly simulated: boolean;
};

export type Room = { readonly roomId: RoomId; readonly name: string; readonly order: number };

export type Device = {
  readonly deviceId: DeviceId;
  readonly label: string;
  readonly kind: DeviceKind;
  /** One room, or several for a gateway. */
  readonly rooms: readonly RoomId[];
  readonly simulated: boolean;
  readonly tokenHash: string;
  readonly withdrawnAt: EpochMs | null;
};

export type Operator = {
  readonly operatorId: OperatorId;
  /** Unique, compared without case. */
  readonly name: string;
  readonly displayName: string;
  readonly role: Role;
  readonly passwordHash: string;
  readonly withdrawnAt: EpochMs | null;
};

/** A person signed in at one browser. Only the hash of its cookie is kept. */
export type SignIn = {
  readonly tokenHash: string;
  readonly operatorId: OperatorId;
  readonly createdAt: EpochMs;
  readonly expiresAt: EpochMs;
  readonly lockedAt: EpochMs | null;
  readonly activeAt: EpochMs;
};

/** A token of another program that only reads. */
export type Access = {
  readonly accessId: string;
  readonly role: "reader";
  readonly label: string;
  readonly tokenHash: string;
  readonly withdrawnAt: EpochMs | null;
};

/** A session as lists show it; the truth is its journal. */
export type SessionRow = {
  readonly sessionId: SessionId;
  readonly roomId: RoomId;
  readonly initials: string;
  readonly route: string;
  readonly recordFrom: EpochMs;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs | null;
  readonly simulated: boolean;
  readonly facts: SessionFacts;
};

/** A version of a protocol as it was saved; never changed afterwards. */
export type ProtocolRow = {
  readonly protocol: Protocol;
  readonly savedAt: EpochMs;
  readonly savedBy: string;
  readonly note: string;
};
/** A version was made active for new sessions, or no longer active. The newest of a version counts. */
export type ActivationRow = {
  readonly protocolId: string;
  readonly version: number;
  readonly active: boolean;
  readonly at: EpochMs;
  readonly by: string;
};

/** A room's state at a moment: folding may start here instead of at the beginning. Opaque to the store. */
export type Checkpoint = {
  readonly roomId: RoomId;
  /** Every entry of the room up to the append that carried this checkpoint is in it. */
  readonly seq: number;
  readonly state: string;
};

export type EntryKind = EntryBody["kind"];
export type EntryQuery = {
  readonly roomId: RoomId;
  /** By the entries' own `at`, both ends included. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly kinds?: readonly EntryKind[];
  /** Newest first when given, at most so many; else all, oldest first. */
  readonly newest?: number;
};

/**
 * All that is kept, in domain words. Every method is durable when it returns (synchronous FULL). One contract suite
 * runs over each implementation. Inside one writer; callers on other threads reach it through `StoreClient`.
 */
export type Store = {
  // the journal
  /** One transaction. Alarm entries get an id in the order of arrival, and are listed by `alarmChanges`. */
  append(entries: readonly JournalEntry[]): void;
  /** Kept beside the journal, replaced by the room's next one. Its `seq` is that of the last entry appended so far. */
  putCheckpoint(roomId: RoomId, state: string): void;
  checkpoint(roomId: RoomId): Checkpoint | null;
  /** A room's entries after `seq`, oldest first. */
  entriesAfter(roomId: RoomId, seq: number): KeptEntry[];
  entries(query: EntryQuery): KeptEntry[];
  /** What `entries` finds these in, still packed, for `entriesOfBlocks` in the thread that wants them. */
  blocks(query: EntryQuery): string[];
  /** True when this device's reading was already kept for this room (its measured time narrows the search). */
  hasReading(roomId: RoomId, deviceId: DeviceId, readingId: string, measuredAt: EpochMs): boolean;
  /** The newest entry's moment of the whole clinic; null when the journal is empty. */
  lastMoment(): { at: EpochMs; mono: number } | null;
  alarmChanges(since: number, limit: number): Omit<AlarmRecord, "text">[];
  alarmChangesOfRoom(roomId: RoomId, from: EpochMs, to: EpochMs): Omit<AlarmRecord, "text">[];

  // sessions, as lists need them
  putSession(session: SessionRow): void;
  /** Newest first. `recordNumber`: of one patient, written exactly so. */
  sessions(query: { roomId?: RoomId; open?: boolean; recordNumber?: string; limit: number }): SessionRow[];
  session(sessionId: SessionId): SessionRow | null;

  // protocols
  /** Throws StoreRefused "version-taken" when this version of it is there already. */
  putProtocolVersion(row: ProtocolRow): void;
  /** All versions, in the order in which they were saved. */
  protocolVersions(): ProtocolRow[];
  putActivation(row: ActivationRow): void;
  /** In order. */
  activations(): ActivationRow[];

  // the clinic
  clinic(): Clinic | null;
  putClinic(clinic: Clinic): void;
  rooms(): Room[];
  putRoom(room: Room): void;
  devices(): Device[];
  putDevice(device: Device): void;
  operators(): Operator[];
  putOperator(operator: Operator): void;
  accesses(): Access[];
  putAccess(access: Access): void;
  signIns(): SignIn[];
  putSignIn(signIn: SignIn): void;
  removeSignIn(tokenHash: string): void;
  /** Small named values: the set-up token's hash, the limit set in force. */
  setting(name: string): string | null;
  putSetting(name: string, value: string | null): void;
  /** In order; they are only ever added. */
  putClinicChanges(changes: readonly Omit<ClinicChange, "id">[]): void;
  /** Newest first. */
  clinicChanges(query: { before?: number; limit: number }): ClinicChange[];
  /**
   * Rises whenever rooms, devices, accesses or operators were put, by this process or another: how a running server
   * notices what the command line changed.
   */
  configVersion(): number;

  close(): void;
};

/** The same store on its own thread. */
export type StoreClient = {
  [Method in keyof Store]: (...args: Parameters<Store[Method]>) => Promise<ReturnType<Store[Method]>>;
};
