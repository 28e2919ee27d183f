import type { ProtocolVersion } from "@watchroom/shared/http-sessions";
import { PROTOCOLS, type Protocol } from "@watchroom/shared/protocol";
import { differencesOf } from "@watchroom/shared/protocol-diff";
import { Route } from "@watchroom/shared/session";
import { groupedBy } from "./groupedBy.ts";

/** All versions of one protocol. */
export type Kept = {
  readonly id: string;
  /** The newest first; never empty. */
  readonly versions: readonly [ProtocolVersion, ...ProtocolVersion[]];
  readonly active: ProtocolVersion | null;
  /** What a reader wants to see first: the active one, else the newest. */
  readonly shown: ProtocolVersion;
};

/** Pure. The versions by protocol; protocols in the order of routes, the active ones of a route first, then by name. */
export function keptOf(versions: readonly ProtocolVersion[]): Kept[] {
  const byId = groupedBy(versions, ({ protocol }) => protocol.id);
  const kept = [...byId].flatMap(([id, all]): Kept[] => {
    const [newest, ...older] = all.toSorted((a, b) => b.protocol.version - a.protocol.version);
    if (newest === undefined) return [];
    const active = all.find((one) => one.active) ?? null;
    return [{ id, versions: [newest, ...older], active, shown: active ?? newest }];
  });
  const routes = Route.options;
  const rank = ({ shown, active }: Kept): number =>
    routes.indexOf(shown.protocol.route) * 2 + (active === null ? 1 : 0);
  return kept.toSorted((a, b) => rank(a) - rank(b) || nameOf(a).localeCompare(nameOf(b)));
}
const nameOf = ({ shown }: Kept): string => shown.protocol.name;

/** Pure. What is different from the preset of its route; its name and author are not part of the plan. */
export const fromPreset = (protocol: Protocol): ReturnType<typeof differencesOf> =>
  differencesOf(PROTOCOLS[protocol.route], protocol).filter(({ key }) => key !== "name");

/** Pure. "differs in 3 places". */
export const placesText = (count: number): string => `${count} ${count === 1 ? "place" : "places"}`;

const PAGE = "/protocols";
export const protocolsPath = PAGE;
export const newProtocolPath = `${PAGE}/new`;

/** One protocol; a version of it, or the one that counts. */
export const protocolPath = (id: string, version?: number): string =>
  `${PAGE}/${encodeURIComponent(id)}${version === undefined ? "" : `?version=${version}`}`;

/** The editor, from this version on. */
export const editPath = (id: string, version: number): string =>
  `${PAGE}/${encodeURIComponent(id)}/edit?version=${version}`;

/** Pure. The version that the address asks for, or null. */
export function versionOf(search: string): number | null {
  const version = Number(new URLSearchParams(search).get("version"));
  return Number.isInteger(version) && version > 0 ? version : null;
}
