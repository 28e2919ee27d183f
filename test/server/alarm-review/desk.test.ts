import { type Episode, EpisodesAnswer, JudgedAnswer, LoadAnswer, StripAnswer } from "@watchroom/shared/alarm-review";
import type { EpochMs, MonoMs, RoomId } from "@watchroom/shared/time";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stripSpan } from "../../../server/src/alarm-review/strip.ts";
import { PASSWORD } from "../http/api.ts";
import { afterDose, END_S, wall } from "../review/spravato.ts";
import { openDesk } from "./desk.ts";

type Desk = Awaited<ReturnType<typeof openDesk>>;
let desk: Desk;
let episodeId: string;
beforeAll(async () => {
  desk = await openDesk();
  // The alarm of minute 30 sounded at two stations.
  const [spo2] = await listed(desk, { condition: "SpO₂ low" });
  if (spo2 === undefined) throw new Error("SpO2 fell in that session");
  episodeId = spo2.episodeId;
  for (const [stationId, afterMs] of [
    ["a", 400],
    ["b", 900],
  ] as const) {
    const soundedAt = spo2.signalledAt + afterMs;
    const receipt = {
      ...{ episodeId, stationId, station: `Station ${stationId}`, by: "N. Okafor", signalledAt: spo2.signalledAt },
      ...{ sentAt: soundedAt, receivedAt: soundedAt, paintedAt: soundedAt, soundedAt, seenAt: null, actedAt: null },
    };
    const place = { roomId: "r1" as RoomId, sessionId: desk.row.sessionId, mono: 1 as MonoMs };
    desk.store.append([{ ...place, at: (soundedAt + 500) as EpochMs, body: { kind: "receipt", receipt } }]);
  }
});
afterAll(() => desk.close());

async function listed(at: Desk, query: Record<string, string> = {}) {
  return EpisodesAnswer.parse((await at.ask("nurse", "get", "episodes", { query })).value).episodes;
}
const one = async (at: Desk) => (await listed(at, { condition: "SpO₂ low" }))[0];
const strip = async (at: Desk, id = episodeId) =>
  StripAnswer.parse((await at.ask("physician", "get", `episodes/${encodeURIComponent(id)}/strip`)).value);

describe("the strip of an alarm", () => {
  test("shows every reading from a minute before it to a minute after", async () => {
    const { episode, from, to, oximetry, isCut } = await strip(desk);
    expect([from, to, isCut]).toEqual([episode.since - 60_000, (episode.endedAt ?? 0) + 60_000, false]);
    // The oximeter sends each 5 s: 97 before minute 30, 84 for a minute, 97 after it.
    expect(oximetry.at.filter((at) => at < afterDose(30)).length).toBeGreaterThanOrEqual(12);
    expect(oximetry.at.every((at) => at >= from && at <= to)).toBe(true);
    expect(oximetry.spo2.filter((value) => value === 84)).toHaveLength(12);
    expect(oximetry.at.slice(1).every((at, index) => at - (oximetry.at[index] ?? 0) === 5_000)).toBe(true);
  });

  test("shows the limits that were in force, the phase, the doses and the baseline", async () => {
    const { limits, phases, doses, baseline } = await strip(desk);
    expect(limits).toHaveLength(1);
    expect(limits[0]?.limits.spo2?.low).toBe(92);
    expect(phases.map(({ phase }) => phase)).toEqual(["observation"]);
    expect(doses.map(({ action, amountMg }) => [action, amountMg])).toEqual([
      ["give", 28],
      ["give", 28],
      ["end", null],
    ]);
    expect(baseline).toMatchObject({ systolic: 118, diastolic: 76 });
  });

  test("shows what became of it, and where it was heard, the first station first", async () => {
    const { done, heard } = await strip(desk);
    const texts = done.map(({ text, by }) => `${text}${by === null ? "" : ` (${by})`}`);
    expect(texts).toContain("Alarm began");
    expect(texts).toContain("Alarm acknowledged (N. Okafor)");
    expect(heard).toEqual([
      { station: "Station a", by: "N. Okafor", afterMs: 400 },
      { station: "Station b", by: "N. Okafor", afterMs: 900 },
    ]);
  });

  test("of an alarm that there is not is refused with a sentence", async () => {
    expect((await desk.ask("nurse", "get", "episodes/r1%3A999/strip")).status).toBe("not-found");
  });

  test("holds nothing of the patients before and after", async () => {
    const { episode } = await strip(desk);
    const { since, endedAt } = episode;
    const room = { roomId: "r1", now: wall(END_S) };
    const of = (recordFrom: number, end: number) => ({ ...desk.row, recordFrom, endedAt: end }) as typeof desk.row;
    const own = of(since - 10_000, (endedAt ?? 0) + 5_000);
    expect(stripSpan(episode, [own], room)).toMatchObject({ from: own.recordFrom, to: own.endedAt });
    // Nobody's alarm: from the end of the one to the begin of the other.
    const nobodys = { ...episode, sessionId: null };
    const before = of(0, since - 20_000);
    const after = of((endedAt ?? 0) + 30_000, wall(END_S));
    expect(stripSpan(nobodys, [before, after], room)).toMatchObject({ from: since - 20_000, to: after.recordFrom });
    const elsewhere = { ...room, roomId: "r2" };
    expect(stripSpan(nobodys, [before, after], elsewhere).from).toBe(since - 60_000);
  });

  test("of an alarm that goes on is cut, and says so", () => {
    const long = { since: wall(0), endedAt: null, sessionId: null } as unknown as Episode;
    const now = wall(7_200);
    expect(stripSpan(long, [], { roomId: "r1", now })).toEqual({ from: wall(-60), to: wall(1_260), isCut: true });
  });
});

