import { PROTOCOLS } from "@watchroom/shared/protocol";
import type { Route } from "@watchroom/shared/session";
import type { CommandRequest } from "@watchroom/shared/wire";
import { addGateway, type Office, openStation, type Person } from "./clinic.ts";
import type { Oximeter } from "./device.ts";
import { cuffReading, wearOximeter } from "./device.ts";
import type { TestServer } from "./server.ts";

/** Eight rooms, each as full as a tile gets: what a wall must show without cutting anything off. */
const STATES = [
  { route: "intravenous", initials: "M. K. O.", spo2: 80, pulseRate: 128, cuff: [128, 79], acknowledged: false },
  { route: "intranasal", initials: "A. L.", spo2: 97, pulseRate: 72, cuff: [204, 118], acknowledged: false },
  { route: "sublingual", initials: "W. Å.", spo2: 98, pulseRate: 104, cuff: [165, 105], acknowledged: true },
  { route: "intramuscular", initials: "B. Q.", spo2: 96, pulseRate: 72, cuff: [118, 45], acknowledged: false },
  // In the bathroom, the sensor off.
  { route: "oral", initials: "T. U.", spo2: null, pulseRate: 110, cuff: [128, 79], acknowledged: false },
  { route: null, initials: "", spo2: 80, pulseRate: 72, cuff: [128, 79], acknowledged: false },
  { route: null, initials: "", spo2: 99, pulseRate: 64, cuff: null, acknowledged: false },
  null,
] as const satisfies readonly (State | null)[];
type State = {
  /** Null: no session was started. */
  readonly route: Route | null;
  readonly initials: string;
  /** Null: on standby. */
  readonly spo2: number | null;
  readonly pulseRate: number;
  readonly cuff: readonly [systolic: number, diastolic: number] | null;
  readonly acknowledged: boolean;
};

const numbers = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
const stateOf = (room: number): State | null => STATES[(room - 1) % STATES.length] ?? null;
const nameOf = (room: number): string => `Room ${room}`;

/** Rooms `first` to `last` of a ward, watched, with every state of `STATES` in turn. The caller takes the oximeters off. */
export async function fillRooms(
  server: TestServer,
  { office, nurse, first, last }: { office: Office; nurse: Person; first: number; last: number },
): Promise<Oximeter> {
  const rooms = numbers(first, last).flatMap((room) => {
    const state = stateOf(room);
    return state === null ? [] : [{ name: nameOf(room), ...state }];
  });
  const { token } = await addGateway(server, office, numbers(first, last).map(nameOf));
  const quiet = rooms.map(({ name, pulseRate }) => ({ room: name, spo2: 97, pulseRate }));
  const oximeter = wearOximeter(server, token, quiet);
  await oximeter.shows(...quiet);
  await startSessions(server, nurse, rooms);
  await oximeter.shows(...rooms.map(({ name, spo2, pulseRate }) => ({ room: name, spo2, pulseRate })));
  await server.send(
    token,
    rooms.flatMap(({ name, cuff }) => (cuff === null ? [] : [cuffReading(cuff[0], cuff[1], name)])),
  );
  await acknowledgeAlarms(
    server,
    nurse,
    rooms.filter(({ acknowledged }) => acknowledged).map(({ name }) => name),
  );
  return oximeter;
}

async function startSessions(
  server: TestServer,
  nurse: Person,
  rooms: readonly (State & { name: string })[],
): Promise<void> {
  const station = await openStation(server, nurse);
  for (const { name, route, initials, spo2 } of rooms) {
    if (route === null) continue;
    const roomId = station.roomId(name);
    const payload = { roomId, initials, route, includeEarlier: true, cuffArm: null };
    await station.act({ name: "startSession", payload });
    for (const act of dosingLongAgo(roomId, route)) await station.act(act);
    if (spo2 === null) await station.act({ name: "standby", payload: { roomId, place: "Bathroom" } });
  }
  station.close();
}

/** So long ago that checks are overdue, and the tile's foot has the most to say. */
const DOSED_MS_AGO = 70 * 60_000;
const DESPITE = { physician: "Paul Lindqvist", reason: "Entered late" };

/** A dose and the end of dosing, as they are recorded afterwards: no pressure was taken before. */
function dosingLongAgo(roomId: string, route: Route): readonly CommandRequest[] {
  const { form, amountsMg, held } = PROTOCOLS[route].dosing;
  const at = Date.now() - DOSED_MS_AGO;
  const first =
    form === "infusion"
      ? ({ action: "start", amountMg: null } as const)
      : ({ action: "give", amountMg: amountsMg[0] ?? null } as const);
  const none = { roomId, amountMg: null, lot: null, at };
  return [
    { name: "recordDose", payload: { ...none, ...first, despite: DESPITE } },
    ...(held ? [{ name: "recordDose", payload: { ...none, action: "swallow" } } as const] : []),
    { name: "recordDose", payload: { ...none, action: "end" } },
  ];
}

async function acknowledgeAlarms(server: TestServer, nurse: Person, names: readonly string[]): Promise<void> {
  const station = await openStation(server, nurse);
  for (const name of names) {
    for (const { episodeId, signal } of station.alarms(name)) {
      if (signal === "on")
        await station.act({ name: "acknowledge", payload: { roomId: station.roomId(name), episodeId } });
    }
  }
  station.close();
}
