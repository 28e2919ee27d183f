import { describe, expect, it } from "vitest";
import { judgeLine, type Line } from "../../../client/src/live/watchdog.ts";

const line = (change: Partial<Line> = {}): Line => ({ heardAt: 0, closedAt: null, wasUp: true, ...change });

describe("a station's line", () => {
  it("is lost in time to be on the screen after three seconds of silence, though nobody said that it closed", () => {
    expect(judgeLine(line(), 2_699)).toBe("up");
    expect(judgeLine(line(), 2_700)).toBe("lost");
    expect(judgeLine(line(), 60_000)).toBe("lost");
  });
  it("is lost a second after the transport closed, without waiting for three", () => {
    expect(judgeLine(line({ closedAt: 500 }), 1_499)).toBe("up");
    expect(judgeLine(line({ closedAt: 500 }), 1_500)).toBe("lost");
  });
  it("is up again with the first message that proves it, not with an open transport", () => {
    expect(judgeLine(line({ heardAt: 0, closedAt: null }), 9_000)).toBe("lost");
    expect(judgeLine(line({ heardAt: 9_000, closedAt: null }), 9_000)).toBe("up");
  });
  it("says that it connects at first, and that it is lost when nothing comes", () => {
    expect(judgeLine(line({ wasUp: false }), 1_000)).toBe("connecting");
    expect(judgeLine(line({ wasUp: false, closedAt: 0 }), 2_000)).toBe("connecting");
    expect(judgeLine(line({ wasUp: false }), 2_700)).toBe("lost");
  });
});
