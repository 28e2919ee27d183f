import type { AlarmChange } from "@watchroom/shared/alarm";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitsOf } from "../../server/src/core/limits.ts";
import { type MonitorInput, step } from "../../server/src/core/monitor.ts";
import { emptyRoom, type RoomState } from "../../server/src/core/room.ts";
import { at, CUFF, NURSE, OXIMETER, SET } from "../support/core-script.ts";

const roomId = "r1";
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
  fc.constant({ name: "endSession" as const, payload: { roomId } }),
  fc.constantFrom("give" as const, "end" as const).map((action) => ({
    name: "recordDose" as const,
    payload: { roomId, action, amountMg: 100, lot: null, at: null },
  })),
  fc
    .constantFrom("sedation" as const, "escort" as const)
    .chain((assessment) =>
      fc
        .integer({ min: 0, max: 5 })
        .map((value) => ({ name: "assess" as const, payload: { roomId, assessment, value, at: null } })),
    ),
  fc.constant({ name: "release" as const, payload: { roomId, despite: { physician: "Dr. O", reason: "well" } } }),
  fc.boolean().map((includeEarlier) => ({
    name: "startSession" as const,
    payload: { roomId, initials: "A. L.", route: "oral" as const, includeEarlier, cuffArm: null },
  })),
);
const happening = fc.record({
  waitMs: fc.oneof({ weight: 6, arbitrary: fc.constant(1_000) }, fc.integer({ min: 0, max: 60_000 })),
  what: fc.oneof(
    { weight: 12, arbitrary: reading.map((one) => ({ kind: "reading" as const, one })) },
    { weight: 2, arbitrary: act.map((one) => ({ kind: "act" as const, one })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("up" as const, "down" as const).map((link) => ({ kind: "link" as const, link })),
    },
    { weight: 1, arbitrary: fc.boolean().map((saving) => ({ kind: "record" as const, saving })) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 0, max: 1 }).map((stations) => ({ kind: "hearing" as const, stations })),
    },
  ),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

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
        ...(command.name === "startSession" ? { protocol: PROTOCOLS.oral } : {}),
      };
    }
    case "link":
      return { kind: "link", deviceId: OXIMETER, link: what.link };
    default:
      return what;
  }
}

type Played = { state: RoomState; changes: AlarmChange[]; inputs: { input: MonitorInput; ms: number }[] };

/** Plays what happens; `check` sees the room after every input and every tick. */
function playAll(
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

const sequence = fc.array(happening, { minLength: 1, maxLength: 120 });
const RUNS = { numRuns: 200 };

describe("whatever happens in a room", () => {
  it("a present alarm condition is signalled, acknowledged by a named person, or held for a stated time", () => {
    fc.assert(
      fc.property(sequence, (happenings) => {
        playAll(happenings, 250, (_, after) => {
          for (const { alarm } of Object.values(after.alarms)) {
            if (alarm.present === 0) continue;
            expect(["on", "acknowledged"]).toContain(alarm.signal);
            if (alarm.signal === "acknowledged") expect(alarm.acknowledged?.by).toBe(NURSE.name);
          }
          if (after.audioPaused) expect(after.audioPaused.until.mono).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER);
        });
      }),
      RUNS,
    );
  });

  it("an acknowledgement takes one signal away and never two", () => {
    fc.assert(
      fc.property(sequence, (happenings) => {
        playAll(happenings, null, (before, after, input) => {
          if (input.kind !== "command" || input.command.name !== "acknowledge") return;
          const on = (state: RoomState) =>
            Object.values(state.alarms).filter(({ alarm }) => alarm.signal === "on" && alarm.present > 0);
          // Time may also bring new signals up to this moment; an acknowledgement can only take away its own.
          const gone = on(before).filter(
            ({ alarm }) => !on(after).some((now) => now.alarm.episodeId === alarm.episodeId),
          );
          expect(gone.length).toBeLessThanOrEqual(1);
        });
      }),
      RUNS,
    );
  });

  it("an alarm that a person must hear ends a running audio pause", () => {
    fc.assert(
      fc.property(sequence, (happenings) => {
        playAll(happenings, 250, (before, after) => {
          const began = Object.entries(after.alarms).filter(
            ([id, { alarm }]) => alarm.signal === "on" && alarm.episodeId !== before.alarms[id]?.alarm.episodeId,
          );
          if (began.length > 0 && before.audioPaused) expect(after.audioPaused).toBeNull();
        });
      }),
      RUNS,
    );
  });

  it("nothing is left of a patient when the session has ended", () => {
    fc.assert(
      fc.property(sequence, (happenings) => {
        playAll(happenings, 250, (before, after, input) => {
          if (input.kind !== "command" || input.command.name !== "endSession" || before.session === null) return;
          expect(after).toMatchObject({
            session: null,
            metrics: {},
            alarms: {},
            watchingSince: null,
            limitsChanged: [],
            cuffArm: null,
          });
        });
      }),
      RUNS,
    );
  });
});

describe("folding the journal", () => {
  it("gives the same alarm changes however often time was told", () => {
    fc.assert(
      fc.property(sequence, (happenings) => {
        const ticked = playAll(happenings, 250, () => undefined);
        // The acts were chosen by what was on screen then: the fold repeats the inputs, not the choices.
        let state = emptyRoom(roomId as never, limitsOf(SET));
        const changes: AlarmChange[] = [];
        for (const { input, ms } of [
          ...ticked.inputs,
          { input: { kind: "tick" } as const, ms: (ticked.inputs.at(-1)?.ms ?? 0) + 600_000 },
        ]) {
          const stepped = step(state, input, at(ms / 1_000), SET);
          state = stepped.state;
          changes.push(...stepped.changes);
        }
        expect(changes).toEqual(ticked.changes);
        expect(state).toEqual(ticked.state);
      }),
      RUNS,
    );
  });

  it("goes on from a checkpoint as if there had been none", () => {
    fc.assert(
      fc.property(sequence, fc.nat(), (happenings, where) => {
        const whole = playAll(happenings, null, () => undefined);
        const cut = where % whole.inputs.length;
        let state = emptyRoom(roomId as never, limitsOf(SET));
        for (const [index, { input, ms }] of whole.inputs.entries()) {
          state = step(state, input, at(ms / 1_000), SET).state;
          if (index === cut) state = JSON.parse(JSON.stringify(state)) as RoomState;
        }
        const end = step(state, { kind: "tick" }, at((whole.inputs.at(-1)?.ms ?? 0) / 1_000 + 600), SET);
        expect(end.state).toEqual(whole.state);
      }),
      RUNS,
    );
  });
});
