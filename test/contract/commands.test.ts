import { COMMAND_NAMES, COMMANDS, type CommandName, type CommandReply, ROLES } from "@watchroom/shared/wire";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openStationDoor, type StationDoor, type StationProbe } from "../support/station-door.ts";

/** One good payload a command: a new row asks for one here. */
const GOOD: Readonly<Record<CommandName, object>> = {
  acknowledge: { roomId: "room-1", episodeId: "episode-1" },
  annotate: { roomId: "room-1", episodeId: "episode-1", disposition: "treated", note: null },
  declineAlarm: { roomId: "room-1", episodeId: "episode-1" },
  callForHelp: { roomId: "room-1" },
  endHelp: { roomId: "room-1" },
  alarmReset: { roomId: "room-1" },
  pauseAudio: { roomId: "room-1", durationMs: 120_000 },
  resumeAudio: { roomId: "room-1" },
  setAlarmLimit: {
    roomId: "room-1",
    metric: "spo2",
    limit: { low: 92, lowCritical: 88, high: null, highCritical: null },
  },
  setCuffArm: { roomId: "room-1", arm: "same" },
  startSession: { roomId: "room-1", initials: "A. L.", route: "intranasal", includeEarlier: true, cuffArm: null },
  identify: {
    roomId: "room-1",
    initials: "A. L.",
    patient: { recordNumber: "R-7", birthDate: "1980-02-29", name: null },
  },
  answerPreCheck: { roomId: "room-1", answers: [{ item: "escort", answer: "yes" }], confirmedFrom: null },
  decidePreCheck: { roomId: "room-1", decision: { physician: "Dr. Okafor", reason: "taken last week" } },
  setDosePlan: { roomId: "room-1", plan: { weightKg: 80, mgPerKg: 0.5, amountMg: 40, minutes: 40 } },
  setPhase: { roomId: "room-1", phase: "observation", at: null },
  recordDose: { roomId: "room-1", action: "give", amountMg: 28, lot: "LOT-7", at: null },
  assess: { roomId: "room-1", assessment: "sedation", value: 5, at: null },
  enterPressure: { roomId: "room-1", systolic: 128, diastolic: 79, at: null },
  release: { roomId: "room-1", despite: null },
  endSession: { roomId: "room-1", how: "stoppedEarly", reason: "felt unwell" },
  undo: { roomId: "room-1" },
  recordEvent: { roomId: "room-1", event: "antiemetic", detail: "ondansetron 4 mg", at: null },
  standby: { roomId: "room-1", place: "Bathroom" },
  endStandby: { roomId: "room-1" },
  measureNow: { roomId: "room-1" },
  handOver: { roomId: "room-1", to: "operator-2" },
  clearRoom: { roomId: "room-1" },
  addMarker: { roomId: "room-1", text: "Moved to the chair" },
};

let door: StationDoor;
const stations = new Map<string, StationProbe>();
beforeAll(async () => {
  door = await openStationDoor();
  for (const role of ROLES) {
    const station = door.station(role);
    await station.next("snapshot");
    stations.set(role, station);
  }
});
afterAll(() => door.close());
beforeEach(() => {
  door.commands.length = 0;
  door.replyWith(async () => ({ ok: true }));
});

async function send(role: string, request: unknown): Promise<CommandReply> {
  return (await stations.get(role)?.socket.emitWithAck("command", request)) as CommandReply;
}

describe.each(COMMAND_NAMES)("the command %s", (name) => {
  const { roles } = COMMANDS[name];
  const good = { name, payload: GOOD[name] };
  const may = roles[0] ?? "nurse";

  it.each(roles.map((role) => [role]))("from a %s reaches the ward with the person's name on it", async (role) => {
    expect(await send(role, good)).toEqual({ ok: true });
    const by = { operatorId: `operator-${role}`, name: `The ${role}`, role };
    expect(door.commands).toEqual([{ request: good, by }]);
  });

  const others = ROLES.filter((role) => !roles.includes(role));
  it.each(others.map((role) => [role]))("from a %s is refused", async (role) => {
    expect(await send(role, good)).toMatchObject({ ok: false, code: "not-allowed" });
    expect(door.commands).toEqual([]);
  });

  it("with a payload that is none is refused, and told what is wrong", async () => {
    const bad: unknown[] = [undefined, null, 7, "room-1", [], {}, { ...GOOD[name], roomId: 5 }];
    for (const key of Object.keys(GOOD[name])) bad.push({ ...GOOD[name], [key]: { not: "good" } });
    for (const payload of bad) {
      const reply = await send(may, { name, payload });
      expect(reply).toEqual({ ok: false, code: "bad-payload", message: expect.stringMatching(/\w/) });
    }
    expect(door.commands).toEqual([]);
  });

  it("from a locked station is refused, until it is unlocked", async () => {
    door.people.become(may, "locked");
    expect(await send(may, good)).toMatchObject({ ok: false, code: "locked" });
    expect(door.commands).toEqual([]);
    door.people.become(may, "unlocked");
    expect(await send(may, good)).toEqual({ ok: true });
  });

  it("is answered with the ward's own refusal", async () => {
    const refusal: CommandReply = { ok: false, code: "no-such-room", message: "There is no such room." };
    door.replyWith(async () => refusal);
    expect(await send(may, good)).toEqual(refusal);
  });

  it("is answered when the ward fails on it, and the next one goes through", async () => {
    door.replyWith(async () => {
      throw new Error("planted fault");
    });
    expect(await send(may, good)).toMatchObject({ ok: false, code: "internal" });
    door.replyWith(async () => ({ ok: true }));
    expect(await send(may, good)).toEqual({ ok: true });
  });
});

describe("what is no command", () => {
  it.each([
    ["nothing", undefined],
    ["a word", "acknowledge"],
    ["a name that no row has", { name: "silenceAll", payload: { roomId: "room-1" } }],
    ["a name that every object has", { name: "toString", payload: {} }],
    ["a name that is no word", { name: { toString: "acknowledge" }, payload: {} }],
  ])("is refused: %s", async (_what, request) => {
    expect(await send("nurse", request)).toMatchObject({ ok: false, code: "bad-payload" });
    expect(door.commands).toEqual([]);
  });

  it("does no harm when nobody waits for its answer", async () => {
    stations.get("nurse")?.socket.emit("command", { name: "alarmReset", payload: GOOD.alarmReset }, "not a function");
    stations.get("nurse")?.socket.emit("command");
    expect(await send("nurse", { name: "alarmReset", payload: GOOD.alarmReset })).toEqual({ ok: true });
  });
});
