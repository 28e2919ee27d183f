import type { MonoMs, OperatorId, SessionId } from "@watchroom/shared/time";
import { describe, expect, it } from "vitest";
import { markersOf } from "../../../server/src/http/markers.ts";
import type { CommandEntry, KeptEntry } from "../../../server/src/journal/entry.ts";
import { at, room } from "./api.ts";

const NURSE = { operatorId: "n" as OperatorId, name: "N. Okafor", role: "nurse" } as const;
const roomId = "r1";

const act = (second: number, command: CommandEntry, to?: { operatorId: OperatorId; name: string }): KeptEntry => ({
  seq: second,
  roomId: room(roomId),
  sessionId: "s1" as SessionId,
  at: at(second * 1_000),
  mono: (second * 1_000) as MonoMs,
  body: { kind: "command", command, by: NURSE, sessionId: "s1" as SessionId, ...(to && { to }) },
});
const textsOf = (...commands: CommandEntry[]): string[] =>
  markersOf(commands.map((command, second) => act(second, command))).map(({ text }) => text);

describe("what people did, beside the trend", () => {
  it("is worded as a nurse would write it", () => {
    const dose = { roomId, amountMg: null, lot: null, at: null };
    expect(
      textsOf(
        { name: "answerPreCheck", payload: { roomId, answers: [{ item: "a", answer: "no" }], confirmedFrom: null } },
        { name: "answerPreCheck", payload: { roomId, answers: [{ item: "a", answer: "no" }], confirmedFrom: "s0" } },
        { name: "decidePreCheck", payload: { roomId, decision: { physician: "Dr. Ito", reason: "seen today" } } },
        { name: "setDosePlan", payload: { roomId, plan: { weightKg: 80, mgPerKg: 0.5, amountMg: 40, minutes: 40 } } },
        { name: "recordDose", payload: { ...dose, action: "start", rateMgPerH: 60 } },
        { name: "recordDose", payload: { ...dose, action: "changeRate", rateMgPerH: 45 } },
        { name: "recordDose", payload: { ...dose, action: "spit" } },
        { name: "recordEvent", payload: { roomId, event: "antiemetic", detail: "ondansetron 4 mg", at: null } },
        { name: "standby", payload: { roomId, place: "Bathroom" } },
        { name: "endStandby", payload: { roomId } },
        { name: "measureNow", payload: { roomId } },
        { name: "endSession", payload: { roomId, how: "movedToOtherCare", reason: "chest pain" } },
      ),
    ).toEqual([
      "Pre-session check: one answer",
      "Pre-session check: one answer of an earlier session confirmed",
      "Pre-session check decided by Dr. Ito: seen today",
      "Dose plan: 40 mg in 40 min, 0.5 mg/kg, 80 kg",
      "Infusion started, 60 mg/h",
      "Infusion rate changed, 45 mg/h",
      "Lozenge spat out",
      "Antiemetic: ondansetron 4 mg",
      "Standby: Bathroom",
      "Back from standby",
      "Cuff asked to measure",
      "Moved to other care: chest pain",
    ]);
  });

  it("never names the patient when details were corrected", () => {
    const patient = { recordNumber: "R-17", birthDate: "1980-02-29", name: "Ana Lind" };
    expect(textsOf({ name: "identify", payload: { roomId, initials: "A. L.", patient } })).toEqual([
      "Patient's details corrected",
    ]);
  });

  it("says what was taken back, and keeps that it was done", () => {
    expect(
      textsOf(
        { name: "recordDose", payload: { roomId, action: "give", amountMg: 28, lot: "L7", at: null } },
        { name: "addMarker", payload: { roomId, text: "Music on" } },
        { name: "undo", payload: { roomId } },
      ),
    ).toEqual(["Dose given, 28 mg, lot L7", "Music on", "Taken back: Dose given, 28 mg, lot L7"]);
    expect(textsOf({ name: "undo", payload: { roomId } })).toEqual(["Taken back: the last act"]);
  });

  it("names who gave a room to whom", () => {
    const handOver: CommandEntry = { name: "handOver", payload: { roomId, to: "m" } };
    const entries = [
      act(1, handOver, { operatorId: "m" as OperatorId, name: "M. Diaz" }),
      act(2, handOver, { operatorId: NURSE.operatorId, name: NURSE.name }),
    ];
    expect(markersOf(entries).map(({ text, by }) => [text, by])).toEqual([
      ["Room handed over to M. Diaz", "N. Okafor"],
      ["Room taken by N. Okafor", "N. Okafor"],
    ]);
  });
});
