import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Enrolled } from "./enrol.ts";

const isEnrolled = (value: unknown): value is Enrolled =>
  typeof value === "object" &&
  value !== null &&
  "tokens" in value &&
  Array.isArray(value.tokens) &&
  "deviceIds" in value &&
  Array.isArray(value.deviceIds);

/** The devices of an earlier run with their tokens, from `file`; null when there are none, or the file is not ours. */
export function readKept(file: string | undefined): Enrolled | null {
  if (file === undefined || !existsSync(file)) return null;
  try {
    const kept: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isEnrolled(kept) ? kept : null;
  } catch {
    return null; // half written when the power went: new devices take their places
  }
}

/** Keeps them for the next run, for this account's eyes only. The tokens open a simulated clinic and nothing else. */
export function keep(file: string | undefined, enrolled: Enrolled): void {
  if (file !== undefined) writeFileSync(file, JSON.stringify(enrolled), { mode: 0o600 });
}
