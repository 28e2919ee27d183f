import type { Clock, DeviceId, EpochMs, OperatorId, RoomId, SessionId } from "@watchroom/shared/time";
import type { Role } from "@watchroom/shared/wire";
import type { Request, Response } from "express";
import { createDirectory } from "../../../server/src/auth/directory.ts";
import { hashPassword } from "../../../server/src/auth/password.ts";
import { createPasswordCheck } from "../../../server/src/auth/password-check.ts";
import type { Identity } from "../../../server/src/auth/sign-ins.ts";
import { alarmReviewRoutes } from "../../../server/src/http/alarm-review.ts";
import type { Operator, SessionRow, Store } from "../../../server/src/store/store.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { createMemoryStore } from "../../support/memory-store.ts";
import { clientOf, PASSWORD, quietLog, shownWard } from "../http/api.ts";
import { END_S, rowOf, spravato, wall } from "../review/spravato.ts";

const passwordHash = hashPassword(PASSWORD);
const MINUTES_AFTER = 30;

const identityOf = async (role: Role): Promise<Identity> => {
  const operatorId = `id-${role}` as OperatorId;
  const operator: Operator = {
    ...{ operatorId, name: role, displayName: `The ${role}`, role, withdrawnAt: null },
    passwordHash: await passwordHash,
  };
  const times = { createdAt: 0 as EpochMs, expiresAt: 0 as EpochMs, lockedAt: null, activeAt: 0 as EpochMs };
  return { operator, signIn: { tokenHash: `token of ${role}`, operatorId, ...times }, locked: false };
};

type Asked = { readonly query?: Record<string, string>; readonly body?: unknown };
export type Told = { readonly status: string; readonly value: unknown; readonly headers: Record<string, string> };

/** The alarm review over a store with one Spravato session in it, half an hour after its end. */
export async function openDesk({ simulated = false } = {}) {
  const store: Store = createMemoryStore();
  const clock: Clock = createFakeClock(wall(END_S) + MINUTES_AFTER * 60_000);
  const journal = spravato({ simulated });
  const kept = rowOf(journal, END_S);
  const patient = { recordNumber: "WR-00417", birthDate: "1980-02-29", name: "Ana Maria Łukić" };
  const row: SessionRow = {
    ...kept,
    facts: { ...kept.facts, patient },
    roomId: "r1" as RoomId,
    recordFrom: wall(60) as EpochMs,
    startedAt: wall(60) as EpochMs,
    endedAt: wall(END_S) as EpochMs,
  };
  store.putClinic({ clinicId: "c" as never, name: "Riverside", simulated: false });
  store.putRoom({ roomId: "r1" as RoomId, name: "Room 1", order: 1 });
  for (const [deviceId, label, kind] of [
    ["ox", "Oximeter", "oximeter"],
    ["cuff", "Cuff", "cuff"],
  ] as const) {
    const device = {
      deviceId: deviceId as DeviceId,
      label,
      kind,
      rooms: ["r1" as RoomId],
      simulated,
      tokenHash: deviceId,
    };
    store.putDevice({ ...device, withdrawnAt: null });
  }
  for (const role of ["nurse", "physician", "trainer"] as const) store.putOperator((await identityOf(role)).operator);
  store.append(journal.entries.map(({ seq: _, ...entry }) => ({ ...entry, sessionId: row.sessionId as SessionId })));
  store.putSession(row);
  const client = clientOf(store);
  const directory = await createDirectory({ store: client, clock, log: quietLog });
  const checkPassword = createPasswordCheck({ directory, clock });
  const routes = alarmReviewRoutes({
    store: client,
    clock,
    directory,
    ward: shownWard(),
    checkPassword,
    log: quietLog,
  });
  return {
    store,
    clock,
    row,
    /** One call of a person of this role; who may call at all is the one door's business. */
    async ask(role: Role, method: "get" | "post", at: string, { query = {}, body }: Asked = {}): Promise<Told> {
      const path = `/api/v1/alarm-review/${at}`;
      const route = routes.find((one) => one.method === method && patternOf(one.path).test(path));
      if (route === undefined) throw new Error(`no route for ${path}`);
      if (route.allow !== "reader" && !route.allow.includes(role))
        return { status: "not-allowed", value: null, headers: {} };
      const headers: Record<string, string> = {};
      const set = (name: string, value: string): void => {
        headers[name] = value;
      };
      const response = {
        set,
        type: (value: string) => set("type", value),
        attachment: (value: string) => set("attachment", value),
      } as unknown as Response;
      const params = { episodeId: decodeURIComponent(patternOf(route.path).exec(path)?.[1] ?? "") };
      const identity = await identityOf(role);
      const answer = await route.handle({ body, query, params, identity, request: {} as Request, response });
      return answer.ok
        ? { status: "ok", value: answer.value, headers }
        : { status: answer.code, value: answer.message, headers };
    },
    close: () => directory.stop(),
  };
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/:\w+/, "([^/]+)").replaceAll(".", "\\.")}$`);
