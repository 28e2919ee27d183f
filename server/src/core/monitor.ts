import type { AlarmChange, LimitSet } from "@watchroom/shared/alarm";
import type { Result } from "@watchroom/shared/result";
import { assertNever } from "@watchroom/shared/result";
import { type DeviceId, type Instant, instantAt, type MonoMs } from "@watchroom/shared/time";
import type { CommandFailure, Link } from "@watchroom/shared/wire";
import type { KeptReading, RoomDevice } from "../journal/entry.ts";
import { type Act, applyAct, seeStations } from "./acts.ts";
import { refreshAfter, refreshInTime, refreshTreatment } from "./course.ts";
import { askedUntil, clearAlarms, type Draft, draftOf, finish, letTimePass, nextDue, standbyOverAt } from "./draft.ts";
import { limitSetOf } from "./phase-limits.ts";
import { takeReading, technical } from "./readings.ts";
import { type DeviceState, newDevice, type RoomState } from "./room.ts";
import { tellStandbyOver } from "./standby.ts";
import { missCuff } from "./typed-pressure.ts";

/** Everything that can happen to a room. */
export type MonitorInput =
  | { readonly kind: "reading"; readonly deviceId: DeviceId; readonly reading: KeptReading }
  | { readonly kind: "link"; readonly deviceId: DeviceId; readonly link: Link; readonly canMeasure?: boolean }
  | { readonly kind: "devices"; readonly devices: readonly RoomDevice[]; readonly by: string | null }
  | { readonly kind: "hearing"; readonly stations: number }
  | { readonly kind: "record"; readonly saving: boolean }
  | { readonly kind: "rebuilt"; readonly reason: string }
  | { readonly kind: "channel"; readonly failed: string | null }
  | ({ readonly kind: "command" } & Act)
  | { readonly kind: "tick" };

export type Step = {
  readonly state: RoomState;
  readonly changes: readonly AlarmChange[];
  /** Why a command was not done; the state is then that of time alone. */
  readonly refusal: Extract<Result<never, CommandFailure>, { ok: false }> | null;
};

/**
 * The core: a room's state, an input and a moment in, the next state and the alarm changes out. Pure: what falls due
 * between two inputs happens at its own moment, so that the same inputs give the same changes however often time is told.
 */
export function step(state: RoomState, input: MonitorInput, now: Instant, set: LimitSet): Step {
  const draft = draftOf(state, set);
  passTime(draft, now);
  if (input.kind === "tick") return { state: finish(draft), changes: draft.out, refusal: null };
  // Only an act of a person can be refused; a reading is not worth a second copy.
  const timely = input.kind === "command" ? finish(draft) : null;
  const changesSoFar = draft.out.length;
  const refusal = apply(draft, input, now);
  if (refusal === null || timely === null) return { state: finish(draft), changes: draft.out, refusal };
  return { state: timely, changes: draft.out.slice(0, changesSoFar), refusal };
}

/** The next moment at which `step` with a tick would change this room; null when only an input can. */
export const dueAt = (state: RoomState, set: LimitSet): MonoMs | null =>
  nextDue(state, limitSetOf(set, state)) as MonoMs | null;

function passTime(draft: Draft, now: Instant): void {
  for (let due = nextDue(draft, draft.set); due !== null && due <= now.mono; due = nextDue(draft, draft.set)) {
    const at = instantAt(due as MonoMs, now);
    letTimePass(draft, at);
    if ((standbyOverAt(draft) ?? Number.POSITIVE_INFINITY) <= at.mono) tellStandbyOver(draft, at);
    if ((askedUntil(draft) ?? Number.POSITIVE_INFINITY) <= at.mono) missCuff(draft, at);
    refreshInTime(draft, at);
  }
}

function apply(draft: Draft, input: Exclude<MonitorInput, { kind: "tick" }>, now: Instant): Step["refusal"] {
  switch (input.kind) {
    case "reading":
      takeReading(draft, input.deviceId, input.reading, now);
      refreshAfter(draft, input.reading, now);
      return null;
    case "link":
      takeLink(draft, input, now);
      return null;
    case "devices":
      takeDevices(draft, input.devices, input.by, now);
      return null;
    case "hearing":
      draft.stations = input.stations;
      seeStations(draft, now);
      return null;
    case "record":
      draft.isRecordSaved = input.saving;
      if (draft.watchingSince !== null) technical(draft, "recordNotSaved", null, input.saving ? 0 : 1, null, now);
      return null;
    case "channel":
      if (draft.watchingSince !== null)
        technical(draft, "notReached", null, input.failed === null ? 0 : 1, input.failed, now);
      return null;
    case "rebuilt":
      technical(draft, "roomFault", null, 1, input.reason, now);
      technical(draft, "roomFault", null, 0, null, now);
      return null;
    case "command": {
      const refusal = applyAct(draft, input, now);
      if (refusal === null) refreshTreatment(draft, now);
      return refusal;
    }
    default:
      return assertNever(input);
  }
}

type LinkInput = Extract<MonitorInput, { kind: "link" }>;

function takeLink(draft: Draft, { deviceId, link, canMeasure }: LinkInput, now: Instant): void {
  const before = draft.devices[deviceId];
  if (!before) return;
  const isBack = before.link === "down" && link === "up" && before.lastOximetry !== null;
  const device: DeviceState = {
    ...before,
    link,
    canMeasure: canMeasure ?? before.canMeasure,
    lastOximetry: isBack ? now.mono : before.lastOximetry,
  };
  draft.devices = { ...draft.devices, [deviceId]: device };
  const wasUsed =
    draft.watchingSince !== null && before.lastSeen !== null && before.lastSeen.mono >= draft.watchingSince.mono;
  if (!wasUsed) return;
  technical(draft, "linkLost", deviceId, link === "down" ? 1 : 0, before.device.label, now);
  if (link === "down") technical(draft, "noData", deviceId, 0, null, now);
}

/** The room's devices as they are now. What a device that was taken away had said goes with it. */
function takeDevices(draft: Draft, devices: readonly RoomDevice[], by: string | null, now: Instant): void {
  const before = draft.devices;
  draft.devices = Object.fromEntries(
    devices.map((device) => [device.deviceId, { ...(before[device.deviceId] ?? newDevice(device)), device }]),
  );
  const isGone = (deviceId: DeviceId | null | undefined): boolean =>
    deviceId !== null && deviceId !== undefined && draft.devices[deviceId] === undefined;
  const gone = Object.entries(draft.sources).filter(([, deviceId]) => isGone(deviceId));
  if (gone.length > 0) {
    const metrics = new Set(gone.map(([metric]) => metric));
    draft.metrics = Object.fromEntries(Object.entries(draft.metrics).filter(([metric]) => !metrics.has(metric)));
    draft.sources = Object.fromEntries(Object.entries(draft.sources).filter(([metric]) => !metrics.has(metric)));
    clearAlarms(draft, ({ condition }) => condition.metric !== null && metrics.has(condition.metric), by, now);
  }
  clearAlarms(
    draft,
    ({ condition }) => isGone(condition.technical === "checkOverdue" ? null : (condition.subject as DeviceId | null)),
    by,
    now,
  );
}
