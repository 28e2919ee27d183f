import type { Database } from "./open.ts";
import type { SessionRow, SignIn, Store } from "./store.ts";

type VisitPart = Pick<
  Store,
  "putSession" | "sessions" | "session" | "signIns" | "putSignIn" | "removeSignIn" | "setting" | "putSetting"
>;

/** What changes while the clinic works: its sessions, who is signed in, named values. */
export function createVisits(db: Database): VisitPart {
  return { ...sessions(db), ...signIns(db), ...settings(db) };
}

type StoredSession = Omit<SessionRow, "simulated" | "facts"> & { readonly simulated: number; readonly facts: string };

const COLUMNS = `session_id AS sessionId, room AS roomId, initials, route, record_from AS recordFrom,
      started_at AS startedAt, ended_at AS endedAt, simulated, facts`;
const rowOf = (row: StoredSession): SessionRow => ({
  ...row,
  simulated: row.simulated === 1,
  facts: JSON.parse(row.facts) as SessionRow["facts"],
});

type SessionsSql = {
  readonly ofRoom: boolean;
  readonly ofRecordNumber: boolean;
  readonly open: boolean | undefined;
};

/** Newest first. Exported for the test that reads its query plans. */
export function sessionsSql({ ofRoom, ofRecordNumber, open }: SessionsSql): string {
  const room = ofRoom ? " AND room = ?" : "";
  const patient = ofRecordNumber ? " AND record_number = ?" : "";
  const ended = open === undefined ? "" : open ? " AND ended_at IS NULL" : " AND ended_at IS NOT NULL";
  return `SELECT ${COLUMNS}
    FROM session WHERE clinic = 1${room}${patient}${ended} ORDER BY started_at DESC LIMIT ?`;
}

export const SESSION_SQL = `SELECT ${COLUMNS} FROM session WHERE session_id = ? AND clinic = 1`;

function sessions(db: Database): Pick<VisitPart, "putSession" | "sessions" | "session"> {
  const put = db.prepare(
    `INSERT INTO session (session_id, clinic, room, initials, route, record_from, started_at, ended_at, simulated,
       record_number, facts)
     VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (session_id) DO UPDATE SET room = excluded.room, initials = excluded.initials, route = excluded.route,
       record_from = excluded.record_from, started_at = excluded.started_at, ended_at = excluded.ended_at,
       simulated = excluded.simulated, record_number = excluded.record_number, facts = excluded.facts`,
  );
  const one = db.prepare(SESSION_SQL);
  return {
    putSession({ sessionId, roomId, initials, route, recordFrom, startedAt, endedAt, simulated, facts }) {
      const { recordNumber } = facts.patient;
      const isSimulated = Number(simulated);
      const text = JSON.stringify(facts);
      put.run(sessionId, roomId, initials, route, recordFrom, startedAt, endedAt, isSimulated, recordNumber, text);
    },
    sessions({ roomId, recordNumber, open, limit }) {
      const of = { ofRoom: roomId !== undefined, ofRecordNumber: recordNumber !== undefined };
      const query = db.prepare(sessionsSql({ ...of, open }));
      const values = [roomId, recordNumber, limit].filter((value) => value !== undefined);
      return (query.all(...values) as StoredSession[]).map(rowOf);
    },
    session(sessionId) {
      const row = one.get(sessionId) as StoredSession | undefined;
      return row === undefined ? null : rowOf(row);
    },
  };
}

function signIns(db: Database): Pick<VisitPart, "signIns" | "putSignIn" | "removeSignIn"> {
  const all = db.prepare(
    `SELECT token_hash AS tokenHash, operator_id AS operatorId, created_at AS createdAt, expires_at AS expiresAt,
       locked_at AS lockedAt, active_at AS activeAt
     FROM sign_in WHERE clinic = 1 ORDER BY rowid`,
  );
  const put = db.prepare(
    `INSERT INTO sign_in (clinic, token_hash, operator_id, created_at, expires_at, locked_at, active_at)
     VALUES (1, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (clinic, token_hash) DO UPDATE SET operator_id = excluded.operator_id,
       created_at = excluded.created_at, expires_at = excluded.expires_at, locked_at = excluded.locked_at,
       active_at = excluded.active_at`,
  );
  const remove = db.prepare("DELETE FROM sign_in WHERE clinic = 1 AND token_hash = ?");
  return {
    signIns: () => (all.all() as SignIn[]).map((row) => ({ ...row })),
    putSignIn({ tokenHash, operatorId, createdAt, expiresAt, lockedAt, activeAt }) {
      put.run(tokenHash, operatorId, createdAt, expiresAt, lockedAt, activeAt);
    },
    removeSignIn: (tokenHash) => void remove.run(tokenHash),
  };
}

function settings(db: Database): Pick<VisitPart, "setting" | "putSetting"> {
  const get = db.prepare("SELECT value FROM setting WHERE clinic = 1 AND name = ?");
  const put = db.prepare(
    `INSERT INTO setting (clinic, name, value) VALUES (1, ?, ?)
     ON CONFLICT (clinic, name) DO UPDATE SET value = excluded.value`,
  );
  const remove = db.prepare("DELETE FROM setting WHERE clinic = 1 AND name = ?");
  return {
    setting: (name) => (get.get(name) as { value: string } | undefined)?.value ?? null,
    putSetting: (name, value) => void (value === null ? remove.run(name) : put.run(name, value)),
  };
}
