import type { ClinicChange } from "@watchroom/shared/http";
import { packBlock } from "../../server/src/journal/block.ts";
import type { EntryBody, KeptEntry } from "../../server/src/journal/entry.ts";
import { encodeLine, rowOfLine } from "../../server/src/journal/line.ts";
import { StoreRefused } from "../../server/src/store/refused.ts";
import type {
  Access,
  ActivationRow,
  Checkpoint,
  Clinic,
  Device,
  EntryQuery,
  Operator,
  ProtocolRow,
  Room,
  SessionRow,
  SignIn,
  Store,
} from "../../server/src/store/store.ts";

type Change = ReturnType<Store["alarmChanges"]>[number];
type ClinicPart = Pick<
  Store,
  | "clinic"
  | "putClinic"
  | "rooms"
  | "putRoom"
  | "devices"
  | "putDevice"
  | "operators"
  | "putOperator"
  | "accesses"
  | "putAccess"
  | "configVersion"
>;
type ChangePart = Pick<Store, "putClinicChanges" | "clinicChanges">;
type ProtocolPart = Pick<Store, "putProtocolVersion" | "protocolVersions" | "putActivation" | "activations">;
type VisitPart = Pick<
  Store,
  "putSession" | "sessions" | "session" | "signIns" | "putSignIn" | "removeSignIn" | "setting" | "putSetting"
>;
type JournalPart = Omit<Store, keyof ClinicPart | keyof ChangePart | keyof VisitPart | keyof ProtocolPart>;

/** The store of tests that need no disk. It passes the same contract as the real ones. */
export function createMemoryStore(): Store {
  const clinic = clinicPart();
  return { ...clinic, ...changePart(), ...visitPart(), ...protocolPart(), ...journalPart(clinic.rooms) };
}

function journalPart(rooms: () => Room[]): JournalPart {
  const journal: KeptEntry[] = [];
  const changes: Omit<Change, "room">[] = [];
  const checkpoints = new Map<string, Checkpoint>();
  const named = (change: Omit<Change, "room">): Change => ({
    ...change,
    room: rooms().find(({ roomId }) => roomId === change.roomId)?.name ?? change.roomId,
  });
  const keepChange = ({ roomId, sessionId, body }: KeptEntry): void => {
    if (body.kind === "alarm") changes.push({ ...body.change, id: changes.length + 1, roomId, sessionId });
  };
  return {
    append(entries) {
      for (const entry of structuredClone(entries)) {
        const kept = { ...entry, seq: journal.length + 1 };
        journal.push(kept);
        keepChange(kept);
      }
    },
    putCheckpoint: (roomId, state) => void checkpoints.set(roomId, { roomId, seq: journal.length, state }),
    checkpoint: (roomId) => checkpoints.get(roomId) ?? null,
    entriesAfter: (roomId, seq) => journal.filter((entry) => entry.roomId === roomId && entry.seq > seq),
    entries: (query) => answer(journal, query),
    blocks(query) {
      const found = answer(journal, query);
      const rows = found.map(({ seq: _seq, ...entry }) => rowOfLine(encodeLine(entry)));
      return found.length === 0
        ? []
        : [
            packBlock(
              found.map(({ seq }) => seq),
              rows,
            ),
          ];
    },
    hasReading: (roomId, deviceId, readingId) =>
      journal.some((entry) => entry.roomId === roomId && isReading(entry.body, deviceId, readingId)),
    lastMoment() {
      const last = journal.at(-1);
      return last === undefined ? null : { at: last.at, mono: last.mono };
    },
    alarmChanges: (since, limit) =>
      changes
        .filter(({ id }) => id > since)
        .slice(0, limit)
        .map(named),
    alarmChangesOfRoom: (roomId, from, to) =>
      changes.filter((change) => change.roomId === roomId && change.at >= from && change.at <= to).map(named),
    close: () => undefined,
  };
}

