import type { ClinicChange } from "@watchroom/shared/http";
import { type Database, transaction } from "./open.ts";
import type { Store } from "./store.ts";

/** What was changed in the clinic: only ever added to, read newest first. */
export function createChanges(db: Database): Pick<Store, "putClinicChanges" | "clinicChanges"> {
  const put = db.prepare(`INSERT INTO clinic_change (clinic, at, by, what, old, new) VALUES (1, ?, ?, ?, ?, ?)`);
  const page = db.prepare(
    "SELECT id, at, by, what, old, new FROM clinic_change WHERE clinic = 1 AND id < ? ORDER BY id DESC LIMIT ?",
  );
  return {
    putClinicChanges: (changes) =>
      transaction(db, () => {
        for (const { at, by, what, old, new: next } of changes) put.run(at, by, what, old, next);
      }),
    clinicChanges: ({ before = Number.MAX_SAFE_INTEGER, limit }) =>
      (page.all(before, limit) as ClinicChange[]).map((row) => ({ ...row })),
  };
}
