import type { AlarmChange } from "@watchroom/shared/alarm";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import fc from "fast-check";
import { limitsOf } from "../../server/src/core/limits.ts";
import { type MonitorInput, step } from "../../server/src/core/monitor.ts";
import { emptyRoom, type RoomState } from "../../server/src/core/room.ts";
import { at, CUFF, NURSE, OXIMETER, SET } from "../support/core-script.ts";

export const roomId = "r1";
const SPO2 = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 93, max: 100 }) },
  fc.integer({ min: 30, max: 92 }),
  fc.constant(null),
);
const oximetry = fc.record({
  kind: fc.constant("oximetry" as const),
  spo2: SPO2,
  pulseRate: fc.oneof(fc.integer({ min: 30, max: 160 }), fc.constant(null)),
  perfusionIndex: fc.oneof(
    fc.integer({ min: 1, max: 90 }).map((tenths) => tenths / 10),
    fc.constant(null),
  ),
  sensor: fc.constantFrom(
    "on" as const,
    "on" as const,
    "on" as const,
    "weak" as const,
    "off" as const,
    "disconnected" as const,
  ),
  battery: fc.integer({ min: 0, max: 100 }),
});
const cuff = fc.record({
  kind: fc.constant("bloodPressure" as const),
  systolic: fc.integer({ min: 60, max: 220 }),
  diastolic: fc.integer({ min: 30, max: 130 }),
  state: fc.constantFrom("done" as const, "measuring" as const, "failed" as const),
});
const reading = fc.oneof({ weight: 5, arbitrary: oximetry }, cuff);
const act = fc.oneof(
  fc.constant({ name: "acknowledgeAny" as const }),
  fc.constant({ name: "alarmReset" as const, payload: { roomId } }),
  fc.constant({ name: "pauseAudio" as const, payload: { roomId, durationMs: 120_000 } }),
  fc
    .constantFrom("same" as const, "other" as const, null)
    .map((arm) => ({ name: "setCuffArm" as const, payload: { roomId, arm } })),
  fc
    .constantFrom("stoppedEarly" as const, "movedToOtherCare" as const, "notTreated" as const)
    .map((how) => ({ name: "endSession" as const, payload: { roomId, how, reason: "generated" } })),
  fc.constant({ name: "undo" as const, payload: { roomId } }),
  fc.constant({ name: "setPhase" as const, payload: { roomId, phase: "baseline" as const, at: null } }),
  fc.constant({ name: "standby" as const, payload: { roomId, place: "Bathroom" } }),
  fc.constant({ name: "endStandby" as const, payload: { roomId } }),
  fc.constant({ name: "measureNow" as const, payload: { roomId } }),
  fc.constantFrom("oxygenOn" as const, "oxygenOff" as const, "antiemetic" as const).map((event) => ({
    name: "recordEvent" as const,
    payload: { roomId, event, detail: null, at: null },
  })),
  fc.constantFrom("yes" as const, "no" as const).map((answer) => ({
    name: "answerPreCheck" as const,
    payload: { roomId, answers: [{ item: "escort", answer }], confirmedFrom: null },
  })),
  fc.integer({ min: 90, max: 200 }).map((systolic) => ({
    name: "enterPressure" as const,
    payload: { roomId, systolic, diastolic: 70, at: null },
  })),
  fc.constantFrom("give" as const, "end" as const).map((action) => ({
    name: "recordDose" as const,
    payload: {
      roomId,
      action,
      amountMg: 100,
      lot: null,
      at: null,
      despite: { physician: "Dr. O", reason: "generated" },
    },
  })),
  fc
    .constantFrom("sedation" as const, "escort" as const)
    .chain((assessment) =>
      fc
        .integer({ min: 0, max: 5 })
        .map((value) => ({ name: "assess" as const, payload: { roomId, assessment, value, at: null } })),
    ),
  fc.constant({ name: "release" as const, payload: { roomId, despite: { physician: "Dr. O", reason: "well" } } }),
  {
    weight: 4,
    arbitrary: fc.boolean().map((includeEarlier) => ({
      name: "startSession" as const,
      payload: { roomId, initials: "Q. X.", route: "oral" as const, includeEarlier, cuffArm: null },
    })),
  },
);
const happening = fc.record({
  waitMs: fc.oneof({ weight: 6, arbitrary: fc.constant(1_000) }, fc.integer({ min: 0, max: 60_000 })),
  what: fc.oneof(
    { weight: 12, arbitrary: reading.map((one) => ({ kind: "reading" as const, one })) },
    { weight: 6, arbitrary: act.map((one) => ({ kind: "act" as const, one })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom("up" as const, "down" as const), fc.boolean())
        .map(([link, isCuff]) => ({ kind: "link" as const, link, isCuff })),
    },
    { weight: 1, arbitrary: fc.boolean().map((saving) => ({ kind: "record" as const, saving })) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 0, max: 1 }).map((stations) => ({ kind: "hearing" as const, stations })),
    },
  ),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** One question, so that answers and decisions come up now and then. */
