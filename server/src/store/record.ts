import type { AlarmChange } from "@watchroom/shared/alarm";
import type { RoomId } from "@watchroom/shared/time";
import { answerOf, entriesOfBlocks } from "../journal/block.ts";
import type { EntryBody } from "../journal/entry.ts";
import { encodeLine, isReadingRow, ROW, type Row, rowOfLine } from "../journal/line.ts";
import { createAlarmChanges } from "./alarms.ts";
import { createBlocks, textsOfRuns } from "./blocks.ts";
import { type Database, transaction } from "./open.ts";
import { Pending, type Run } from "./pending.ts";
import type { Checkpoint, EntryQuery, Store } from "./store.ts";

/** A room's checkpoint that holds the first `after` lines of its commit, and all before it. */
export type CheckpointPut = { readonly roomId: RoomId; readonly state: string; readonly after: number };
/** Lines as `encodeLine` makes them, in the order of arrival. */
export type Commit = { readonly lines: readonly string[]; readonly checkpoints: readonly CheckpointPut[] };

/** What the journal holds in memory; it follows the file and never leads it. */
type Loaded = { readonly pending: Pending; lastSeq: number; last: { at: number; mono: number } | null };

type RecordPart = Pick<
  Store,
  | "append"
  | "putCheckpoint"
  | "checkpoint"
  | "entriesAfter"
  | "entries"
  | "blocks"
  | "hasReading"
  | "lastMoment"
  | "alarmChanges"
  | "alarmChangesOfRoom"
> & {
  /** All of it in one transaction; the number of the last entry of the journal. Throws, and then nothing was kept. */
  commit(commit: Commit): number;
  lastSeq(): number;
  /** What `entriesAfter` reads from, for `entriesOfBlocks` in the thread that asked. */
  textsAfter(roomId: RoomId, seq: number): string[];
};

const LINE_BREAK = "\n";
const at = (row: Row): number => row[ROW.at] as number;
const momentOf = (row: Row): { at: number; mono: number } => ({ at: at(row), mono: row[ROW.mono] as number });

/** The journal: appended in the order of arrival, packed by room a minute later, read from both. */
export function createRecord(db: Database): RecordPart {
  const blocks = createBlocks(db);
  const alarms = createAlarmChanges(db);
  const insert = db.prepare("INSERT INTO journal (to_seq, clinic, from_seq, lines) VALUES (?, 1, ?, ?)");
  const trim = db.prepare("DELETE FROM journal WHERE to_seq < ?");
  const putCheckpoint = db.prepare(
    `INSERT INTO checkpoint (clinic, room, seq, state) VALUES (1, ?, ?, ?)
     ON CONFLICT (clinic, room) DO UPDATE SET seq = excluded.seq, state = excluded.state`,
  );
  const checkpointOf = db.prepare("SELECT seq, state FROM checkpoint WHERE clinic = 1 AND room = ?");

  let held: Loaded | null = null;
  const loaded = (): Loaded => {
    held ??= load(db, blocks.lastSeq);
    return held;
  };

  const write = ({ lines, checkpoints }: Commit, rows: readonly Row[], due: readonly Run[]): void => {
    const { pending, lastSeq } = loaded();
    for (const run of due) blocks.put(run);
    const toSeq = lastSeq + lines.length;
    if (lines.length > 0) insert.run(toSeq, lastSeq + 1, lines.join(LINE_BREAK));
    for (const row of rows) {
      if (row[ROW.code] !== "a") continue;
      const { change } = row[ROW.body] as Extract<EntryBody, { kind: "alarm" }>;
      alarms.put(row[ROW.room] as RoomId, row[ROW.session] as string | null, change satisfies AlarmChange);
    }
    for (const { roomId, state, after } of checkpoints) putCheckpoint.run(roomId, lastSeq + after, state);
    // The newest row stays: it tells where the journal ends.
    trim.run(Math.min(pending.firstSeqWithout(due) ?? toSeq, toSeq));
  };

  const commit = (commit: Commit): number => {
    const state = loaded();
    const rows = commit.lines.map(rowOfLine);
    const last = rows.at(-1);
    const due = last === undefined ? [] : state.pending.due(at(last));
    transaction(db, () => write(commit, rows, due));
    state.pending.remove(due);
    for (const [index, row] of rows.entries()) {
      const seq = state.lastSeq + 1 + index;
      state.pending.add(row[ROW.room] as RoomId, { seq, at: at(row), line: commit.lines[index] ?? "" });
    }
    state.lastSeq += rows.length;
    if (last !== undefined) state.last = momentOf(last);
    return state.lastSeq;
  };

  const pendingTexts = (roomId: RoomId): string[] => textsOfRuns(loaded().pending.runsOf(roomId));
  const textsAfter = (roomId: RoomId, seq: number): string[] => [...blocks.after(roomId, seq), ...pendingTexts(roomId)];
  const textsOf = (query: EntryQuery): string[] => {
    const pending = pendingTexts(query.roomId);
    const found = query.newest === undefined ? 0 : entriesOfBlocks(pending, query).length;
    return [...blocks.matching(query, found), ...pending];
  };

  return {
    commit,
    lastSeq: () => loaded().lastSeq,
    textsAfter,
    blocks: textsOf,
    append: (entries) => void commit({ lines: entries.map(encodeLine), checkpoints: [] }),
    putCheckpoint: (roomId, state) => void commit({ lines: [], checkpoints: [{ roomId, state, after: 0 }] }),
    checkpoint(roomId) {
      const row = checkpointOf.get(roomId) as Omit<Checkpoint, "roomId"> | undefined;
      return row === undefined ? null : { roomId, seq: row.seq, state: row.state };
    },
    entriesAfter: (roomId, seq) => entriesOfBlocks(textsAfter(roomId, seq), { afterSeq: seq }),
    entries: (query) => answerOf(textsOf(query), query),
    hasReading(roomId, deviceId, readingId, measuredAt) {
      const isIt = ({ line }: { line: string }): boolean =>
        line.includes(JSON.stringify(readingId)) && isReadingRow(rowOfLine(line), deviceId, readingId);
      if (
        loaded()
          .pending.runsOf(roomId)
          .some((run) => run.entries.some(isIt))
      )
        return true;
      return blocks.hasReading(roomId, deviceId, readingId, measuredAt);
    },
    lastMoment: () => loaded().last as ReturnType<Store["lastMoment"]>,
    alarmChanges: alarms.since,
    alarmChangesOfRoom: alarms.ofRoom,
  };
}

function load(db: Database, packedTo: (roomId: RoomId) => number): Loaded {
  const state: Loaded = { pending: new Pending(), lastSeq: 0, last: null };
  const packed = new Map<RoomId, number>();
  for (const raw of db.prepare("SELECT to_seq, from_seq, lines FROM journal ORDER BY to_seq").iterate()) {
    const { to_seq, from_seq, lines } = raw as { to_seq: number; from_seq: number; lines: string };
    for (const [index, line] of lines.split(LINE_BREAK).entries()) {
      const row = rowOfLine(line);
      const roomId = row[ROW.room] as RoomId;
      const seq = from_seq + index;
      const packedSeq = packed.get(roomId) ?? packedTo(roomId);
      packed.set(roomId, packedSeq);
      if (seq > packedSeq) state.pending.add(roomId, { seq, at: at(row), line });
      state.last = momentOf(row);
    }
    state.lastSeq = to_seq;
  }
  return state;
}
