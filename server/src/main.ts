import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import { faultsOfLimitSet, LimitSet } from "@watchroom/shared/alarm";
import presetLimitSet from "@watchroom/shared/presets/limit-set.clinic-default.json" with { type: "json" };
import { assert } from "@watchroom/shared/result";
import type { Role } from "@watchroom/shared/wire";
import { FRAME_MS } from "@watchroom/shared/wire";
import { Server as SocketServer } from "socket.io";
import { DEMO_ACCOUNTS, openClinic, openDemoClinic } from "./auth/clinic.ts";
import { createDirectory, type Directory } from "./auth/directory.ts";
import { createSignIns } from "./auth/sign-ins.ts";
import { createClock } from "./clock.ts";
import { type Config, type Environment, readConfig, settingsHelp } from "./config.ts";
import { databaseFile, holderOf, keepRunning } from "./data-folder.ts";
import { BODY_BYTES_MAX, type DriverHost } from "./drivers/driver.ts";
import { startDrivers } from "./drivers/registry.ts";
import { createGateway } from "./gateway/gateway.ts";
import { SOCKET_SERVER_OPTIONS } from "./gateway/stations.ts";
import { createApp } from "./http/app.ts";
import { clinicOf } from "./http/clinic-view.ts";
import { createMetrics } from "./http/metrics.ts";
import { openRecord } from "./journal/record.ts";
import { createLog, type Log } from "./log.ts";
import { followAlarms } from "./notify/follow.ts";
import { createNotifier } from "./notify/notifier.ts";
import { createProtocolBook } from "./protocols/book.ts";
import { StoreRefused } from "./store/refused.ts";
import { openWard, type Ward, type WardParts } from "./ward/ward.ts";
import { createWhatIf } from "./what-if/what-if.ts";

/** Why the server cannot start, in words that say what to do. */
class StartError extends Error {
  override readonly name = "StartError";
}

export const HELP: string = settingsHelp();

export type Started = {
  readonly url: string;
  readonly demo: boolean;
  /** People of the demo clinic; empty otherwise. */
  readonly accounts: readonly { readonly name: string; readonly password: string; readonly role: Role }[];
  /** Opens the set-up page of a clinic that has no people yet. */
  readonly setUpUrl: string | null;
  readonly dataFolder: string;
  stop(): Promise<void>;
};

type StartParts = {
  /** Where the built client is. */
  readonly repositoryDir: string;
  /** The ward's clock, going on from the record's last moment; a journey brings its own. */
  readonly clockFrom?: typeof createClock;
};

/**
 * The only composition: settings -> parts -> start; `stop` undoes it in reverse. Throws a StartError for what a person
 * can mend.
 */
export async function start(
  env: Environment,
  { repositoryDir, clockFrom = createClock }: StartParts,
): Promise<Started> {
  const read = readConfig(env, [], repositoryDir);
  if (!read.ok) throw new StartError(read.message);
  assert(read.value.kind === "run", "help is printed by the starter");
  const { config } = read.value;
  const holder = await holderOf(config.dataFolder, process.pid);
  if (holder) {
    throw new StartError(
      `Another Watchroom (process ${holder.pid}) already uses ${config.dataFolder}. Stop it, or set WATCHROOM_DATA to another folder.`,
    );
  }
  return compose(config, path.join(repositoryDir, "client", "dist"), clockFrom);
}

/** A whole request must have come within this. */
const REQUEST_MS = 30_000;
/**
 * A connection without a call is kept for so long: longer than the 60 s of proxies (nginx, keepalive_timeout), so that it is they
 * who close it. With Node's own 5 s a device that sends every few seconds meets a line that is being cut.
 */
const KEEP_ALIVE_MS = 65_000;

type Handle = Parameters<DriverHost["route"]>[1];
type Stop = () => Promise<void> | void;

