import { describe, expect, it } from "vitest";
import type { LiveRoom } from "../../../client/src/live/store.ts";
import { badgeOf } from "../../../client/src/pwa/badge.ts";
import { bodyOf, keyIn } from "../../../client/src/pwa/push.ts";
import { pathIn } from "../../../client/src/pwa/worker.ts";

describe("the badge of the app", () => {
  const room = (...signals: string[]): LiveRoom => ({ alarms: signals.map((signal) => ({ signal })) }) as LiveRoom;
  const rooms = new Map([
    ["1", room("on", "acknowledged", "on")],
    ["2", room("latched")],
    ["3", room("on")],
  ]);
  it("counts the alarms that nobody has acknowledged, in all rooms", () => {
    expect(badgeOf({ link: "up", rooms })).toBe(3);
    expect(badgeOf({ link: "up", rooms: new Map() })).toBe(0);
  });
  it("has no number without a connection", () => {
    expect(badgeOf({ link: "lost", rooms })).toBe("unknown");
  });
});

describe("notifications on this device", () => {
  const endpoint = "https://push.example/1";
  it("tell the server where to send and with which keys, and what the station is called", () => {
    const subscription = { endpoint, toJSON: () => ({ endpoint, keys: { p256dh: "p", auth: "a" } }) };
    expect(bodyOf(subscription, "Desk")).toEqual({ endpoint, keys: { p256dh: "p", auth: "a" }, label: "Desk" });
  });
  it("say what to do when the browser gave no keys, or the server has none", () => {
    expect(() => bodyOf({ endpoint, toJSON: () => ({ endpoint }) }, "")).toThrow("Try another browser.");
    for (const answer of [null, {}, { key: "" }, { key: 7 }])
      expect(() => keyIn(answer)).toThrow("Ask an administrator.");
    expect(keyIn({ key: "BPk" })).toBe("BPk");
  });
  it("lead to pages of ours only", () => {
    expect(pathIn({ open: "/rooms/7" })).toBe("/rooms/7");
    for (const data of [null, "x", {}, { open: 7 }, { open: "//elsewhere.example" }, { open: "https://x.example" }]) {
      expect(pathIn(data)).toBeNull();
    }
  });
});
