import type { AlarmChange } from "@watchroom/shared/alarm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitsOf } from "../../server/src/core/limits.ts";
import { step } from "../../server/src/core/monitor.ts";
import { emptyRoom, type RoomState } from "../../server/src/core/room.ts";
import { viewOf } from "../../server/src/core/view.ts";
import { at, NURSE, SET } from "../support/core-script.ts";
import { playAll, roomId, sequence } from "./happenings.ts";

/** The same happenings in each run of the tests: some count what came up in them. */
const RUNS = { numRuns: 50, seed: 20_261_123 };

describe("whatever happens in a room", () => {
  it("a present alarm condition is signalled, acknowledged by a named person, or held for a stated time", () => {
    fc.assert(
      fc.property(sequence, (happenings) => {
        playAll(happenings, 1_000, (_, after) => {
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
        playAll(happenings, 1_000, (before, after) => {
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
    let ended = 0;
    fc.assert(
      fc.property(sequence, (happenings) => {
        playAll(happenings, 1_000, (before, after) => {
          if (before.session === null || after.session !== null) return;
          ended += 1;
          expect(after).toMatchObject({
            session: null,
            metrics: {},
            alarms: {},
            watchingSince: null,
            limitsChanged: [],
            cuffArm: null,
            standby: null,
            limits: limitsOf(SET),
          });
          const seen = JSON.stringify(viewOf({ roomId, name: "Room 1", order: 1 }, after));
          expect(seen).not.toContain("Q. X.");
        });
      }),
      RUNS,
    );
    expect(ended).toBeGreaterThan(RUNS.numRuns / 4);
  });

  it("an act that is taken back leaves the session as it was, and only its author can take it back", () => {
    let taken = 0;
    const facts = (state: RoomState | null, session = state?.session ?? null) =>
      session && {
        doses: session.doses,
        doseAt: session.doseAt,
        baseline: session.baseline,
        assessments: session.assessments,
        events: session.events,
        answers: session.preCheck,
      };
    fc.assert(
      fc.property(sequence, (happenings) => {
        playAll(happenings, null, (before, after, input) => {
          if (input.kind !== "command" || input.command.name !== "undo") return;
          if (before.undo === null || after.undo !== null || after.session === null) return;
          const isTimely = before.undo.until.mono > 0 && after.session !== before.session;
          if (!isTimely) return;
          taken += 1;
          expect(facts(after)).toEqual(facts(null, before.undo.session));
        });
      }),
      RUNS,
    );
    expect(taken).toBeGreaterThan(RUNS.numRuns / 10);
  });
});

describe("folding the journal", () => {
  it("gives the same alarm changes however often time was told", () => {
    fc.assert(
      fc.property(sequence, (happenings) => {
        const ticked = playAll(happenings, 1_000, () => undefined);
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
