import { describe, expect, it } from "vitest";
import { takeStationId } from "../../../client/src/live/stationId.ts";

const NURSE = "nora";

/** What one tab keeps; a duplicate begins with a copy of it. */
function openTab(copied: ReadonlyMap<string, string> = new Map()) {
  const all = new Map(copied);
  return {
    all,
    getItem: (key: string) => all.get(key) ?? null,
    setItem: (key: string, id: string) => void all.set(key, id),
    removeItem: (key: string) => void all.delete(key),
  };
}

describe("the name of a station", () => {
  it("is the same when its page is loaded again", () => {
    const tab = openTab();
    const first = takeStationId(NURSE, tab);
    expect(first.id).toMatch(/^[0-9a-f]{32}$/);
    first.leave();
    expect(takeStationId(NURSE, tab).id).toBe(first.id);
  });

  it("is another one in a tab that was duplicated, and each keeps its own when it is loaded again", () => {
    const tab = openTab();
    const first = takeStationId(NURSE, tab);
    const twin = openTab(tab.all);
    const second = takeStationId(NURSE, twin);
    expect(second.id).not.toBe(first.id);
    first.leave();
    second.leave();
    expect(takeStationId(NURSE, tab).id).toBe(first.id);
    expect(takeStationId(NURSE, twin).id).toBe(second.id);
  });

  it("is not given away by a page that went and was brought back", () => {
    const tab = openTab();
    const first = takeStationId(NURSE, tab);
    first.leave();
    first.back();
    expect(takeStationId(NURSE, openTab(tab.all)).id).not.toBe(first.id);
  });

  it("is another one for the next person at it, so that nobody is said to have heard what the one before heard", () => {
    const tab = openTab();
    const nurse = takeStationId(NURSE, tab);
    nurse.leave();
    expect(takeStationId("paul", tab).id).not.toBe(nurse.id);
    expect(takeStationId(NURSE, tab).id, "she is back").toBe(nurse.id);
  });
});
