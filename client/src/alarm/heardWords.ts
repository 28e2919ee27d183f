import type { AlarmView } from "@watchroom/shared/alarm";
import type { Heard } from "@watchroom/shared/wire";
import { soonText } from "../wall/duration.ts";

/** "heard at 2 stations in 0.3 s", "not heard yet", "heard at no station now"; null when the alarm is not signalled now. */
export function heardWords({ episodeId, signal }: AlarmView, heard: readonly Heard[]): string | null {
  if (signal !== "on") return null;
  const found = heard.find((one) => one.episodeId === episodeId);
  if (found === undefined || (found.stations === 0 && found.firstMs === null)) return "not heard yet";
  if (found.stations === 0) return "heard at no station now";
  const where = found.stations === 1 ? "1 station" : `${found.stations} stations`;
  return found.firstMs === null ? `heard at ${where}` : `heard at ${where} in ${soonText(found.firstMs)}`;
}
