import { Protocol } from "@watchroom/shared/protocol";
import type { Database } from "./open.ts";
import { SQLITE, StoreRefused, sqliteCode } from "./refused.ts";
import type { ActivationRow, ProtocolRow, Store } from "./store.ts";

type ProtocolPart = Pick<Store, "putProtocolVersion" | "protocolVersions" | "putActivation" | "activations">;

type StoredVersion = Omit<ProtocolRow, "protocol"> & { readonly body: string };
type StoredActivation = Omit<ActivationRow, "active"> & { readonly active: number };

/** The clinic's protocols: few rows, read whole, only ever added. */
export function createProtocols(db: Database): ProtocolPart {
  const put = db.prepare(
    `INSERT INTO protocol_version (clinic, protocol_id, version, saved_at, saved_by, note, body)
     VALUES (1, ?, ?, ?, ?, ?, ?)`,
  );
  const all = db.prepare(
    "SELECT saved_at AS savedAt, saved_by AS savedBy, note, body FROM protocol_version WHERE clinic = 1 ORDER BY id",
  );
  const putActivation = db.prepare(
    "INSERT INTO activation (clinic, protocol_id, version, active, at, by) VALUES (1, ?, ?, ?, ?, ?)",
  );
  const activations = db.prepare(
    "SELECT protocol_id AS protocolId, version, active, at, by FROM activation WHERE clinic = 1 ORDER BY id",
  );
  return {
    putProtocolVersion({ protocol, savedAt, savedBy, note }) {
      const { id, version } = protocol;
      try {
        put.run(id, version, savedAt, savedBy, note, JSON.stringify(protocol));
      } catch (error) {
        if (sqliteCode(error) !== SQLITE.constraint) throw error;
        throw new StoreRefused("version-taken", `Version ${version} of the protocol ${id} was saved before.`);
      }
    },
    // Parsed: a version of before a part was added gets that part's own preset.
    protocolVersions: () =>
      (all.all() as StoredVersion[]).map(({ body, ...row }) => ({
        ...row,
        protocol: Protocol.parse(JSON.parse(body)),
      })),
    putActivation: ({ protocolId, version, active, at, by }) =>
      void putActivation.run(protocolId, version, Number(active), at, by),
    activations: () => (activations.all() as StoredActivation[]).map((row) => ({ ...row, active: row.active === 1 })),
  };
}
