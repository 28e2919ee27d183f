import type { ClinicChange } from "@watchroom/shared/http";
import type { Access, Clinic, Device, Operator, Room } from "../store/store.ts";

/** What the clinic consists of at one moment. */
export type Holding = {
  readonly clinic: Clinic | null;
  readonly rooms: readonly Room[];
  readonly devices: readonly Device[];
  readonly operators: readonly Operator[];
  readonly accesses: readonly Access[];
};
type Difference = Pick<ClinicChange, "what" | "old" | "new">;

/** What people read of one thing: a line for each field that may change. A secret is never among them, only its change. */
type Shown = { readonly title: string; readonly secret: string; readonly fields: Readonly<Record<string, string>> };

const mayWork = (withdrawnAt: number | null): string => (withdrawnAt === null ? "in use" : "withdrawn");
const personOf = ({ name, displayName, role, passwordHash, withdrawnAt }: Operator): Shown => ({
  title: `Person ${displayName}`,
  secret: passwordHash,
  fields: { name: displayName, "signs in as": name, role, state: withdrawnAt === null ? "may sign in" : "withdrawn" },
});
const roomOf = ({ name, order }: Room): Shown => ({
  // Most are called "Room 3".
  title: /^room\b/i.test(name) ? name : `Room ${name}`,
  secret: "",
  fields: { name, place: `place ${order}` },
});
const accessOf = ({ label, tokenHash, withdrawnAt }: Access): Shown => ({
  title: `Reader ${label}`,
  secret: tokenHash,
  fields: { label, state: mayWork(withdrawnAt) },
});

/** What is other in the second than in the first, in words. */
export function differencesOf(before: Holding, after: Holding): Difference[] {
  const nameOf = new Map([...before.rooms, ...after.rooms].map(({ roomId, name }) => [roomId, name]));
  const deviceOf = ({ label, kind, rooms, tokenHash, withdrawnAt }: Device): Shown => ({
    title: `Device ${label}`,
    secret: tokenHash,
    fields: {
      label,
      kind,
      rooms: rooms.map((roomId) => nameOf.get(roomId) ?? "a room that is gone").join(", ") || "none",
      state: mayWork(withdrawnAt),
    },
  });
  const clinicOf = ({ name }: Clinic): Shown => ({ title: "Clinic", secret: "", fields: { name } });
  const listed = (clinic: Clinic | null): Clinic[] => (clinic === null ? [] : [clinic]);
  return [
    ...changed(listed(before.clinic), listed(after.clinic), () => "", clinicOf),
    ...changed(before.operators, after.operators, ({ operatorId }) => operatorId, personOf),
    ...changed(before.rooms, after.rooms, ({ roomId }) => roomId, roomOf),
    ...changed(before.devices, after.devices, ({ deviceId }) => deviceId, deviceOf),
    ...changed(before.accesses, after.accesses, ({ accessId }) => accessId, accessOf),
  ];
}

function changed<Row>(
  before: readonly Row[],
  after: readonly Row[],
  idOf: (row: Row) => string,
  shownOf: (row: Row) => Shown,
): Difference[] {
  const earlier = new Map(before.map((row) => [idOf(row), row]));
  return after.flatMap((row): Difference[] => {
    const was = earlier.get(idOf(row));
    const now = shownOf(row);
    if (was === row) return [];
    if (was === undefined)
      return [{ what: `${now.title}: added`, old: null, new: Object.values(now.fields).join(", ") }];
    return changedFields(shownOf(was), now);
  });
}

function changedFields(was: Shown, now: Shown): Difference[] {
  const fields = Object.entries(now.fields).flatMap(([field, value]): Difference[] => {
    const old = was.fields[field] ?? null;
    return old === value ? [] : [{ what: `${was.title}: ${field}`, old, new: value }];
  });
  const secret = { what: `${was.title}: password or token`, old: null, new: "a new one" };
  return was.secret === now.secret ? fields : [...fields, secret];
}
