import { type Database, single, transaction } from "./open.ts";
import { SQLITE, StoreRefused, sqliteCode } from "./refused.ts";
import type { Access, Clinic, Device, Operator, Room, Store } from "./store.ts";

/** As SQLite gives it: no booleans, no lists. */
type Stored<Domain, Flag extends keyof Domain> = Omit<Domain, Flag> & Readonly<Record<Flag, number>>;
type Put = Parameters<ReturnType<Database["prepare"]>["run"]>;
type ConfiguredPut = (sql: string) => (...values: Put) => void;

type ClinicPart = Pick<
  Store,
  | "clinic"
  | "putClinic"
  | "rooms"
  | "putRoom"
  | "devices"
  | "putDevice"
  | "operators"
  | "putOperator"
  | "accesses"
  | "putAccess"
  | "configVersion"
>;

/** Who and what the clinic has: few rows, read whole. */
export function createClinic(db: Database): ClinicPart {
  const bump = db.prepare("UPDATE clinic SET config_version = config_version + 1 WHERE clinic = 1");
  /** A put that a running server must notice. */
  const configured: ConfiguredPut = (sql) => {
    const put = db.prepare(sql);
    return (...values) =>
      transaction(db, () => {
        put.run(...values);
        bump.run();
      });
  };
  return {
    ...clinicRow(db),
    ...rooms(db, configured),
    ...devices(db, configured),
    ...operators(db, configured),
    ...accesses(db, configured),
    configVersion: () => single(db, "SELECT config_version FROM clinic WHERE clinic = 1") as number,
  };
}

function clinicRow(db: Database): Pick<ClinicPart, "clinic" | "putClinic"> {
  const get = db.prepare(
    "SELECT clinic_id AS clinicId, name, simulated FROM clinic WHERE clinic = 1 AND clinic_id IS NOT NULL",
  );
  const put = db.prepare("UPDATE clinic SET clinic_id = ?, name = ?, simulated = ? WHERE clinic = 1");
  return {
    clinic() {
      const row = get.get() as Stored<Clinic, "simulated"> | undefined;
      return row === undefined ? null : { ...row, simulated: row.simulated === 1 };
    },
    putClinic: ({ clinicId, name, simulated }) => void put.run(clinicId, name, Number(simulated)),
  };
}

function rooms(db: Database, configured: ConfiguredPut): Pick<ClinicPart, "rooms" | "putRoom"> {
  const all = db.prepare(
    `SELECT room_id AS roomId, name, place AS "order" FROM room WHERE clinic = 1 ORDER BY place, rowid`,
  );
  const put = configured(
    `INSERT INTO room (clinic, room_id, name, place) VALUES (1, ?, ?, ?)
     ON CONFLICT (clinic, room_id) DO UPDATE SET name = excluded.name, place = excluded.place`,
  );
  return {
    rooms: () => (all.all() as Room[]).map((row) => ({ ...row })),
    putRoom: ({ roomId, name, order }) => put(roomId, name, order),
  };
}

type StoredDevice = Stored<Omit<Device, "rooms">, "simulated"> & { readonly rooms: string };

function devices(db: Database, configured: ConfiguredPut): Pick<ClinicPart, "devices" | "putDevice"> {
  const all = db.prepare(
    `SELECT device_id AS deviceId, label, kind, rooms, simulated, token_hash AS tokenHash, withdrawn_at AS withdrawnAt
     FROM device WHERE clinic = 1 ORDER BY rowid`,
  );
  const put = configured(
    `INSERT INTO device (clinic, device_id, label, kind, rooms, simulated, token_hash, withdrawn_at)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (clinic, device_id) DO UPDATE SET label = excluded.label, kind = excluded.kind, rooms = excluded.rooms,
       simulated = excluded.simulated, token_hash = excluded.token_hash, withdrawn_at = excluded.withdrawn_at`,
  );
  return {
    devices: () =>
      (all.all() as StoredDevice[]).map((row) => ({
        ...row,
        rooms: JSON.parse(row.rooms) as Device["rooms"],
        simulated: row.simulated === 1,
      })),
    putDevice: ({ deviceId, label, kind, rooms, simulated, tokenHash, withdrawnAt }) =>
      put(deviceId, label, kind, JSON.stringify(rooms), Number(simulated), tokenHash, withdrawnAt),
  };
}

const nameKey = (name: string): string => name.normalize("NFKC").toLowerCase();

function operators(db: Database, configured: ConfiguredPut): Pick<ClinicPart, "operators" | "putOperator"> {
  const all = db.prepare(
    `SELECT operator_id AS operatorId, name, display_name AS displayName, role, password_hash AS passwordHash,
       withdrawn_at AS withdrawnAt
     FROM operator WHERE clinic = 1 ORDER BY rowid`,
  );
  const put = configured(
    `INSERT INTO operator (clinic, operator_id, name, name_key, display_name, role, password_hash, withdrawn_at)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (clinic, operator_id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key,
       display_name = excluded.display_name, role = excluded.role, password_hash = excluded.password_hash,
       withdrawn_at = excluded.withdrawn_at`,
  );
  return {
    operators: () => (all.all() as Operator[]).map((row) => ({ ...row })),
    putOperator({ operatorId, name, displayName, role, passwordHash, withdrawnAt }) {
      try {
        put(operatorId, name, nameKey(name), displayName, role, passwordHash, withdrawnAt);
      } catch (error) {
        if (sqliteCode(error) !== SQLITE.constraint) throw error;
        throw new StoreRefused("name-taken", `Somebody else already signs in as ${name}. Choose another name.`);
      }
    },
  };
}

function accesses(db: Database, configured: ConfiguredPut): Pick<ClinicPart, "accesses" | "putAccess"> {
  const all = db.prepare(
    `SELECT access_id AS accessId, role, label, token_hash AS tokenHash, withdrawn_at AS withdrawnAt
     FROM access WHERE clinic = 1 ORDER BY rowid`,
  );
  const put = configured(
    `INSERT INTO access (clinic, access_id, role, label, token_hash, withdrawn_at) VALUES (1, ?, ?, ?, ?, ?)
     ON CONFLICT (clinic, access_id) DO UPDATE SET role = excluded.role, label = excluded.label,
       token_hash = excluded.token_hash, withdrawn_at = excluded.withdrawn_at`,
  );
  return {
    accesses: () => (all.all() as Access[]).map((row) => ({ ...row })),
    putAccess: ({ accessId, role, label, tokenHash, withdrawnAt }) =>
      put(accessId, role, label, tokenHash, withdrawnAt),
  };
}
