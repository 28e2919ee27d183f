import { describe, expect, it } from "vitest";
import { type HeldStationId, holdStationId } from "../../../client/src/live/stationId.ts";

type Tab = Exclude<Parameters<typeof holdStationId>[1], undefined>;
const NURSE = "nora";

/** The locks of one browser, over all its tabs: the next in line gets a name when it is let go. */
function browserLocks(): NonNullable<Tab["locks"]> {
  const held = new Map<string, Promise<void>>();
  return {
    async request(name, { signal }, onHeld) {
      const cut = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      while (held.has(name)) {
        await Promise.race([held.get(name), cut]);
        signal.throwIfAborted();
      }
      const use = onHeld({ name });
      held.set(name, use);
      await use;
      held.delete(name);
    },
  };
}

function keptByTab(copied: ReadonlyMap<string, string> = new Map()) {
  const kept = new Map(copied);
  return {
    kept: { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, id: string) => kept.set(key, id) },
    all: kept,
  };
}

describe("the name of a station", () => {
  it("is the same when its page is loaded again", async () => {
    const tab: Tab = { locks: browserLocks(), ...keptByTab() };
    const first: HeldStationId = holdStationId(NURSE, tab);
    const id = await first.id;
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const again = holdStationId(NURSE, tab);
    // The browser ends the old page while the new one asks already.
    first.release();
    expect(await again.id).toBe(id);
    again.release();
  });

  it("is another one in a tab that was duplicated, and each keeps its own when it is loaded again", async () => {
    const locks = browserLocks();
    const one = keptByTab();
    const first = holdStationId(NURSE, { locks, kept: one.kept });
    const id = await first.id;
    const two = keptByTab(one.all);
    const second = holdStationId(NURSE, { locks, kept: two.kept });
    const otherId = await second.id;
    expect(otherId).not.toBe(id);
    first.release();
    second.release();
    expect(await holdStationId(NURSE, { locks, kept: one.kept }).id).toBe(id);
    expect(await holdStationId(NURSE, { locks, kept: two.kept }).id).toBe(otherId);
  });

  it("is another one for the next person at it, so that nobody is said to have heard what the one before heard", async () => {
    const tab: Tab = { locks: browserLocks(), ...keptByTab() };
    const nurse = holdStationId(NURSE, tab);
    const id = await nurse.id;
    nurse.release();
    const physician = holdStationId("paul", tab);
    expect(await physician.id).not.toBe(id);
    physician.release();
    expect(await holdStationId(NURSE, tab).id, "she is back").toBe(id);
  });

  it("is another one at each load where the browser has no locks, or refuses them", async () => {
    const refuses: Tab["locks"] = { request: () => Promise.reject(new Error("not here")) };
    for (const locks of [undefined, refuses]) {
      const { kept, all } = keptByTab();
      const id = await holdStationId(NURSE, { locks, kept }).id;
      expect(await holdStationId(NURSE, { locks, kept }).id).not.toBe(id);
      expect(all.size).toBe(0);
    }
  });
});