const isReading = (body: EntryBody, deviceId: string, readingId: string): boolean =>
  (body.kind === "reading" || body.kind === "lateReading") &&
  body.deviceId === deviceId &&
  body.reading.id === readingId;

function answer(journal: readonly KeptEntry[], { roomId, from, to, kinds, newest }: EntryQuery): KeptEntry[] {
  const found = journal.filter(
    (entry) =>
      entry.roomId === roomId && entry.at >= from && entry.at <= to && (kinds?.includes(entry.body.kind) ?? true),
  );
  return newest === undefined ? found : found.reverse().slice(0, newest);
}

function clinicPart(): ClinicPart {
  let clinic: Clinic | null = null;
  let version = 0;
  const rooms = new Map<string, Room>();
  const devices = new Map<string, Device>();
  const operators = new Map<string, Operator>();
  const accesses = new Map<string, Access>();
  const put = <Value>(map: Map<string, Value>, id: string, value: Value): void => {
    map.set(id, value);
    version++;
  };
  return {
    clinic: () => clinic,
    putClinic(value) {
      clinic = value;
    },
    rooms: () => [...rooms.values()].sort((a, b) => a.order - b.order),
    putRoom: (room) => put(rooms, room.roomId, room),
    devices: () => [...devices.values()],
    putDevice: (device) => put(devices, device.deviceId, device),
    operators: () => [...operators.values()],
    putOperator(operator) {
      const { operatorId, name } = operator;
      const isTaken = [...operators.values()].some(
        (other) => other.operatorId !== operatorId && other.name.toLowerCase() === name.toLowerCase(),
      );
      if (isTaken) throw new StoreRefused("name-taken", `Somebody else already signs in as ${name}.`);
      put(operators, operatorId, operator);
    },
    accesses: () => [...accesses.values()],
    putAccess: (access) => put(accesses, access.accessId, access),
    configVersion: () => version,
  };
}

function changePart(): ChangePart {
  const kept: ClinicChange[] = [];
  return {
    putClinicChanges(changes) {
      for (const change of changes) kept.push({ ...change, id: kept.length + 1 });
    },
    clinicChanges: ({ before = Number.POSITIVE_INFINITY, limit }) =>
      kept
        .filter(({ id }) => id < before)
        .reverse()
        .slice(0, limit),
  };
}

function visitPart(): VisitPart {
  const sessions = new Map<string, SessionRow>();
  const signIns = new Map<string, SignIn>();
  const settings = new Map<string, string>();
  return {
    putSession: (session) => void sessions.set(session.sessionId, session),
    session: (sessionId) => sessions.get(sessionId) ?? null,
    sessions: ({ roomId, recordNumber, open, limit }) =>
      [...sessions.values()]
        .filter((row) => roomId === undefined || row.roomId === roomId)
        .filter((row) => recordNumber === undefined || row.facts.patient.recordNumber === recordNumber)
        .filter((row) => open === undefined || (row.endedAt === null) === open)
        .sort((a, b) => b.startedAt - a.startedAt)
        .slice(0, limit),
    signIns: () => [...signIns.values()],
    putSignIn: (signIn) => void signIns.set(signIn.tokenHash, signIn),
    removeSignIn: (tokenHash) => void signIns.delete(tokenHash),
    setting: (name) => settings.get(name) ?? null,
    putSetting: (name, value) => void (value === null ? settings.delete(name) : settings.set(name, value)),
  };
}

function protocolPart(): ProtocolPart {
  const versions: ProtocolRow[] = [];
  const activations: ActivationRow[] = [];
  const isThere = ({ id, version }: ProtocolRow["protocol"]): boolean =>
    versions.some(({ protocol }) => protocol.id === id && protocol.version === version);
  return {
    putProtocolVersion(row) {
      if (isThere(row.protocol)) throw new StoreRefused("version-taken", "This version was saved before.");
      versions.push(structuredClone(row));
    },
    protocolVersions: () => [...versions],
    putActivation: (row) => void activations.push({ ...row }),
    activations: () => [...activations],
  };
}
