import type { ClinicChange } from "@watchroom/shared/http";

export type FieldChange = Pick<ClinicChange, "what" | "old" | "new">;

/** Says nothing to people, or is said by the change itself. */
const UNSAID = new Set(["id", "version", "changedBy", "changedAt"]);

const words = (key: string): string => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const said = (value: unknown): string | null =>
  value === null || value === undefined || value === ""
    ? null
    : value === true
      ? "yes"
      : value === false
        ? "no"
        : String(value);

/** "mail server · port" -> "587". Lists of things go by their names. */
function fieldsOf(value: unknown, path: readonly string[], into: Map<string, string>): Map<string, string> {
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) {
    if (value.length > 0) into.set(path.join(" · "), value.join(", "));
  } else if (typeof value === "object" && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      const name = Array.isArray(value) ? String((part as { name?: unknown }).name ?? Number(key) + 1) : words(key);
      if (!UNSAID.has(key)) fieldsOf(part, [...path, name], into);
    }
  } else {
    const text = said(value);
    if (text !== null) into.set(path.join(" · "), text);
  }
  return into;
}

/** What is other in the second than in the first, a line a field. Neither may hold a secret. */
export function fieldChanges(subject: string, before: unknown, after: unknown): FieldChange[] {
  const [old, next] = [fieldsOf(before, [], new Map()), fieldsOf(after, [], new Map())];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((field) => {
    const change = { what: `${subject}: ${field}`, old: old.get(field) ?? null, new: next.get(field) ?? null };
    return change.old === change.new ? [] : [change];
  });
}