async function compose(config: Config, clientFolder: string, clockFrom: typeof createClock): Promise<Started> {
  const stops: Stop[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    return { ...(await startParts(config, clientFolder, clockFrom, stops)), stop };
  } catch (error) {
    await stop();
    throw error instanceof StoreRefused ? new StartError(error.message) : error;
  }
}

async function startParts(
  config: Config,
  clientFolder: string,
  clockFrom: typeof createClock,
  stops: Stop[],
): Promise<Omit<Started, "stop">> {
  const { demo, dataFolder } = config;
  const log = createLog(config.logLevel);
  const server = createServer({
    requestTimeout: REQUEST_MS,
    headersTimeout: REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  // The port first: a second start on a taken port must not touch the record.
  const door: { handle: Handle } = { handle: notReady };
  server.on("request", (request, response) => door.handle(request, response));
  const port = await listen(server, config);
  stops.push(() => closed(server));
  const warn = (event: string, fields: Record<string, string | number>): void => log.warn(event, fields);
  const commits: { took(durationMs: number): void } = { took: () => undefined };
  // The record measures its disk by a clock of its own: the ward's goes on from the record's last moment.
  const { journal, store } = await openRecord({
    file: databaseFile(dataFolder, demo),
    clock: createClock(null),
    log: warn,
    onCommit: (durationMs) => commits.took(durationMs),
  });
  stops.push(() => journal.stop());
  const clock = clockFrom(await store.lastMoment());
  if (demo) await openDemoClinic(store);
  const setUpToken = demo ? null : await openClinic(store);
  const directory = await createDirectory({ store, clock, log });
  stops.push(() => directory.stop());
  const signIns = await createSignIns({ store, clock, directory, log, idleLockMs: config.idleLockMs });
  stops.push(() => signIns.stop());
  const set = readLimitSet();
  const protocols = await createProtocolBook({ store, clock, log });
  const parts: WardParts = {
    clock,
    journal,
    store,
    set,
    newId: randomUUID,
    log: warn,
    protocolFor: (route, id) => protocols.forSession(route, id),
    nurse: (operatorId) => nurseOf(directory, operatorId),
  };
  const ward = await openWard(parts, directory.rooms(), directory.devices());
  directory.onChange(({ rooms, devices, by }) => ward.configure(rooms, devices, by));
  stops.push(clock.every(FRAME_MS, () => ward.tick()));
  const io = new SocketServer({ ...SOCKET_SERVER_OPTIONS, maxHttpBufferSize: BODY_BYTES_MAX });
  stops.push(() => void io.disconnectSockets(true));
  const gateway = createGateway({ io, ward, clock, signIns, clinic: () => clinicOf(directory), log });
  stops.push(() => gateway.stop());
  const isPerson = (operatorId: string): boolean => nurseOf(directory, operatorId) !== null;
  const notifier = await createNotifier({ store, clock, log, isPerson, isSignedIn: signIns.holds });
  stops.push(() => notifier.stop());
  followAlarms(ward, notifier);
  const whatIf = createWhatIf({
    store,
    clock,
    log,
    set,
    newId: randomUUID,
    rooms: () => directory.rooms(),
    protocols: () => protocols.versions(),
  });
  stops.push(() => whatIf.stop());
  const metrics = createMetrics({
    rooms: () => ward.rooms(),
    stations: () => gateway.stations(),
    journalWaiting: () => journal.waiting(),
  });
  metrics.follow(gateway);
  commits.took = (durationMs) => metrics.commitTook(durationMs);
  const direct = waysIn({ io, ward, directory, log, metrics, clock, stops });
  const ready = {
    record: () => {
      const trouble = journal.trouble();
      return { ready: trouble === null, state: trouble === null ? "saving" : `${trouble.code}: ${trouble.message}` };
    },
    ward: () => ({ ready: true, state: `watching ${directory.rooms().length} rooms` }),
  };
  const app = createApp({
    clock,
    log,
    store,
    ward,
    directory,
    signIns,
    protocols,
    notifier,
    whatIf,
    metrics,
    ready,
    clientFolder,
  });
  door.handle = (request, response) => {
    // Readings are most of what comes in, and the router would cost more than they do (speed.md 2).
    const handle = direct.get(pathOf(request));
    if (handle) handle(request, response);
    else app(request, response);
  };
  // After the app: the socket server takes its own calls out of the way of the listeners it finds.
  io.attach(server);
  const running = { pid: process.pid, port, host: config.host, demo };
  const notWritten = (error: unknown): void => log.warn("running-not-written", { error: String(error) });
  stops.push(keepRunning(dataFolder, running, clock.every, notWritten));
  const url = `http://${config.host === "0.0.0.0" || config.host === "::" ? "localhost" : config.host}:${port}`;
  const accounts = demo ? DEMO_ACCOUNTS.map(({ name, password, role }) => ({ name, password, role })) : [];
  return { url, demo, accounts, setUpUrl: setUpToken === null ? null : `${url}/set-up#${setUpToken}`, dataFolder };
}

/** Who may have a room: everybody who acts in rooms. */
function nurseOf(directory: Directory, operatorId: string): ReturnType<WardParts["nurse"]> {
  const known = directory.operators().find((operator) => operator.operatorId === operatorId);
  if (known === undefined || known.withdrawnAt !== null || known.role === "administrator") return null;
  return { operatorId: known.operatorId, name: known.displayName };
}

function readLimitSet(): LimitSet {
  const set = LimitSet.parse(presetLimitSet);
  assert(faultsOfLimitSet(set).length === 0, "the preset limit set has no fault");
  return set;
}

type WaysInParts = {
  readonly io: SocketServer;
  readonly ward: Ward;
  readonly directory: Directory;
  readonly log: Log;
  readonly metrics: ReturnType<typeof createMetrics>;
  readonly clock: ReturnType<typeof createClock>;
  readonly stops: Stop[];
};

/** Who calls while the record is still being folded hears so at once. */
function notReady(_request: IncomingMessage, response: ServerResponse): void {
  const body = { code: "not-ready", message: "The server is starting. Try again in a moment." };
  response.writeHead(503, { "content-type": "application/json", "retry-after": "1" }).end(JSON.stringify(body));
}

const pathOf = ({ url = "" }: IncomingMessage): string => url.split("?", 1)[0] ?? "";

/** Every way in for devices; the paths of those that come by HTTP. */
function waysIn({ io, ward, directory, log, metrics, clock, stops }: WaysInParts): ReadonlyMap<string, Handle> {
  const direct = new Map<string, Handle>();
  const host: DriverHost = { io, route: (at, handle) => void direct.set(at, handle) };
  const drivers = startDrivers(host, {
    clock,
    async identify(token) {
      const known = directory.deviceByToken(token);
      if (known !== "unknown") return known;
      await directory.lookFor(token);
      return directory.deviceByToken(token);
    },
    async accept(device, readings) {
      const results = await ward.accept(device, readings);
      metrics.countReadings(results);
      return results;
    },
    link: (deviceId, link, canMeasure) => ward.link(deviceId, link, canMeasure),
    log: (event, fields) => log.warn(event, fields),
  });
  directory.onChange(() => drivers.recheck());
  ward.onMeasure((deviceId) => drivers.measure(deviceId));
  stops.push(() => drivers.stop());
  return direct;
}

/** The port taken, or a sentence. */
async function listen(server: HttpServer, { port, host }: Config): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "EADDRINUSE")
      throw new StartError(`Port ${port} is taken by another program. Choose another: PORT=4200 npm start`);
    if (code === "EACCES")
      throw new StartError(`Port ${port} is not allowed to you. Choose another: PORT=4200 npm start`);
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
      throw new StartError(`HOST is "${host}", which is no address of this machine.`);
    throw error;
  }
  const address = server.address();
  assert(address !== null && typeof address === "object", "the server listens on a port");
  return address.port;
}

const closed = (server: HttpServer): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
