import type { DeviceId, EpochMs, MonoMs, RoomId, SessionId } from "@watchroom/shared/time";
import type { EntryBody, JournalEntry, KeptEntry, KeptReading } from "./entry.ts";

type OximetryBody = Extract<KeptReading, { kind: "oximetry" }>;
type PressureBody = Extract<KeptReading, { kind: "bloodPressure" }>;
type Own<Body> = Exclude<keyof Body, "kind" | "measuredAt">;

/** The place of each field in a row. Places are for ever: a new field goes to the end, and old rows lack it. */
const OXIMETRY = {
  id: 0,
  spo2: 1,
  pulseRate: 2,
  perfusionIndex: 3,
  sensor: 4,
  battery: 5,
  updatePeriodS: 6,
} as const satisfies Record<Own<OximetryBody>, number>;
const PRESSURE = {
  id: 0,
  systolic: 1,
  diastolic: 2,
  mean: 3,
  pulseRate: 4,
  state: 5,
  failure: 6,
  battery: 7,
} as const satisfies Record<Own<PressureBody>, number>;

const FIELDS = { oximetry: Object.keys(OXIMETRY), bloodPressure: Object.keys(PRESSURE) } as const;

/** What a field that the device left out looks like in a row: `null` says "not measured", and no field is a boolean. */
export const ABSENT = true;

/** The first value of a row. The readings are lists of fields, since there are millions of them; the rest are objects. */
const CODES = { o: "oximetry", O: "oximetry", b: "bloodPressure", B: "bloodPressure" } as const;
type ReadingCode = keyof typeof CODES;
const isReadingCode = (code: unknown): code is ReadingCode => typeof code === "string" && Object.hasOwn(CODES, code);
const isLate = (code: ReadingCode): boolean => code === "O" || code === "B";

/**
 * An entry as plain values: code, room, session, at, mono, then for a reading measuredAt, device and its fields, for
 * any other entry its body.
 */
export type Row = readonly unknown[];
export const ROW = { code: 0, room: 1, session: 2, at: 3, mono: 4, body: 5, measuredAt: 5, device: 6, id: 7 } as const;

function readingRow(entry: JournalEntry, body: Extract<EntryBody, { kind: "reading" | "lateReading" }>): Row {
  const { reading, deviceId } = body;
  const late = body.kind === "lateReading";
  const code = reading.kind === "oximetry" ? (late ? "O" : "o") : late ? "B" : "b";
  const row: unknown[] = [code, entry.roomId, entry.sessionId, entry.at, entry.mono, reading.measuredAt, deviceId];
  const fields = reading as unknown as Record<string, unknown>;
  for (const name of FIELDS[reading.kind]) row.push(fields[name] === undefined ? ABSENT : fields[name]);
  return row;
}

function rowOf(entry: JournalEntry): Row {
  const { body } = entry;
  if (body.kind === "reading" || body.kind === "lateReading") return readingRow(entry, body);
  return [body.kind === "alarm" ? "a" : "x", entry.roomId, entry.sessionId, entry.at, entry.mono, body];
}

/** One entry as one line of text, without a line break: what travels to the writer thread and is kept until packed. */
export const encodeLine = (entry: JournalEntry): string => JSON.stringify(rowOf(entry));
export const rowOfLine = (line: string): Row => JSON.parse(line) as Row;
/** Told from the text alone, so that the queue need not decode. */
export const isReadingLine = (line: string): boolean => isReadingCode(line.charAt(2));

export function kindOfRow(row: Row): EntryBody["kind"] {
  const code = row[ROW.code];
  if (isReadingCode(code)) return isLate(code) ? "lateReading" : "reading";
  return (row[ROW.body] as EntryBody).kind;
}

/** When the device measured it; null for an entry that is not a reading. */
export const measuredAtOfRow = (row: Row): number | null =>
  isReadingCode(row[ROW.code]) ? (row[ROW.measuredAt] as number) : null;

/** True for the reading of this device with this id. */
export const isReadingRow = (row: Row, deviceId: string, readingId: string): boolean =>
  isReadingCode(row[ROW.code]) && row[ROW.id] === readingId && row[ROW.device] === deviceId;

function bodyOf(row: Row): EntryBody {
  const code = row[ROW.code];
  if (!isReadingCode(code)) return row[ROW.body] as EntryBody;
  const kind = CODES[code];
  const reading: Record<string, unknown> = { kind, measuredAt: row[ROW.measuredAt] };
  let place: number = ROW.id;
  for (const name of FIELDS[kind]) {
    const value = row[place++];
    if (value !== ABSENT && value !== undefined) reading[name] = value;
  }
  const deviceId = row[ROW.device] as DeviceId;
  return { kind: isLate(code) ? "lateReading" : "reading", deviceId, reading: reading as unknown as KeptReading };
}

export const entryOfRow = (row: Row, seq: number): KeptEntry => ({
  seq,
  roomId: row[ROW.room] as RoomId,
  sessionId: row[ROW.session] as SessionId | null,
  at: row[ROW.at] as EpochMs,
  mono: row[ROW.mono] as MonoMs,
  body: bodyOf(row),
});
