import type { StationsView, StationView } from "@watchroom/shared/wire";
import { timeOfDay } from "../wall/duration.ts";

/** In front, and able to sound. Locked or not: a locked station shows and sounds as before. */
export const doesHear = ({ visible, audible }: Pick<StationView, "visible" | "audible">): boolean => visible && audible;

/** "Nora Okafor, Nurses' desk". */
export const stationName = ({ by, label }: Pick<StationView, "by" | "label">): string =>
  label === "" ? by : `${by}, ${label}`;

/** Whether it hears and if not why, since when: "hidden since 14:02". */
export function stationState(station: StationView): string {
  const since = `since ${timeOfDay(station.since)}`;
  if (doesHear(station)) {
    if (station.locked) return `locked ${since}, still hears`;
    return station.reason === "asleep" ? `hears again, was asleep until ${timeOfDay(station.since)}` : "hears";
  }
  if (station.reason === "testFailed") {
    const failed = `sound test failed at ${timeOfDay(station.testFailedAt ?? station.since)}`;
    return station.locked ? `${failed}, locked` : failed;
  }
  const why = station.reason === null ? "not ready" : WHY[station.reason];
  return `${why} ${since}${station.locked ? ", locked" : ""}`;
}

const WHY: Readonly<Record<Exclude<StationView["reason"], null | "testFailed">, string>> = {
  hidden: "hidden",
  audioBlocked: "audio blocked",
  asleep: "asleep or cut off",
};

/** "1 station hears", "2 stations hear". */
export const stationsHear = (count: number): string => `${count} ${count === 1 ? "station hears" : "stations hear"}`;

/** "2 stations hear", or "2 of 3 stations hear" when one does not. */
export function hearWords({ hearing, list }: Pick<StationsView, "hearing" | "list">): string {
  if (list.length > 1 && hearing < list.length) return `${hearing} of ${list.length} stations hear`;
  return stationsHear(hearing);
}

/** This station first, then who does not hear, then by name: what a person looks for is on top. */
export function inReadingOrder(list: readonly StationView[], ownId: string | null): readonly StationView[] {
  const rank = (station: StationView): number => (station.stationId === ownId ? 0 : doesHear(station) ? 2 : 1);
  return [...list].sort((a, b) => rank(a) - rank(b) || stationName(a).localeCompare(stationName(b)));
}
