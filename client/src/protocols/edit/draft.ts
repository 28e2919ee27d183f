import { getAt, type Path } from "@watchroom/shared/protocol-faults";

/** A protocol while it is written: numbers may still be text, and fields may be missing. The schema judges it. */
export type Draft = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Draft =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Pure. The list at a place; empty where there is none. */
export function listAt(from: unknown, path: Path): readonly unknown[] {
  const value = getAt(from, path);
  return Array.isArray(value) ? value : [];
}

/** Pure. A copy with another value at a place; undefined takes the field away. All that was not touched is the same. */
export const setAt = (draft: Draft, path: Path, value: unknown): Draft => {
  const next = setIn(draft, path, value);
  return isRecord(next) ? next : draft;
};

function setIn(from: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(from)) return from.map((one, index) => (index === Number(step) ? setIn(one, rest, value) : one));
  const record = isRecord(from) ? from : {};
  const next = setIn(record[step], rest, value);
  if (next !== undefined) return { ...record, [step]: next };
  const { [step]: _gone, ...others } = record;
  return others;
}

/** Pure. A copy with one item more at the end of a list. */
export const addAt = (draft: Draft, path: Path, item: unknown): Draft =>
  setAt(draft, path, [...listAt(draft, path), item]);

/** Pure. A copy without one item of a list. */
export const removeAt = (draft: Draft, path: Path, index: number): Draft =>
  setAt(draft, path, listAt(draft, path).toSpliced(index, 1));

/** Pure. A copy with one item moved up (-1) or down (1); the same draft where it cannot go further. */
export function moveAt(draft: Draft, path: Path, index: number, by: -1 | 1): Draft {
  const list = listAt(draft, path);
  const other = index + by;
  if (other < 0 || other >= list.length) return draft;
  return setAt(draft, path, list.with(index, list[other]).with(other, list[index]));
}

/** Pure. A number as people type it, with a point or a comma; null for nothing, the text itself when it is no number. */
export function numberOf(text: string): number | string | null {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return null;
  return /^-?\d*\.?\d+$|^-?\d+\.$/.test(plain) ? Number(plain) : text;
}

/** Pure. Numbers with commas, semicolons or spaces between them; what is no number stays text. */
export const numbersOf = (text: string): (number | string)[] =>
  text
    .split(/[\s,;]+/)
    .filter((part) => part !== "")
    .map((part) => numberOf(part) ?? part);

/** A name for the record out of words: "Gait before leaving" -> "gait-before-leaving"; never one of `taken`. */
export function nameFrom(words: string, taken: readonly string[]): string {
  const plain = words
    .normalize("NFD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 36)
    .replace(/-+$/, "");
  const base = plain.length < 2 ? "item" : plain;
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (!taken.includes(name)) return name;
  }
}
