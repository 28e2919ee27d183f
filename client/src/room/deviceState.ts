import type { DeviceView } from "@watchroom/shared/wire";
import { ageText } from "../wall/duration.ts";

const SENSORS: Readonly<Record<NonNullable<DeviceView["sensor"]>, string>> = {
  on: "sensor on",
  off: "sensor off",
  weak: "signal weak",
  disconnected: "sensor not connected",
};

/** Pure. "sending, sensor on, battery 87 %", "link down, last seen 3 min ago". */
export function deviceState({ link, lastSeenAt, sensor, battery }: DeviceView, now: number): string {
  const seen = lastSeenAt === null ? "never seen" : `last seen ${ageText(now - lastSeenAt)} ago`;
  if (link !== "up") return link === "down" ? `link down, ${seen}` : seen;
  const parts = [
    "sending",
    ...(sensor === null ? [] : [SENSORS[sensor]]),
    ...(battery === null ? [] : [`battery ${Math.round(battery)} %`]),
  ];
  return parts.join(", ");
}
