import { assert } from "@watchroom/shared/result";
import type { EntryQuery } from "../store/store.ts";
import type { EntryBody, KeptEntry } from "./entry.ts";
import { ABSENT, entryOfRow, kindOfRow, ROW, type Row } from "./line.ts";

/**
 * Entries of one room as text, column by column: neighbours in a column are alike, so that it packs to a quarter of the
 * rows. Entries of one code share columns; `order` gives the codes in the order of arrival.
 */
type Block = { readonly order: string; readonly seq: Column; readonly parts: Readonly<Record<string, Column[]>> };

/** `s` one value for all; `d` the first number, then differences; `n` the same behind a text; `u` UUIDs; `v` the values. */
type Column =
  | readonly ["s", unknown]
  | readonly ["u", string]
  | readonly ["d", ...number[]]
  | readonly ["n", string, ...number[]]
  | readonly ["v", ...unknown[]];

function differences(values: readonly number[]): number[] {
  const list: number[] = [];
  let before = 0;
  for (const value of values) {
    list.push(value - before);
    before = value;
  }
  return list;
}

function sums(list: readonly number[]): number[] {
  const values: number[] = [];
  let value = 0;
  for (const difference of list) {
    value += difference;
    values.push(value);
  }
  return values;
}

/** "oxi-7:1041" counts upwards behind a text that stays. Null when these do not, or not so that they come back the same. */
function countedColumn(values: readonly string[]): Column | null {
  const text = /^(.*?)[1-9]\d{0,14}$/s.exec(values[0] ?? "")?.[1];
  if (text === undefined) return null;
  const numbers: number[] = [];
  for (const value of values) {
    const count = Number(value.slice(text.length));
    if (!Number.isSafeInteger(count) || `${text}${count}` !== value) return null;
    numbers.push(count);
  }
  return ["n", text, ...differences(numbers)];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const UUID_BYTES = 16;

/** UUIDs do not pack: as their bytes they take half. */
function uuidColumn(values: readonly string[]): Column | null {
  if (!values.every((value) => UUID.test(value))) return null;
  return ["u", Buffer.from(values.join("").replaceAll("-", ""), "hex").toString("base64")];
}

function uuidsOf(column: string): string[] {
  const bytes = Buffer.from(column, "base64");
  const values: string[] = [];
  for (let start = 0; start < bytes.length; start += UUID_BYTES) {
    const hex = bytes.toString("hex", start, start + UUID_BYTES);
    values.push(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`);
  }
  return values;
}

function textColumn(values: readonly string[]): Column {
  return countedColumn(values) ?? uuidColumn(values) ?? ["v", ...values];
}

function packColumn(values: readonly unknown[]): Column {
  const [first] = values;
  if (typeof first !== "object" && values.every((value) => value === first)) return ["s", first];
  if (first === null && values.every((value) => value === null)) return ["s", null];
  if (values.every((value) => Number.isSafeInteger(value))) return ["d", ...differences(values as number[])];
  if (values.every((value) => typeof value === "string")) return textColumn(values as string[]);
  return ["v", ...values];
}

function unpackColumn(column: Column, length: number): readonly unknown[] {
  switch (column[0]) {
    case "s":
      return Array.from({ length }, () => column[1]);
    case "d":
      return sums(column.slice(1) as number[]);
    case "n":
      return sums(column.slice(2) as number[]).map((count) => `${column[1]}${count}`);
    case "u":
      return uuidsOf(column[1]);
    default:
      return column.slice(1);
  }
}

/** `seqs` and `rows` are equally long, in the order of arrival. */
export function packBlock(seqs: readonly number[], rows: readonly Row[]): string {
  const byCode = new Map<string, Row[]>();
  let order = "";
  for (const row of rows) {
    const code = row[ROW.code] as string;
    order += code;
    const alike = byCode.get(code);
    if (alike === undefined) byCode.set(code, [row]);
    else alike.push(row);
  }
  const parts: Record<string, Column[]> = {};
  for (const [code, alike] of byCode) {
    const width = Math.max(...alike.map((row) => row.length));
    parts[code] = Array.from({ length: width }, (_, place) =>
      packColumn(alike.map((row) => (place < row.length ? row[place] : ABSENT))),
    );
  }
  return JSON.stringify({ order, seq: packColumn(seqs), parts } satisfies Block);
}

type Unpacked = { readonly seqs: readonly number[]; readonly rows: readonly Row[] };

/** The opposite of `packBlock`. */
export function unpackBlock(text: string): Unpacked {
  const block = JSON.parse(text) as Block;
  const columns = new Map<string, { next: number; values: (readonly unknown[])[] }>();
  for (const [code, part] of Object.entries(block.parts)) {
    const length = block.order.split(code).length - 1;
    columns.set(code, { next: 0, values: part.map((column) => unpackColumn(column, length)) });
  }
  const rows: Row[] = [];
  for (const code of block.order) {
    const part = columns.get(code);
    assert(part !== undefined, "a block has columns for each code in its order");
    const index = part.next++;
    rows.push(part.values.map((values) => values[index]));
  }
  return { seqs: unpackColumn(block.seq, rows.length) as number[], rows };
}

type EntryFilter = {
  readonly afterSeq?: number;
  readonly from?: number;
  readonly to?: number;
  readonly kinds?: readonly EntryBody["kind"][];
};

/** The entries of these blocks that pass, oldest first (by arrival). */
export function entriesOfBlocks(blocks: readonly string[], filter: EntryFilter): KeptEntry[] {
  const { afterSeq = 0, from = -Infinity, to = Infinity, kinds } = filter;
  const entries: KeptEntry[] = [];
  for (const block of blocks) {
    const { seqs, rows } = unpackBlock(block);
    for (const [index, row] of rows.entries()) {
      const seq = seqs[index] ?? 0;
      const at = row[ROW.at] as number;
      if (seq <= afterSeq || at < from || at > to) continue;
      if (kinds === undefined || kinds.includes(kindOfRow(row))) entries.push(entryOfRow(row, seq));
    }
  }
  return entries.sort((a, b) => a.seq - b.seq);
}

/** The answer to `Store.entries`, from the blocks that may hold it. */
export function answerOf(blocks: readonly string[], query: EntryQuery): KeptEntry[] {
  const entries = entriesOfBlocks(blocks, query);
  return query.newest === undefined ? entries : entries.reverse().slice(0, query.newest);
}
