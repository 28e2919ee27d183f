import { type AlarmView, compareAlarms } from "@watchroom/shared/alarm";
import { METRIC_IDS } from "@watchroom/shared/metric";
import type { DeviceView, MetricView, RoomPatch, RoomView } from "@watchroom/shared/wire";
import { isSimulated } from "./acts.ts";
import { viewOfAlarm } from "./alarm-view.ts";
import { limitNotesOf } from "./phase-limits.ts";
import type { DeviceState, RoomState } from "./room.ts";

const visibleAlarms = (state: RoomState): AlarmView[] =>
  Object.values(state.alarms)
    .filter(({ alarm }) => alarm.signal !== "off")
    .map((alarm) => viewOfAlarm(state, alarm))
    .sort(compareAlarms);

const deviceView = ({ device, link, lastSeen, battery, sensor, canMeasure }: DeviceState): DeviceView => ({
  deviceId: device.deviceId,
  label: device.label,
  kind: device.kind,
  link,
  lastSeenAt: lastSeen?.wall ?? null,
  battery,
  sensor,
  canMeasure,
  simulated: device.simulated,
});

/** A room as stations and readers see it. */
export function viewOf(
  { roomId, name, order }: Pick<RoomView, "roomId" | "name" | "order">,
  state: RoomState,
): RoomView {
  return { roomId, name, order, ...partsOf(state) };
}

type Parts = Omit<RoomView, "roomId" | "name" | "order">;

function partsOf(state: RoomState): Parts {
  return {
    simulated: isSimulated(state),
    watchingSince: state.watchingSince?.wall ?? null,
    session: state.session,
    metrics: state.metrics,
    cuff: cuffOf(state),
    limits: state.limits,
    limitNotes: limitNotesOf(state),
    limitsChanged: [...state.limitsChanged],
    devices: Object.values(state.devices).map(deviceView),
    alarms: visibleAlarms(state),
    audioPaused: pauseOf(state),
    spo2HeldUntil: state.heldUntil?.wall ?? null,
    cuffArm: state.cuffArm,
    standby: standbyOf(state),
    undo: undoOf(state),
    measureAsked: askedOf(state),
    // Stations tell: the gateway knows.
    heard: [],
  };
}

const standbyOf = ({ standby }: RoomState): RoomView["standby"] =>
  standby === null
    ? null
    : { place: standby.place, since: standby.since.wall, until: standby.until.wall, by: standby.by };
/** Never what it was: a room that is free shows nothing of its last patient. */
const undoOf = ({ undo }: RoomState): RoomView["undo"] =>
  undo === null ? null : { what: undo.what, by: undo.by, operatorId: undo.operatorId, until: undo.until.wall };
const askedOf = ({ measureAsked }: RoomState): RoomView["measureAsked"] =>
  measureAsked === null ? null : { at: measureAsked.at.wall, by: measureAsked.by };

const cuffOf = ({ cuff }: RoomState): RoomView["cuff"] =>
  cuff === null ? null : { state: cuff.state, since: cuff.since, failure: cuff.failure };
const pauseOf = ({ audioPaused }: RoomState): RoomView["audioPaused"] =>
  audioPaused === null ? null : { until: audioPaused.until.wall, by: audioPaused.by };

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What a station must hear of one step; null when nothing that it shows has changed. `isUrgent`: an alarm changed. */
export function patchOf(before: RoomState, after: RoomState, isUrgent: boolean): RoomPatch | null {
  const isCleared = before.watchingSince !== after.watchingSince && before.watchingSince !== null;
  const patch: Partial<Parts> = {};
  if (before.metrics !== after.metrics) patch.metrics = isCleared ? after.metrics : changedMetrics(before, after);
  if (before.watchingSince !== after.watchingSince) patch.watchingSince = after.watchingSince?.wall ?? null;
  if (before.session !== after.session) patch.session = after.session;
  if (before.cuff !== after.cuff) patch.cuff = cuffOf(after);
  if (before.cuffArm !== after.cuffArm) patch.cuffArm = after.cuffArm;
  if (before.limits !== after.limits) {
    patch.limits = after.limits;
    patch.limitNotes = limitNotesOf(after);
  }
  if (before.undo !== after.undo) patch.undo = undoOf(after);
  if (before.measureAsked !== after.measureAsked) patch.measureAsked = askedOf(after);
  if (before.standby !== after.standby && !sameJson(standbyOf(before), standbyOf(after)))
    patch.standby = standbyOf(after);
  if (before.limitsChanged !== after.limitsChanged) patch.limitsChanged = [...after.limitsChanged];
  if (before.heldUntil !== after.heldUntil) patch.spo2HeldUntil = after.heldUntil?.wall ?? null;
  if (before.audioPaused !== after.audioPaused) patch.audioPaused = pauseOf(after);
  if (isUrgent || before.alarms !== after.alarms) addAlarms(patch, before, after, isUrgent);
  if (devicesDiffer(before, after)) {
    patch.devices = Object.values(after.devices).map(deviceView);
    patch.simulated = isSimulated(after);
  }
  if (isCleared) return { roomId: after.roomId, cleared: true, ...patch };
  return Object.keys(patch).length === 0 ? null : { roomId: after.roomId, ...patch };
}

function addAlarms(patch: Partial<Parts>, before: RoomState, after: RoomState, isUrgent: boolean): void {
  const alarms = visibleAlarms(after);
  if (isUrgent || !sameJson(alarms, visibleAlarms(before))) patch.alarms = alarms;
}

function changedMetrics(before: RoomState, after: RoomState): RoomView["metrics"] {
  const changed: Partial<Record<keyof RoomView["metrics"], MetricView>> = {};
  for (const metric of METRIC_IDS) {
    const [then, now] = [before.metrics[metric], after.metrics[metric]];
    if (now === undefined && then !== undefined) changed[metric] = { ...then, value: null, validity: "invalid" };
    else if (now !== undefined && now !== then) changed[metric] = now;
  }
  return changed;
}

/** Last-seen times change with every reading and are not worth a line on the wire; the rest is. */
function devicesDiffer(before: RoomState, after: RoomState): boolean {
  if (before.devices === after.devices) return false;
  const ids = Object.keys(after.devices) as (keyof typeof after.devices)[];
  if (ids.length !== Object.keys(before.devices).length) return true;
  return ids.some((id) => {
    const a = before.devices[id];
    const b = after.devices[id];
    if (a === b) return false;
    return (
      !a ||
      !b ||
      a.link !== b.link ||
      a.battery !== b.battery ||
      a.sensor !== b.sensor ||
      a.canMeasure !== b.canMeasure ||
      a.device !== b.device ||
      (a.lastSeen === null) !== (b.lastSeen === null)
    );
  });
}
