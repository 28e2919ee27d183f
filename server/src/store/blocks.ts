import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { DeviceId, RoomId } from "@watchroom/shared/time";
import { entriesOfBlocks, packBlock, unpackBlock } from "../journal/block.ts";
import { isReadingRow, kindOfRow, measuredAtOfRow, type Row, rowOfLine } from "../journal/line.ts";
import type { Database } from "./open.ts";
import { RUN_MS_MAX, type Run } from "./pending.ts";
import type { EntryKind, EntryQuery } from "./store.ts";

/** The bit of each kind in `room_block.kinds`. Bits are for ever. */
const KIND_BITS: Readonly<Record<EntryKind, number>> = {
  reading: 1,
  lateReading: 2,
  devices: 4,
  link: 8,
  command: 16,
  hearing: 32,
  record: 64,
  rebuilt: 128,
  alarm: 256,
  afterword: 512,
  channel: 1024,
  receipt: 2048,
};
const ALL_KINDS = -1;
const bitsOf = (kinds: readonly EntryKind[] | undefined): number =>
  kinds === undefined ? ALL_KINDS : kinds.reduce((bits, kind) => bits | KIND_BITS[kind], 0);

/** The wall clock may be set back or on inside a block, so that its times are at most this far apart. */
const BLOCK_MS_MAX = 2 * RUN_MS_MAX;
const TEN_MINUTES_MS = 600_000;
/** A device whose clock stands still puts all its readings into the same minutes: only the newest blocks are searched. */
const BLOCKS_SEARCHED_MAX = 64;
// A block is 3 to 8 kB before packing: a small window costs nothing and saves most of the time to set zlib up.
const DEFLATE = { level: 1, windowBits: 13, memLevel: 6 } as const;

const textOf = (row: unknown): string => inflateRawSync((row as { body: Uint8Array }).body).toString();
const textOfRun = (run: Run): string =>
  packBlock(
    run.entries.map(({ seq }) => seq),
    run.entries.map(({ line }) => rowOfLine(line)),
  );

/** Packed blocks: how the journal of a room is kept for good. */
export function createBlocks(db: Database) {
  const insert = db.prepare(
    `INSERT INTO room_block (to_seq, clinic, room, from_at, to_at, from_measured_at, to_measured_at, kinds, body)
     VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertTime = db.prepare("INSERT INTO reading_time (clinic, room, ten_minutes, to_seq) VALUES (1, ?, ?, ?)");
  const insertAfterword = db.prepare("INSERT INTO afterword_block (clinic, room, from_at, to_seq) VALUES (1, ?, ?, ?)");
  const after = db.prepare(SQL.after);
  const within = db.prepare(SQL.within);
  const afterwords = db.prepare(SQL.afterwords);
  const withinNewest = db.prepare(SQL.withinNewest);
  const measured = db.prepare(SQL.measured);
  const lastSeq = db.prepare(SQL.lastSeq);

  return {
    put(run: Run): void {
      const rows = run.entries.map(({ line }) => rowOfLine(line));
      const seqs = run.entries.map(({ seq }) => seq);
      const times = rows.map(measuredAtOfRow).filter((at) => at !== null);
      const kinds = rows.reduce((bits, row) => bits | KIND_BITS[kindOfRow(row)], 0);
      const body = deflateRawSync(packBlock(seqs, rows), DEFLATE);
      const toSeq = seqs.at(-1) ?? 0;
      const [from, to] = times.length === 0 ? [null, null] : [Math.min(...times), Math.max(...times)];
      insert.run(toSeq, run.roomId, Math.floor(run.from), Math.ceil(run.to), from, to, kinds, body);
      if ((kinds & KIND_BITS.afterword) !== 0) insertAfterword.run(run.roomId, Math.floor(run.from), toSeq);
      for (const tenMinutes of new Set(times.map((at) => Math.floor(at / TEN_MINUTES_MS)))) {
        insertTime.run(run.roomId, tenMinutes, toSeq);
      }
    },

    /** Texts of the room's blocks that hold entries after `seq`, oldest first. */
    after: (roomId: RoomId, seq: number): string[] => after.all(roomId, seq).map(textOf),

    /**
     * Texts of the blocks with entries that a query asks for, in no order; they hold others too. With `newest` no more
     * of them than needed, beyond the `found` that are not in blocks.
     */
    matching({ roomId, from, to, kinds, newest }: EntryQuery, found: number): string[] {
      const span = [roomId, Math.floor(from) - BLOCK_MS_MAX, Math.ceil(to), Math.floor(from)] as const;
      const bits = bitsOf(kinds);
      // They are asked for over years: the blocks between, which have none, are not even looked at.
      if (bits === KIND_BITS.afterword) return afterwords.all(...span).map(textOf);
      const bounds = [...span, bits] as const;
      if (newest === undefined) return within.all(...bounds).map(textOf);
      const texts: string[] = [];
      let count = found;
      for (const row of withinNewest.iterate(...bounds)) {
        if (count >= newest) break;
        const text = textOf(row);
        texts.push(text);
        count += entriesOfBlocks([text], { from, to, ...(kinds && { kinds }) }).length;
      }
      return texts;
    },

    hasReading(roomId: RoomId, deviceId: DeviceId, readingId: string, measuredAt: number): boolean {
      const tenMinutes = Math.floor(measuredAt / TEN_MINUTES_MS);
      const isIt = (row: Row): boolean => isReadingRow(row, deviceId, readingId);
      for (const row of measured.iterate(roomId, tenMinutes, measuredAt, measuredAt, BLOCKS_SEARCHED_MAX)) {
        if (unpackBlock(textOf(row)).rows.some(isIt)) return true;
      }
      return false;
    },

    /** The last entry of the room that is in a block; 0 when none is. */
    lastSeq: (roomId: RoomId): number => (lastSeq.get(roomId) as { to_seq: number } | undefined)?.to_seq ?? 0,
  };
}

/** Pure: what of the pending entries may be asked for, as the texts of blocks. */
export const textsOfRuns = (runs: readonly Run[]): string[] => runs.map(textOfRun);

/** Exported for the test that reads their query plans. */
export const SQL = {
  after: "SELECT body FROM room_block WHERE clinic = 1 AND room = ? AND to_seq > ? ORDER BY to_seq",
  within: `SELECT body FROM room_block
    WHERE clinic = 1 AND room = ? AND from_at BETWEEN ? AND ? AND to_at >= ? AND kinds & ? <> 0`,
  withinNewest: `SELECT body FROM room_block
    WHERE clinic = 1 AND room = ? AND from_at BETWEEN ? AND ? AND to_at >= ? AND kinds & ? <> 0
    ORDER BY from_at DESC, to_seq DESC`,
  afterwords: `SELECT body FROM afterword_block JOIN room_block USING (to_seq)
    WHERE afterword_block.clinic = 1 AND afterword_block.room = ? AND afterword_block.from_at BETWEEN ? AND ?
      AND to_at >= ?`,
  measured: `SELECT body FROM reading_time JOIN room_block USING (to_seq)
    WHERE reading_time.clinic = 1 AND reading_time.room = ? AND ten_minutes = ?
      AND from_measured_at <= ? AND to_measured_at >= ?
    ORDER BY reading_time.to_seq DESC LIMIT ?`,
  lastSeq: "SELECT to_seq FROM room_block WHERE clinic = 1 AND room = ? ORDER BY to_seq DESC LIMIT 1",
} as const;
