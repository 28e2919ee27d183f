import type { Database } from "./open.ts";
import type { SessionRow, SignIn, Store } from "./store.ts";

type VisitPart = Pick<
  Store,
  "putSession" | "sessions" | "signIns" | "putSignIn" | "removeSignIn" | "setting" | "putSetting"
>;

/** What changes while the clinic works: its sessions, who is signed in, named values. */
export function createVisits(db: Database): VisitPart {
  return { ...sessions(db), ...signIns(db), ...settings(db) };
}

type StoredSession = Omit<SessionRow, "simulated"> & { readonly simulated: number };

/** Newest first. Exported for the test that reads its query plans. */
export function sessionsSql({ ofRoom, open }: { ofRoom: boolean; open: boolean | undefined }): string {
  const room = ofRoom ? " AND room = ?" : "";
  const ended = open === undefined ? "" : open ? " AND ended_at IS NULL" : " AND ended_at IS NOT NULL";
  return `SELECT session_id AS sessionId, room AS roomId, initials, route, record_from AS recordFrom,
      started_at AS startedAt, ended_at AS endedAt, simulated
    FROM session WHERE clinic = 1${room}${ended} ORDER BY started_at DESC LIMIT ?`;
}

function sessions(db: Database): Pick<VisitPart, "putSession" | "sessions"> {
  const put = db.prepare(
    `INSERT INTO session (session_id, clinic, room, initials, route, record_from, started_at, ended_at, simulated)
     VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (session_id) DO UPDATE SET room = excluded.room, initials = excluded.initials, route = excluded.route,
       record_from = excluded.record_from, started_at = excluded.started_at, ended_at = excluded.ended_at,
       simulated = excluded.simulated`,
  );
  return {
    putSession({ sessionId, roomId, initials, route, recordFrom, startedAt, endedAt, simulated }) {
      put.run(sessionId, roomId, initials, route, recordFrom, startedAt, endedAt, Number(simulated));
    },
    sessions({ roomId, open, limit }) {
      const query = db.prepare(sessionsSql({ ofRoom: roomId !== undefined, open }));
      const rows = query.all(...(roomId === undefined ? [limit] : [roomId, limit])) as StoredSession[];
      return rows.map((row) => ({ ...row, simulated: row.simulated === 1 }));
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
