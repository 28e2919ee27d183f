import type { StoreClient } from "../store/store.ts";
import { answerOf, entriesOfBlocks } from "./block.ts";
import type { Journal } from "./journal.ts";
import type { CallName, WriterCall } from "./messages.ts";

const CALLS = {
  blocks: true,
  checkpoint: true,
  putClinicChanges: true,
  clinicChanges: true,
  hasReading: true,
  lastMoment: true,
  alarmChanges: true,
  alarmChangesOfRoom: true,
  putSession: true,
  sessions: true,
  session: true,
  putProtocolVersion: true,
  protocolVersions: true,
  putActivation: true,
  activations: true,
  clinic: true,
  putClinic: true,
  rooms: true,
  putRoom: true,
  devices: true,
  putDevice: true,
  operators: true,
  putOperator: true,
  accesses: true,
  putAccess: true,
  signIns: true,
  putSignIn: true,
  removeSignIn: true,
  setting: true,
  putSetting: true,
  configVersion: true,
} as const satisfies Record<CallName, true>;

type Ask = (method: WriterCall, args: readonly unknown[]) => Promise<unknown>;

/** The store on its thread. Entries come over as packed text and are decoded here: a third of the cost of objects. */
export function createStoreClient(ask: Ask, journal: Journal): StoreClient {
  const calls = Object.keys(CALLS).map((name) => [
    name,
    (...args: readonly unknown[]) => ask(name as keyof typeof CALLS, args),
  ]);
  return {
    ...(Object.fromEntries(calls) as Pick<StoreClient, CallName>),
    append: (entries) => journal.append(entries),
    putCheckpoint: (roomId, state) => journal.checkpoint(roomId, state),
    async entriesAfter(roomId, seq) {
      return entriesOfBlocks((await ask("textsAfter", [roomId, seq])) as string[], { afterSeq: seq });
    },
    async entries(query) {
      return answerOf((await ask("blocks", [query])) as string[], query);
    },
    close: () => journal.stop(),
  };
}
