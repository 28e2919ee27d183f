import {
  type AddDeviceAnswer,
  AddDeviceAnswer as AddDeviceAnswerSchema,
  DeviceRow,
  ErrorBody,
  PATHS,
  RoomsAnswer,
  Welcome,
} from "@watchroom/shared/http";
import type { DeviceKind } from "@watchroom/shared/reading";
import { ok, type Result, refuse } from "@watchroom/shared/result";

export type ClinicFailure = "unreachable" | "wrong-password" | "not-allowed" | "too-many-attempts" | "bad-answer";
type Asked<T> = Promise<Result<T, ClinicFailure>>;

export type RoomNow = RoomsAnswer["rooms"][number];

/** The doors of the REST API that a signed-in person has, from outside. */
export type Clinic = {
  readonly server: string;
  welcome(): Asked<Welcome>;
  /** The cookie for further calls. */
  signIn(name: string, password: string): Asked<string>;
  signOut(cookie: string): Asked<unknown>;
  unlock(cookie: string, password: string): Asked<unknown>;
  /** Every room now, as programs read it. */
  rooms(cookie: string): Asked<RoomNow[]>;
  devices(cookie: string): Asked<DeviceRow[]>;
  addDevice(cookie: string, device: { kind: DeviceKind; rooms: string[]; label: string }): Asked<AddDeviceAnswer>;
  withdrawDevice(cookie: string, deviceId: string): Asked<unknown>;
};

type Call = { readonly path: string; readonly method?: string; readonly body?: unknown; readonly cookie?: string };
type Answer = { readonly body: unknown; readonly cookie: string };

const ANSWER_MAX_MS = 10_000;

function failureOf(status: number, message: string) {
  if (status === 401) return refuse("wrong-password", message);
  if (status === 403) return refuse("not-allowed", message);
  if (status === 429) return refuse("too-many-attempts", message);
  return refuse("bad-answer", message);
}

async function call(server: string, { path, method = "GET", body, cookie }: Call): Asked<Answer> {
  try {
    const response = await fetch(new URL(path, server), {
      method,
      headers: { ...(cookie ? { cookie } : {}), ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MAX_MS),
    });
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    const answer: unknown = isJson ? await response.json() : await response.text();
    const error = ErrorBody.safeParse(answer);
    const reason = error.success ? error.data.message : `${method} ${path} was answered with ${response.status}.`;
    if (!response.ok) return failureOf(response.status, reason);
    const cookies = response.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
    return ok({ body: answer, cookie: cookies.join("; ") });
  } catch {
    return refuse("unreachable", `No Watchroom server answers at ${server}. Is it running, and is the address right?`);
  }
}

const unreadable = (path: string) =>
  refuse("bad-answer", `${path} gave an answer this simulator does not understand. Are both of the same version?`);

export function createClinic(server: string): Clinic {
  const ask = (asked: Call) => call(server, asked);
  return {
    server,
    async welcome() {
      const answer = await ask({ path: PATHS.welcome });
      if (!answer.ok) return answer;
      const welcome = Welcome.safeParse(answer.value.body);
      return welcome.success ? ok(welcome.data) : unreadable(PATHS.welcome);
    },
    async signIn(name, password) {
      const answer = await ask({ path: PATHS.signIn, method: "POST", body: { name, password } });
      return answer.ok ? ok(answer.value.cookie) : answer;
    },
    signOut: (cookie) => ask({ path: PATHS.signOut, method: "POST", cookie }),
    unlock: (cookie, password) => ask({ path: PATHS.unlock, method: "POST", cookie, body: { password } }),
    async rooms(cookie) {
      const answer = await ask({ path: PATHS.rooms, cookie });
      if (!answer.ok) return answer;
      const body = RoomsAnswer.safeParse(answer.value.body);
      return body.success ? ok(body.data.rooms) : unreadable(PATHS.rooms);
    },
    async devices(cookie) {
      const answer = await ask({ path: PATHS.devices, cookie });
      if (!answer.ok) return answer;
      const rows = DeviceRow.array().safeParse(answer.value.body);
      return rows.success ? ok(rows.data) : unreadable(PATHS.devices);
    },
    async addDevice(cookie, device) {
      const answer = await ask({ path: PATHS.devices, method: "POST", cookie, body: { ...device, simulated: true } });
      if (!answer.ok) return answer;
      const added = AddDeviceAnswerSchema.safeParse(answer.value.body);
      return added.success ? ok(added.data) : unreadable(PATHS.devices);
    },
    withdrawDevice: (cookie, deviceId) =>
      ask({ path: `${PATHS.devices}/${deviceId}`, method: "PATCH", cookie, body: { withdrawn: true } }),
  };
}
