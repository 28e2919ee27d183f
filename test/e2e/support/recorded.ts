import { addGateway, type Office, openStation, type Person } from "./clinic.ts";
import { oximetry } from "./device.ts";
import type { FastServer } from "./fast-server.ts";
import { sendReadings } from "./send.ts";

const STEP_S = 5;
const MS_A_SECOND = 1_000;
const LENGTH_S = 420;
/** SpO2 falls to `spo2` at `from` and is back at `to`, in seconds of the session. */
const FALLS = [
  { from: 60, to: 100, spo2: 90 },
  { from: 200, to: 260, spo2: 88 },
] as const;

const spo2At = (second: number): number => FALLS.find(({ from, to }) => second >= from && second < to)?.spo2 ?? 97;

type Recording = { readonly trainer: Office; readonly nurse: Pick<Person, "name" | "password"> };

/**
 * Ended sessions of the demo, one a room: SpO2 falls to 90 for 40 s and to 88 for 60 s, where the clinic's own first limit is
 * 92 after 15 s; the nurse takes the second alarm. As a clinic makes them, by its devices and by what people do.
 */
export async function recordSessions(
  server: FastServer,
  { trainer, nurse }: Recording,
  rooms: readonly string[],
): Promise<void> {
  const { token } = await addGateway(server, trainer, rooms, { simulated: true });
  const report = (spo2: number): Promise<unknown> =>
    sendReadings(
      server,
      token,
      rooms.map((room) => oximetry({ spo2, room, updatePeriodS: STEP_S }, server.now())),
    );
  const asNurse = async (act: (station: Awaited<ReturnType<typeof openStation>>, room: string) => Promise<void>) => {
    const station = await openStation(server, nurse);
    for (const room of rooms) await act(station, room);
    station.close();
  };
  await report(97);
  await asNurse((station, room) => {
    const payload = { roomId: station.roomId(room), initials: "A. L.", route: "intranasal" as const };
    return station.act({ name: "startSession", payload: { ...payload, includeEarlier: false, cuffArm: null } });
  });
  for (let second = 0; second < LENGTH_S; second += STEP_S) {
    await report(spo2At(second));
    if (second === FALLS[1].from + 30) await asNurse(takeAlarms);
    server.pass(STEP_S * MS_A_SECOND);
  }
  await asNurse((station, room) =>
    station.act({
      name: "endSession",
      payload: { roomId: station.roomId(room), how: "notTreated", reason: "Came back another day" },
    }),
  );
}

async function takeAlarms(station: Awaited<ReturnType<typeof openStation>>, room: string): Promise<void> {
  for (const { episodeId, condition } of station.alarms(room)) {
    if (condition !== "spo2.low") continue;
    const payload = { roomId: station.roomId(room), episodeId, disposition: "artefact" as const };
    await station.act({ name: "acknowledge", payload });
  }
}