describe("what people say of alarms", () => {
  test("is added beside the record, with a name, and shown at once", async () => {
    const body = { episodeIds: [episodeId], disposition: "sensor", note: "cold hands" };
    const told = await desk.ask("nurse", "post", "annotations", { body });
    expect(JudgedAnswer.parse(told.value).episodes[0]).toMatchObject({ disposition: "sensor", judgedBy: "The nurse" });
    expect(await one(desk)).toMatchObject({ disposition: "sensor", note: "cold hands", heardAt: 2, heardAfterMs: 400 });
    const { done } = await strip(desk);
    expect(done.at(-1)).toMatchObject({ text: "In the review: Sensor, cold hands", by: "The nurse" });
  });

  test("is refused when one of several alarms is not there: none of them is judged", async () => {
    const body = { episodeIds: [episodeId, "r1:999"], disposition: "artefact", note: null };
    expect((await desk.ask("nurse", "post", "annotations", { body })).status).toBe("not-found");
    expect((await one(desk))?.disposition).toBe("sensor");
  });

  test("must say something, and a trainer may judge simulated alarms only", async () => {
    const nothing = { episodeIds: [episodeId], disposition: null, note: null };
    expect((await desk.ask("nurse", "post", "annotations", { body: nothing })).status).toBe("bad-request");
    const body = { ...nothing, disposition: "artefact" };
    expect((await desk.ask("trainer", "post", "annotations", { body })).status).toBe("not-allowed");
  });

  test("is signed by a physician with their own password, and leaves the queue", async () => {
    const queue = async () => (await listed(desk, { awaiting: "yes" })).map((row) => row.episodeId);
    expect(await queue()).toContain(episodeId);
    const sign = (role: "nurse" | "physician", password: string) =>
      desk.ask(role, "post", "reviews", { body: { episodeIds: [episodeId], password } });
    expect((await sign("nurse", PASSWORD)).status).toBe("not-allowed");
    expect((await sign("physician", "a guess that is wrong")).status).toBe("wrong-password");
    expect(await queue()).toContain(episodeId);
    expect((await sign("physician", PASSWORD)).status).toBe("ok");
    expect(await queue()).not.toContain(episodeId);
    expect(await one(desk)).toMatchObject({ reviewedBy: "The physician", disposition: "sensor" });
  });

  test("after the signature waits for another one", async () => {
    const body = { episodeIds: [episodeId], disposition: "treated", note: null };
    await desk.ask("physician", "post", "annotations", { body });
    expect((await listed(desk, { awaiting: "yes" })).map((row) => row.episodeId)).toContain(episodeId);
  });
});

test("the week comes as a PDF whose name says the week; a week that there is not is refused", async () => {
  const query = { week: "2027-W02", timeZone: "Europe/Berlin", paper: "letter" };
  const told = await desk.ask("physician", "get", "week.pdf", { query });
  expect(told.headers["Content-Disposition"]).toContain("watchroom-alarms-2027-W02.pdf");
  expect((told.value as Buffer).subarray(0, 5).toString()).toBe("%PDF-");
  for (const week of ["2027-W60", "47"]) {
    expect((await desk.ask("physician", "get", "week.pdf", { query: { week } })).status).toBe("bad-request");
  }
});

describe("the load and what leaves the house", () => {
  test("the session's two hours and its alarms are in the load of that week, and nothing is simulated", async () => {
    const query = { from: String(wall(0)), to: String(wall(END_S) + 60_000), timeZone: "Europe/Berlin" };
    const load = LoadAnswer.parse((await desk.ask("nurse", "get", "load", { query })).value);
    // From second 60 to minute 122 after the dose at second 600.
    expect(load.real.figures.roomHours).toBeCloseTo((END_S - 60) / 3_600, 6);
    expect(load.real.figures.alarms).toBe((await listed(desk)).length);
    expect(load.simulated.figures).toMatchObject({ alarms: 0, roomHours: 0, perRoomHour: null });
    expect(load.real.byDay).toHaveLength(1);
  });

  test("the range must end after it begins, and the zone must be there", async () => {
    const backwards = { from: "2000", to: "1000" };
    expect((await desk.ask("nurse", "get", "load", { query: backwards })).status).toBe("bad-request");
    const mars = { timeZone: "Mars/Olympus" };
    expect((await desk.ask("nurse", "get", "load", { query: mars })).status).toBe("bad-request");
  });

  test("the table has a line an alarm, and its name says when it is simulated", async () => {
    const real = await desk.ask("nurse", "get", "export.csv");
    expect(String(real.value).split("\r\n")).toHaveLength((await listed(desk)).length + 1);
    expect(String(real.value), "a spreadsheet knows how it is written").toMatch(/^\uFEFFbegan,room,/);
    expect(real.headers).toEqual({ type: "text/csv", attachment: "watchroom-alarms.csv" });
    const simulated = await openDesk({ simulated: true });
    const told = await simulated.ask("nurse", "get", "export.csv");
    expect(told.headers["attachment"]).toBe("watchroom-alarms-simulated.csv");
    simulated.close();
  });
});
