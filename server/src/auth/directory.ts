import { addMs, type Clock, type MonoMs } from "@watchroom/shared/time";
import type { Log } from "../log.ts";
import type { Access, Clinic, Device, Operator, Room, StoreClient } from "../store/store.ts";
import { differencesOf, type Holding } from "./clinic-changes.ts";
import { hashToken } from "./token.ts";
import { createTurn } from "./turn.ts";

const COMMAND_LINE = "Command line";
const POLL_MS = 1_000;
const UNKNOWN_TOKEN_POLL_MS = 200;

type DirectoryChange = {
  readonly rooms: readonly Room[];
  readonly devices: readonly Device[];
  /** Who changed it here; null: the command line did. */
  readonly by: string | null;
};

type Held = Holding & {
  readonly version: number;
  readonly deviceByHash: ReadonlyMap<string, Device>;
  readonly accessByHash: ReadonlyMap<string, Access>;
};

/** Who and what belongs to the clinic, held in memory: rooms, devices, operators, and the programs that read. */
export type Directory = {
  clinic(): Clinic | null;
  rooms(): readonly Room[];
  devices(): readonly Device[];
  operators(): readonly Operator[];
  deviceByToken(token: string): Device | "unknown" | "withdrawn";
  readerByToken(token: string): Access | "unknown" | "withdrawn";
  /**
   * Resolves when the store was asked about a token that is not known here, so that one which the command line has just
   * made works at once. Asks at most once each 200 ms, since wrong tokens are free to send.
   */
  lookFor(token: string): Promise<void>;
  /**
   * The one way to change any of it here: one change at a time, on what the store holds now. Listeners hear of it,
   * with the name `by`, before it resolves.
   */
  change<T>(by: string | null, work: (store: StoreClient) => Promise<T>): Promise<T>;
  onChange(listener: (change: DirectoryChange) => void): void;
  stop(): void;
};

type DirectoryParts = { readonly store: StoreClient; readonly clock: Clock; readonly log: Log };

/** Reads the store once, then watches it: what the command line changed is known within a second. */
export async function createDirectory(parts: DirectoryParts): Promise<Directory> {
  const { store, clock } = parts;
  const listeners: ((change: DirectoryChange) => void)[] = [];
  let held = await load(store);
  // The last look for an unknown token. Those of the poll do not count, or a new token could be refused after one.
  let asked: { readonly at: MonoMs; readonly done: Promise<void> } | null = null;
  // So that a look at the store never falls between an act and its name.
  const inTurn = createTurn();
  const renew = async (by: string | null): Promise<void> => {
    const before = held;
    held = await load(store);
    const found = differencesOf(before, held).map((one) => ({ ...one, at: clock.now().wall, by: by ?? COMMAND_LINE }));
    if (found.length > 0) await store.putClinicChanges(found);
    for (const listener of listeners) listener({ rooms: held.rooms, devices: held.devices, by });
  };
  const look = (): Promise<void> =>
    inTurn(async () => {
      if ((await store.configVersion()) !== held.version) await renew(null);
    });
  const stop = clock.every(POLL_MS, () => {
    look().catch((error: unknown) => parts.log.warn("directory-not-read", { error: String(error) }));
  });
  return {
    clinic: () => held.clinic,
    rooms: () => held.rooms,
    devices: () => held.devices,
    operators: () => held.operators,
    deviceByToken: (token) => usable(held.deviceByHash.get(hashToken(token))),
    readerByToken: (token) => usable(held.accessByHash.get(hashToken(token))),
    async lookFor(token) {
      const hash = hashToken(token);
      const isKnown = held.deviceByHash.has(hash) || held.accessByHash.has(hash);
      if (isKnown) return;
      const at = clock.now().mono;
      if (asked === null || at >= addMs(asked.at, UNKNOWN_TOKEN_POLL_MS)) asked = { at, done: look() };
      await asked.done;
    },
    change: (by, work) =>
      inTurn(async () => {
        if ((await store.configVersion()) !== held.version) await renew(null);
        const result = await work(store);
        await renew(by);
        return result;
      }),
    onChange: (listener) => listeners.push(listener),
    stop,
  };
}

function usable<T extends { readonly withdrawnAt: number | null }>(found: T | undefined): T | "unknown" | "withdrawn" {
  if (found === undefined) return "unknown";
  return found.withdrawnAt === null ? found : "withdrawn";
}

async function load(store: StoreClient): Promise<Held> {
  // The version first: what changes while we read is read again.
  const version = await store.configVersion();
  const [clinic, rooms, devices, operators, accesses] = await Promise.all([
    store.clinic(),
    store.rooms(),
    store.devices(),
    store.operators(),
    store.accesses(),
  ]);
  return {
    version,
    clinic,
    rooms,
    devices,
    operators,
    accesses,
    deviceByHash: new Map(devices.map((device) => [device.tokenHash, device])),
    accessByHash: new Map(accesses.map((access) => [access.tokenHash, access])),
  };
}
