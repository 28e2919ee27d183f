import type { DeviceView, RoomView } from "@watchroom/shared/wire";
import { minutesAndSeconds } from "../../wall/duration.ts";

/** A gateway may have a cuff behind it: only `canMeasure` tells. */
const isCuff = ({ kind, canMeasure }: DeviceView): boolean => kind === "cuff" || canMeasure;

/** Pure. Why no cuff of this room can be asked to measure, in one sentence; null when one can. */
export function whyNoMeasure(devices: readonly DeviceView[]): string | null {
  const cuffs = devices.filter(isCuff);
  if (cuffs.length === 0) return "No cuff reports here: measure by hand and type it.";
  const able = cuffs.filter(({ canMeasure }) => canMeasure);
  if (able.length === 0) return "This cuff cannot be asked: press its own button.";
  return able.some(({ link }) => link === "up") ? null : "The cuff's link is down: press its own button.";
}

/** Pure. What the cuff is about to do or does; null when it rests and can be asked. */
export function measureState(
  { measureAsked, cuff }: Pick<RoomView, "measureAsked" | "cuff">,
  now: number,
): string | null {
  if (cuff?.state === "measuring") return `Measuring ${minutesAndSeconds(now - cuff.since)}`;
  if (measureAsked === null) return null;
  return `Asked, waiting for the cuff ${minutesAndSeconds(now - measureAsked.at)}`;
}
