import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import type { ClinicId, EpochMs, OperatorId, RoomId } from "@watchroom/shared/time";
import { EMPTY_SPARK } from "@watchroom/shared/trend";
import { ROLES, type Role, type RoomView } from "@watchroom/shared/wire";
import type { Express } from "express";
import { createDirectory, type Directory } from "../../../server/src/auth/directory.ts";
import { hashPassword } from "../../../server/src/auth/password.ts";
import { createSignIns, type SignIns } from "../../../server/src/auth/sign-ins.ts";
import { createApp } from "../../../server/src/http/app.ts";
import { createMetrics, type ServerMetrics } from "../../../server/src/http/metrics.ts";
import type { Log } from "../../../server/src/log.ts";
import { createNotifier } from "../../../server/src/notify/notifier.ts";
import { createProtocolBook, type ProtocolBook } from "../../../server/src/protocols/book.ts";
import { openSqliteStore } from "../../../server/src/store/sqlite.ts";
import type { Operator, Store, StoreClient } from "../../../server/src/store/store.ts";
import type { Ward } from "../../../server/src/ward/ward.ts";
import { createWhatIf } from "../../../server/src/what-if/what-if.ts";
import { SET } from "../../support/core-script.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { freeRoom } from "../../support/fake-ward.ts";

export const PASSWORD = "correct horse battery";
const passwordHash = hashPassword(PASSWORD);

/** The store as callers on another thread have it. */
export function clientOf(store: Store): StoreClient {
  return new Proxy(store, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      return async (...args: unknown[]) => (typeof method === "function" ? method.apply(target, args) : undefined);
    },
  }) as unknown as StoreClient;
}

/** A ward that shows what it is given. */
export type ShownWard = Ward & { shown: RoomView[]; readonly since: Map<string, number> };

export function shownWard(): ShownWard {
  const since = new Map<string, number>();
  return {
    shown: [],
    since,
    rooms() {
      return this.shown.map((room) => ({ ...room, spark: EMPTY_SPARK }));
    },
    recordFrom: (roomId) => since.get(roomId) ?? null,
    deviceHealth: () => ({
      lastSeenAt: null,
      rejected: { count: 0, code: null, message: null },
      clockAheadMs: null,
    }),
    accept: async () => [],
    command: async () => ({ ok: true }),
    link() {},
    tick() {},
    hearing() {},
    configure() {},
    onChange() {},
    onMeasure() {},
    onAlarm() {},
    receipt() {},
    channel() {},
  };
}

export const roomView = (roomId: string, name: string): RoomView => ({ ...freeRoom(roomId, 1), name });

export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A folder of its own for each test that needs a file. */
export function tempFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), "watchroom-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** People of every role with the password `PASSWORD`, named as their role. */
async function addPeople(store: Store): Promise<Operator[]> {
  const hash = await passwordHash;
  return ROLES.map((role) => {
    const operator: Operator = {
      operatorId: `id-${role}` as OperatorId,
      name: role,
      displayName: `The ${role}`,
      role,
      passwordHash: hash,
      withdrawnAt: null,
    };
    store.putOperator(operator);
    return operator;
  });
}

export type Asked = { readonly body?: unknown; readonly cookie?: string; readonly token?: string; headers?: object };

export type Api = {
  readonly url: string;
  readonly app: Express;
  /** Where the client would be built. */
  readonly clientFolder: string;
  readonly clock: ReturnType<typeof createFakeClock>;
  readonly store: Store;
  readonly ward: ShownWard;
  readonly directory: Directory;
  readonly signIns: SignIns;
  readonly protocols: ProtocolBook;
  readonly metrics: ServerMetrics;
  /** Parts that `/readyz` shows. */
  readonly ready: Record<string, { ready: boolean; state: string }>;
  ask(method: string, path: string, asked?: Asked): Promise<Response>;
  /** The Cookie header of a person signed in, without the password check. */
  cookieOf(role: Role): Promise<string>;
  close(): Promise<void>;
};

export type ApiSettings = {
  readonly people?: boolean;
  readonly simulated?: boolean;
  readonly idleLockMs?: number;
  readonly log?: Log;
};

/** The whole REST API over a real store in a folder of its own, on a free port. */
export async function startApi({
  people = true,
  simulated = false,
  idleLockMs = 600_000,
  log = quietLog,
}: ApiSettings = {}): Promise<Api> {
  const { folder, remove } = tempFolder();
  const clock = createFakeClock();
  const store = openSqliteStore({ file: path.join(folder, "watchroom.db") });
  store.putClinic({ clinicId: "clinic" as ClinicId, name: "Riverside", simulated });
  const operators = people ? await addPeople(store) : [];
  const parts = { store: clientOf(store), clock, log };
  const directory = await createDirectory(parts);
  const signIns = await createSignIns({ ...parts, directory, idleLockMs });
  const protocols = await createProtocolBook(parts);
  const ward = shownWard();
  const notifier = await createNotifier({ ...parts, isPerson: () => true, isSignedIn: signIns.holds });
  const whatIf = createWhatIf({
    ...parts,
    set: SET,
    newId: () => "what-if-1",
    rooms: () => directory.rooms(),
    protocols: () => protocols.versions(),
  });
  const metrics = createMetrics({
    rooms: () => ward.rooms(),
    stations: () => ({ connected: 3, hearing: 2, list: [] }),
    journalWaiting: () => 7,
  });
  const ready: Api["ready"] = { record: { ready: true, state: "saving" } };
  const readyParts = Object.fromEntries(
    ["record", "ward"].map((name) => [name, () => ready[name] ?? { ready: true, state: "running" }]),
  );
  const app = createApp({
    ...parts,
    directory,
    signIns,
    protocols,
    notifier,
    whatIf,
    ward,
    metrics,
    ready: readyParts,
    clientFolder: folder,
  });
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, "127.0.0.1", () => resolve(listening));
    // Never by the machine's clock: hours that pass at once keep this thread busy, and the connection would be cut under the next call.
    listening.keepAliveTimeout = 0;
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    app,
    clientFolder: folder,
    clock,
    store,
    ward,
    directory,
    signIns,
    protocols,
    metrics,
    ready,
    ask: (method, at, { body, cookie, token, headers } = {}) =>
      fetch(`${url}${at}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(cookie === undefined ? {} : { cookie }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    async cookieOf(role) {
      const operator = operators.find((one) => one.role === role);
      if (operator === undefined) throw new Error(`nobody is a ${role} here`);
      return `watchroom=${(await signIns.start(operator)).token}`;
    },
    async close() {
      signIns.stop();
      directory.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      store.close();
      remove();
    },
  };
}

export const at = (ms: number): EpochMs => ms as EpochMs;
export const room = (id: string): RoomId => id as RoomId;
