export type StoreRefusal = "not-writable" | "not-a-record" | "newer" | "in-use" | "name-taken" | "version-taken";

/** The record cannot be used as asked; the message is a sentence that says what to do. */
export class StoreRefused extends Error {
  override readonly name = "StoreRefused";
  readonly code: StoreRefusal;
  constructor(code: StoreRefusal, message: string) {
    super(message);
    this.code = code;
  }
}

/** The primary result code of SQLite behind an error of its driver; null when it is another kind of error. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode & 0xff;
}

/** Result codes as https://sqlite.org/rescode.html lists them. */
export const SQLITE = {
  busy: 5,
  readOnly: 8,
  ioError: 10,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  notADatabase: 26,
} as const;
