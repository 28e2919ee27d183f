import type { DeviceKind } from "@watchroom/shared/reading";

const KIND_LABELS: Readonly<Record<DeviceKind, string>> = {
  oximeter: "Oximeter",
  cuff: "Cuff",
  gateway: "Gateway",
};

export const kindLabel = (kind: DeviceKind): string => KIND_LABELS[kind];

/** Below this a difference is the network's, not the clock's. */
const CLOCK_RIGHT_WITHIN_MS = 2_000;

/** "right", "+12 s", "−3 min"; a device's clock decides nothing live, but its record would be read wrong. */
export function clockText(aheadMs: number | null): string {
  if (aheadMs === null) return "not known";
  const ms = Math.abs(aheadMs);
  if (ms < CLOCK_RIGHT_WITHIN_MS) return "right";
  const sign = aheadMs > 0 ? "+" : "−";
  if (ms < 120_000) return `${sign}${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${sign}${Math.round(ms / 60_000)} min`;
  return `${sign}${Math.round(ms / 3_600_000)} h`;
}

/** Room names as they are typed for a gateway: one a line, or with commas between. */
export const roomNamesOf = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
