import type { ProtocolVersion } from "@watchroom/shared/http-sessions";
import { PROTOCOLS, type Protocol } from "@watchroom/shared/protocol";
import { describe, expect, it } from "vitest";
import { beginningOf } from "../../../client/src/protocols/begin.ts";
import { whyNotChange } from "../../../client/src/protocols/mayChange.ts";
import { fromPreset, keptOf, protocolPath, versionOf } from "../../../client/src/protocols/protocolWords.ts";

const kept = (protocol: Protocol, version: number, active: boolean): ProtocolVersion => ({
  protocol: { ...protocol, version },
  savedAt: version,
  savedBy: "Paul Lindqvist",
  note: "why",
  active,
  activations: [],
});
const { intranasal, oral } = PROTOCOLS;
const own = { ...intranasal, id: "own", name: "Our own" };

describe("the list of protocols", () => {
  it("is in the order of routes, and within one the active protocol comes first", () => {
    const all = [kept(oral, 1, true), kept(own, 1, false), kept(intranasal, 1, true)];
    expect(keptOf(all).map(({ id }) => id)).toEqual(["preset-intranasal", "own", "preset-oral"]);
  });
  it("shows the active version, or the newest where none is active", () => {
    const all = [kept(own, 2, false), kept(own, 3, false), kept(own, 1, true)];
    const [first] = keptOf(all);
    expect(first?.versions.map(({ protocol }) => protocol.version)).toEqual([3, 2, 1]);
    expect(first?.shown.protocol.version).toBe(1);
    expect(keptOf(all.map((one) => ({ ...one, active: false })))[0]?.shown.protocol.version).toBe(3);
  });
  it("does not call a protocol different from its preset for its name alone", () => {
    expect(fromPreset(own)).toEqual([]);
    expect(fromPreset({ ...own, repeat: { ...own.repeat, overdueMin: 6 } })).toHaveLength(1);
  });
});

describe("the pages of a protocol", () => {
  it("name the version in the address, and take no other word for one", () => {
    expect(protocolPath("own", 3)).toBe("/protocols/own?version=3");
    expect(versionOf("version=3")).toBe(3);
    for (const search of ["", "version=", "version=x", "version=-1", "version=1.5"])
      expect(versionOf(search)).toBeNull();
  });
  it("begin with a right protocol or with nothing", () => {
    expect(beginningOf({ document: own, origin: "a file" })?.origin).toBe("a file");
    for (const state of [null, {}, { document: { ...own, checks: [] }, origin: "a file" }, { document: own }]) {
      expect(beginningOf(state)).toBeNull();
    }
  });
  it("say to everybody else why they cannot change anything", () => {
    expect(whyNotChange({ role: "physician", locked: false })).toBeNull();
    expect(whyNotChange({ role: "administrator", locked: false })).toBeNull();
    expect(whyNotChange({ role: "nurse", locked: false })).toContain("physicians and administrators");
    expect(whyNotChange({ role: "physician", locked: true })).toContain("locked");
  });
});
