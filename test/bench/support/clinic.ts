import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PATHS } from "@watchroom/shared/http";
import type { ClinicId } from "@watchroom/shared/time";
import { enrolDevice } from "../../../server/src/auth/enrolment.ts";
import { databaseFile } from "../../../server/src/data-folder.ts";
import { createClinic } from "../../../server/src/store/clinic.ts";
import { openDatabase } from "../../../server/src/store/open.ts";
import { type Measured, startMeasured } from "./processes.ts";

/** A device that sends for the rooms of these names. */
export type Sender = { readonly token: string; readonly rooms: readonly string[] };
export type BenchServer = Measured & {
  readonly senders: readonly Sender[];
  readonly person: { readonly name: string; readonly password: string };
  /** Signs that person in; the Cookie header of a station. */
  signIn(): Promise<string>;
};

const ADMINISTRATOR = { name: "administrator", password: "bench-password-1" };
const NURSE = { name: "nurse", password: "bench-password-2" };

/**
 * The built server on a clinic of its own: so many rooms, a gateway for each `roomsAGateway` of them, everything simulated. The
 * clinic is written before the server starts, since thousands of enrolments one by one are not what is measured.
 */
export async function startServer(roomCount: number, roomsAGateway: number): Promise<BenchServer> {
  const folder = mkdtempSync(path.join(tmpdir(), "watchroom-bench-"));
  const senders = writeClinic(databaseFile(folder, false), roomCount, roomsAGateway);
  const env = { PORT: "0", WATCHROOM_DATA: folder, WATCHROOM_DEMO: "0", WATCHROOM_LOG: "error" };
  const server = await startMeasured("server-process.mjs", env);
  await setUp(server);
  return {
    ...server,
    senders,
    person: NURSE,
    signIn: () => post(server.url + PATHS.signIn, NURSE),
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeClinic(file: string, roomCount: number, roomsAGateway: number): Sender[] {
  mkdirSync(path.dirname(file), { recursive: true });
  const db = openDatabase(file);
  // Nothing here needs to survive a power cut; the server sets its own connection to FULL.
  db.exec("PRAGMA synchronous = OFF");
  const clinic = createClinic(db);
  clinic.putClinic({ clinicId: "bench" as ClinicId, name: "Bench", simulated: false });
  const senders: Sender[] = [];
  for (let first = 0; first < roomCount; first += roomsAGateway) {
    const count = Math.min(roomsAGateway, roomCount - first);
    const rooms = Array.from({ length: count }, (_, index) => `Room ${first + index + 1}`);
    const enrolled = enrolDevice([], { kind: "gateway", rooms, simulated: true });
    if (!enrolled.ok) throw new Error(enrolled.message);
    const { device, made, token } = enrolled.value;
    for (const room of made) clinic.putRoom({ ...room, order: first + room.order });
    clinic.putDevice(device);
    senders.push({ token, rooms });
  }
  db.close();
  return senders;
}

/** As a clinic does it: the one-time link makes the administrator, who adds the nurse. */
async function setUp({ url, setUpUrl }: Measured): Promise<void> {
  const token = new URL(setUpUrl ?? "").hash.slice(1);
  const cookie = await post(url + PATHS.setUp, { ...ADMINISTRATOR, token, clinicName: "Bench", displayName: "Bench" });
  await post(url + PATHS.operators, { ...NURSE, role: "nurse", displayName: "Nurse" }, cookie);
}

/** The cookie that the answer sets. */
async function post(url: string, body: object, cookie = ""): Promise<string> {
  const headers = { "content-type": "application/json", cookie };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(";", 1)[0])
    .join("; ");
}