const ORAL = { ...PROTOCOLS.oral, preCheck: PROTOCOLS.oral.preCheck.filter(({ id }) => id === "escort") };

const devices: MonitorInput = {
  kind: "devices",
  by: null,
  devices: [
    { deviceId: OXIMETER, label: "Oximeter", kind: "oximeter", simulated: false },
    { deviceId: CUFF, label: "Cuff", kind: "cuff", simulated: false },
  ],
};

function inputOf({ what }: Happening, state: RoomState, index: number): MonitorInput {
  switch (what.kind) {
    case "reading":
      return {
        kind: "reading",
        deviceId: what.one.kind === "oximetry" ? OXIMETER : CUFF,
        reading: { id: `i${index}`, measuredAt: at(0).wall, ...what.one },
      };
    case "act": {
      const waiting = Object.values(state.alarms).find(({ alarm }) => alarm.signal === "on")?.alarm.episodeId ?? "none";
      const command =
        what.one.name === "acknowledgeAny"
          ? ({ name: "acknowledge", payload: { roomId, episodeId: waiting } } as const)
          : what.one;
      return {
        kind: "command",
        command,
        by: NURSE,
        sessionId: `s${index}` as never,
        ...(command.name === "startSession" ? { start: { protocol: ORAL, devices: [], turn: 1 } } : {}),
      };
    }
    case "link":
      return { kind: "link", deviceId: what.isCuff ? CUFF : OXIMETER, link: what.link, canMeasure: what.isCuff };
    default:
      return what;
  }
}

type Played = { state: RoomState; changes: AlarmChange[]; inputs: { input: MonitorInput; ms: number }[] };

/** Plays what happens; `check` sees the room after every input and every tick. */
export function playAll(
  happenings: readonly Happening[],
  tickMs: number | null,
  check: (before: RoomState, after: RoomState, input: MonitorInput) => void,
): Played {
  let state = emptyRoom(roomId as never, limitsOf(SET));
  let ms = 0;
  const changes: AlarmChange[] = [];
  const inputs: Played["inputs"] = [];
  const take = (input: MonitorInput): void => {
    const stepped = step(state, input, at(ms / 1_000), SET);
    check(state, stepped.state, input);
    state = stepped.state;
    changes.push(...stepped.changes);
    if (input.kind !== "tick") inputs.push({ input, ms });
  };
  take(devices);
  for (const [index, one] of happenings.entries()) {
    const until = ms + one.waitMs;
    if (tickMs !== null) for (ms += tickMs; ms < until; ms += tickMs) take({ kind: "tick" });
    ms = until;
    take(inputOf(one, state, index));
  }
  ms += 600_000;
  take({ kind: "tick" });
  return { state, changes, inputs };
}

// Long ones: the short ones that are made by default hardly ever end a session.
export const sequence = fc.array(happening, { minLength: 1, maxLength: 120, size: "max" });
