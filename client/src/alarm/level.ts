import type { RoomView } from "@watchroom/shared/wire";

/** Nobody can turn a station down so far that an alarm is not heard in the room: 20 %, until the clinic says otherwise. */
export const VOLUME_MIN = 0.2;
const VOLUME_AT_START = 0.7;
const VOLUME_KEY = "watchroom.volume";
const NIGHT_KEY = "watchroom.night";

/** Hours of this station's own clock, "22:00" to "07:00", and the volume in them. */
export type Night = { readonly isOn: boolean; readonly from: string; readonly to: string; readonly volume: number };
export type Levels = { readonly volume: number; readonly night: Night };

const NIGHT_AT_START: Night = { isOn: false, from: "22:00", to: "07:00", volume: 0.4 };
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** From `floor` to 1; what is no number is the volume at the start. */
export const volumeWithin = (volume: unknown, floor: number): number =>
  Math.min(1, Math.max(floor, typeof volume === "number" && Number.isFinite(volume) ? volume : VOLUME_AT_START));

/** Pure. Whether it is night at `at`, local time; the hours may go over midnight. Equal hours: never. */
export function isNight({ isOn, from, to }: Night, at: Date): boolean {
  if (!isOn) return false;
  const two = (part: number): string => String(part).padStart(2, "0");
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return from <= to ? time >= from && time < to : time >= from || time < to;
}

/** Pure. The volume in force, never below `floor`. */
export const volumeAt = ({ volume, night }: Levels, at: Date, floor: number): number =>
  volumeWithin(isNight(night, at) ? night.volume : volume, floor);

/** What this station kept; whatever cannot be read is as at the start. */
export function storedLevels(floor: number): Levels {
  const volume = localStorage.getItem(VOLUME_KEY);
  return {
    volume: volumeWithin(volume === null ? null : Number(volume), floor),
    night: nightFrom(localStorage.getItem(NIGHT_KEY), floor),
  };
}

export function storeLevels({ volume, night }: Levels): void {
  localStorage.setItem(VOLUME_KEY, String(volume));
  localStorage.setItem(NIGHT_KEY, JSON.stringify(night));
}

/** Pure. */
export function nightFrom(text: string | null, floor: number): Night {
  const kept: Partial<Record<keyof Night, unknown>> = { ...parsed(text) };
  const time = (value: unknown, otherwise: string): string =>
    typeof value === "string" && TIME.test(value) ? value : otherwise;
  return {
    isOn: kept.isOn === true,
    from: time(kept.from, NIGHT_AT_START.from),
    to: time(kept.to, NIGHT_AT_START.to),
    volume: volumeWithin(kept.volume ?? NIGHT_AT_START.volume, floor),
  };
}

function parsed(text: string | null): object {
  if (text === null) return {};
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? json : {};
  } catch {
    return {}; // Somebody else's text under our key: the station starts afresh.
  }
}

/** Pure. The least volume that the running sessions ask for, 0 to 1. */
export function floorOf(rooms: Iterable<Pick<RoomView, "session">>): number {
  let percent = 0;
  for (const { session } of rooms) percent = Math.max(percent, session?.protocol.volumeAtLeastPercent ?? 0);
  return percent / 100;
}
