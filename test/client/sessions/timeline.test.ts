import type { TimelineRow } from "@watchroom/shared/http-sessions";
import { describe, expect, it } from "vitest";
import { laneLabels, type Mark, marksOf } from "../../../client/src/sessions/marks.ts";
import { minuteText } from "../../../client/src/sessions/ReportTable.tsx";
import {
  correctionsOf,
  correctionText,
  isTakenBack,
  kindLabel,
  kindsOf,
  subjectOf,
} from "../../../client/src/sessions/timeline.ts";
import { at } from "./session-row.ts";

const MINUTE = 60_000;
const entry = (minute: number, kind: string, text = kind): TimelineRow => ({
  at: at(3, 14, 0) + minute * MINUTE,
  minute,
  kind,
  text,
  by: null,
});

describe("the timeline of a session", () => {
  it("can be read by kind, in the order in which each kind first happened", () => {
    const timeline = [entry(0, "session"), entry(1, "dose"), entry(2, "alarm"), entry(6, "dose")];
    expect(kindsOf(timeline)).toEqual([
      { label: "Session", count: 1 },
      { label: "Doses", count: 2 },
      { label: "Alarms", count: 1 },
    ]);
  });
  it("spells a kind that it has no word for", () => {
    expect(kindLabel("roomFault")).toBe("Room fault");
  });
  it("shows a correction beside the very entry that it corrects, and leaves the entry as it was", () => {
    const [typed, other] = [entry(40, "typed", "Pressure typed: 158/80"), entry(41, "typed", "Pressure typed: 158/80")];
    const subject = subjectOf(typed);
    const correction = { subject, was: "158", is: "138", reason: "misread", at: at(3, 17, 0), by: "M. Okafor" };
    expect(subject).toBe("14:40 Pressure typed: 158/80");
    expect(correctionsOf(typed, [correction])).toEqual([correction]);
    expect(correctionsOf(other, [correction])).toEqual([]);
    expect(correctionText(correction)).toBe("was 158, is 138: misread");
    expect(correctionText({ ...correction, was: "" })).toBe("is 138: misread");
  });
  it("counts minutes from the first dose, and none without one", () => {
    expect([40.4, -5, 0.2, null].map(minuteText)).toEqual(["+40", "−5", "0", ""]);
  });
});

describe("marks on the trend", () => {
  it("count doses, assessments and events each for themselves, in the order of time", () => {
    const late = entry(5, "dose", "second");
    const early = entry(0, "dose", "first");
    const marks = marksOf([late, early, entry(3, "assessment"), entry(4, "alarm")]);
    expect(marks.get(early)?.mark).toBe("D1");
    expect(marks.get(late)?.mark).toBe("D2");
    expect([...marks.values()].map(({ mark }) => mark)).toEqual(["D1", "D2", "A1"]);
  });
  it("leave out what was taken back, so that nobody counts a dose that was never given", () => {
    const undone = entry(0, "dose", "Dose given, 28 mg (taken back by M. Okafor)");
    expect(isTakenBack(undone)).toBe(true);
    expect(marksOf([undone, entry(5, "dose")]).size).toBe(1);
  });
  it("that stand too close for a label each share one, and none covers the next", () => {
    const mark = (minute: number, name: string): Mark => ({ at: minute, lane: "assessment", mark: name, text: name });
    const marks = [mark(0, "A1"), mark(10, "A2"), mark(11, "A3"), mark(12, "A4"), mark(60, "A5"), mark(101, "A6")];
    expect(laneLabels(marks, 0, 100).map(({ label }) => label)).toEqual(["A1", "A2–4", "A5"]);
    expect(laneLabels(marks, 0, 100)[1]?.title).toBe("A2 A2; A3 A3; A4 A4");
  });
});
