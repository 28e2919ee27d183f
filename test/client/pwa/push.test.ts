import { describe, expect, it } from "vitest";
import type { LiveRoom } from "../../../client/src/live/store.ts";
import { badgeOf } from "../../../client/src/pwa/badge.ts";
import { bodyOf, deviceName, keyIn } from "../../../client/src/pwa/push.ts";
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
  it("tell the server where to send and with which keys, what the device is called and whether they outlast the sign-in", () => {
    const subscription = { endpoint, toJSON: () => ({ endpoint, keys: { p256dh: "p", auth: "a" } }) };
    const kept = { endpoint, keys: { p256dh: "p", auth: "a" }, label: "Desk", keeps: true };
    expect(bodyOf(subscription, "Desk", true)).toEqual(kept);
  });
  it("are at a device that is known again in the list, though nobody gave it a name", () => {
    const named = {
      "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36": "Android phone",
      "Mozilla/5.0 (Linux; Android 15; Tab) AppleWebKit/537.36 Chrome/142.0 Safari/537.36": "Android tablet",
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148": "iPhone",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Edg/142.0": "Windows computer",
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15": "Mac",
      "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0": "Linux computer",
      something: "A browser",
    };
    for (const [userAgent, name] of Object.entries(named)) expect(deviceName(userAgent), userAgent).toBe(name);
  });
  it("say what to do when the browser gave no keys, or the server has none", () => {
    expect(() => bodyOf({ endpoint, toJSON: () => ({ endpoint }) }, "Desk", true)).toThrow("Try another browser.");
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
