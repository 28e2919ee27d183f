import type { AlarmView } from "@watchroom/shared/alarm";
import { describe, expect, it } from "vitest";
import { offersAction } from "../../../client/src/wall/tileOffers.ts";
import { anAlarm } from "../../support/an-alarm.ts";
import { sessionOf } from "../support/session.ts";

const JUDGED = anAlarm({ signal: "acknowledged", acknowledgedBy: "Nora Okafor", disposition: "artefact" });
const HELP = anAlarm({
  episodeId: "e2",
  kind: "technical",
  technical: "helpCalled",
  condition: "helpCalled",
  signal: "acknowledged",
  acknowledgedBy: "Sami Haddad",
});
const offered = (...alarms: AlarmView[]): boolean[] =>
  [false, true].map((small) => offersAction({ alarms, session: sessionOf("oral"), watchingSince: 0 }, small));

describe("on a tile, large or small, there is a button", () => {
  it("for help while the patient is still beyond a limit, though somebody has said what it was", () => {
    expect(offered(JUDGED)).toEqual([true, true]);
    expect(offered({ ...JUDGED, priority: "medium" }), "a small tile has room for the gravest").toEqual([true, false]);
  });
  it("no longer when the patient is well again, or help was called", () => {
    expect(offered({ ...JUDGED, present: false })).toEqual([false, false]);
    expect(offered(JUDGED, HELP)).toEqual([false, false]);
  });
  it("for what it was on a large tile only", () => {
    expect(offered({ ...JUDGED, kind: "technical", metric: null, technical: "sensorOff", disposition: null })).toEqual([
      true,
      false,
    ]);
  });
});
