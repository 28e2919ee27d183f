import type { AlarmChange, Disposition } from "@watchroom/shared/alarm";
import type { CorrectionBody, SubmittedBody } from "@watchroom/shared/http-sessions";
import type { Protocol } from "@watchroom/shared/protocol";
import type { BloodPressureReading, OximetryReading } from "@watchroom/shared/reading";
import type { DeviceId, EpochMs, MonoMs, OperatorId, RoomId, SessionId } from "@watchroom/shared/time";
import type { CommandName, Link, Payload, Receipt, Role } from "@watchroom/shared/wire";

/** A reading as it is kept: the device's own, with its time as a number. */
export type KeptReading = (
  | Omit<OximetryReading, "measuredAt" | "room">
  | Omit<BloodPressureReading, "measuredAt" | "room">
) & {
  readonly measuredAt: EpochMs;
};

/** The person who acts, as the record names them. */
export type Actor = { readonly operatorId: OperatorId; readonly name: string; readonly role: Role };

/** A device of a room, as the core knows it. */
export type RoomDevice = {
  readonly deviceId: DeviceId;
  readonly label: string;
  readonly kind: "oximeter" | "cuff" | "gateway";
  readonly simulated: boolean;
};

export type CommandEntry = {
  [Name in CommandName]: { readonly name: Name; readonly payload: Payload<Name> };
}[CommandName];

/** What people add to a session after its end. */
export type Afterword =
  | { readonly name: "sign"; readonly role: "nurse" | "physician"; readonly meaning: string }
  | { readonly name: "correct"; readonly correction: CorrectionBody }
  | { readonly name: "remsSubmitted"; readonly submitted: SubmittedBody }
  /** What an alarm turned out to be, said in the review. */
  | {
      readonly name: "annotate";
      readonly episodeId: string;
      readonly disposition: Disposition | null;
      readonly note: string | null;
    }
  /** A physician's name under one alarm, as it is judged at that moment. */
  | { readonly name: "reviewAlarm"; readonly episodeId: string };

/** What a session that starts takes with it, so that its journal can be folded alone. */
export type SessionStart = {
  /** The protocol that it keeps, whatever becomes of the clinic's. */
  readonly protocol: Protocol;
  readonly devices: readonly RoomDevice[];
  /** The room's place in the turns that neighbouring rooms take with their checks. */
  readonly turn: number;
};

/**
 * What a room's journal holds, in order of arrival. All but `alarm`, `lateReading` and `afterword` are inputs of the core: folding
 * them gives the state and every alarm change again.
 */
export type EntryBody =
  | { readonly kind: "reading"; readonly deviceId: DeviceId; readonly reading: KeptReading }
  /** Sent after its time: kept for the record, never folded. */
  | { readonly kind: "lateReading"; readonly deviceId: DeviceId; readonly reading: KeptReading }
  | { readonly kind: "devices"; readonly devices: readonly RoomDevice[]; readonly by: string | null }
  | {
      readonly kind: "link";
      readonly deviceId: DeviceId;
      readonly link: Link;
      /** The device said that it measures when it is asked to. */
      readonly canMeasure?: boolean;
    }
  | {
      readonly kind: "command";
      readonly command: CommandEntry;
      readonly by: Actor;
      readonly sessionId: SessionId | null;
      readonly start?: SessionStart;
      /** Who takes the room, by the clinic's own list of people. */
      readonly to?: { readonly operatorId: OperatorId; readonly name: string };
    }
  | { readonly kind: "hearing"; readonly stations: number }
  | { readonly kind: "record"; readonly saving: boolean }
  | { readonly kind: "rebuilt"; readonly reason: string }
  /** Somebody of the chain could not be reached about an alarm of this room; null: it is settled. */
  | { readonly kind: "channel"; readonly failed: string | null }
  | { readonly kind: "alarm"; readonly change: AlarmChange }
  /** What happened to one alarm signal on its way to one station: kept, never folded. */
  | { readonly kind: "receipt"; readonly receipt: Receipt }
  /**
   * About what is over, among the entries of whoever is in the room now: kept, never folded. `sessionId`: the session
   * that has ended, or that an alarm was in; null for an alarm outside a session.
   */
  | { readonly kind: "afterword"; readonly act: Afterword; readonly by: Actor; readonly sessionId: SessionId | null };

export type JournalEntry = {
  readonly roomId: RoomId;
  /** The session it belongs to, or null: one or none (DESIGN rule 5). */
  readonly sessionId: SessionId | null;
  readonly at: EpochMs;
  readonly mono: MonoMs;
  readonly body: EntryBody;
};

/** An entry read back. `seq` rises in the order of arrival over all rooms of the clinic. */
export type KeptEntry = JournalEntry & { readonly seq: number };
