import { cpus, loadavg } from "node:os";

/** Counts of whole milliseconds, so that a million samples cost nothing. Longer ones count as `MS_MAX`. */
export class Delays {
  readonly #counts = new Float64Array(MS_MAX + 1);
  #total = 0;

  add(ms: number): void {
    const place = Math.min(MS_MAX, Math.max(0, Math.round(ms)));
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    this.#total += 1;
  }

  get total(): number {
    return this.#total;
  }

  /** Milliseconds within which this share (0 to 1) of the samples lies; null without any. */
  within(share: number): number | null {
    let left = share * this.#total;
    for (let ms = 0; ms <= MS_MAX && this.#total > 0; ms++) {
      left -= this.#counts[ms] ?? 0;
      if (left <= 0) return ms;
    }
    return null;
  }
}
const MS_MAX = 30_000;

type Cell = string | number | null;

/** Prints a table in Markdown, with the machine and its load beside it: a shared machine measures its neighbours too. */
export function printTable(title: string, head: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const line = (cells: readonly Cell[]): string => `| ${cells.map((cell) => cell ?? "-").join(" | ")} |`;
  const model = cpus()[0]?.model ?? "unknown processor";
  const load = loadavg()
    .map((one) => one.toFixed(1))
    .join(" ");
  console.log(`\n## ${title}\n`);
  console.log([line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n"));
  console.log(`\nNode ${process.version}, ${cpus().length} x ${model}, load average ${load}.`);
}

export const round = (value: number, decimals = 0): string => value.toFixed(decimals);
export const asText = (ms: number | null): string => (ms === null ? "-" : ms >= MS_MAX ? `over ${MS_MAX}` : `${ms}`);

/** `--name value` of the command line as a number. */
export function numberFlag(name: string, preset: number): number {
  const place = process.argv.indexOf(`--${name}`);
  const value = place < 0 ? preset : Number(process.argv[place + 1]);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} takes a number above 0`);
  return value;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
