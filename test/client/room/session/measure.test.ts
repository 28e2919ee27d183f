import type { DeviceView } from "@watchroom/shared/wire";
import { describe, expect, it } from "vitest";
import { deviceState } from "../../../../client/src/room/deviceState.ts";
import { measureState, whyNoMeasure } from "../../../../client/src/room/session/measure.ts";
import { MINUTE, NOW } from "../../support/session.ts";

const device = (changes: Partial<DeviceView>): DeviceView => ({
  deviceId: "d1",
  label: "Cuff 1",
  kind: "cuff",
  link: "up",
  lastSeenAt: NOW,
  battery: null,
  sensor: null,
  canMeasure: true,
  simulated: false,
  ...changes,
});
const OXIMETER = device({ kind: "oximeter", canMeasure: false });

describe("a measurement that is asked for", () => {
  it("needs a cuff that takes the request and whose link is up; else the page says why not", () => {
    expect(whyNoMeasure([OXIMETER, device({})])).toBeNull();
    expect(whyNoMeasure([device({ kind: "gateway" })])).toBeNull();
    expect(whyNoMeasure([OXIMETER])).toBe("No cuff reports here: measure by hand and type it.");
    expect(whyNoMeasure([device({ canMeasure: false })])).toBe("This cuff cannot be asked: press its own button.");
    expect(whyNoMeasure([device({ link: "down" })])).toContain("link is down");
  });
  it("is shown as asked until the cuff begins, then as measuring", () => {
    const asked = { at: NOW, by: "M. Okafor" };
    expect(measureState({ measureAsked: asked, cuff: null }, NOW + 4_000)).toBe("Asked, waiting for the cuff 0:04");
    const cuff = { state: "measuring", since: NOW, failure: null } as const;
    expect(measureState({ measureAsked: asked, cuff }, NOW + 7_000)).toBe("Measuring 0:07");
    expect(measureState({ measureAsked: null, cuff: { ...cuff, state: "done" } }, NOW)).toBeNull();
  });
});

describe("a device at check-in", () => {
  it("is told by its link, its sensor and its battery as they are now", () => {
    const state = deviceState({ ...OXIMETER, sensor: "on", battery: 86.6 }, NOW);
    expect(state).toBe("sending, sensor on, battery 87 %");
    expect(deviceState(device({ link: "down", lastSeenAt: NOW - 3 * MINUTE }), NOW)).toBe(
      "link down, last seen 3 min ago",
    );
    expect(deviceState(device({ link: "unknown", lastSeenAt: null }), NOW)).toBe("never seen");
  });
});
