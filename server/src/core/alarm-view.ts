import { type AlarmView, type Melody, TECHNICAL_CONDITIONS } from "@watchroom/shared/alarm";
import { METRICS } from "@watchroom/shared/metric";
import type { DeviceId } from "@watchroom/shared/time";
import { type Condition, idOf, type RoomAlarm, type RoomState } from "./room.ts";

const MELODY_OF_COLOUR: Readonly<Record<string, Melody>> = {
  spo2: "oxygen",
  pulse: "cardiovascular",
  pressure: "cardiovascular",
};

/** One alarm as people see it. */
export function viewOfAlarm(state: RoomState, { condition, alarm }: RoomAlarm): AlarmView {
  const { metric, side, technical, subject } = condition;
  const rules = metric === null ? null : rulesOfView(state, condition);
  return {
    episodeId: alarm.episodeId ?? "",
    condition: idOf(condition),
    kind: condition.kind,
    metric,
    side,
    technical,
    device: subject === null ? null : (state.devices[subject as DeviceId]?.device.label ?? null),
    // Of a value beyond its limit there is none, but why it was held back.
    cause: technical === null && alarm.episodeId !== null ? null : alarm.cause,
    priority: alarm.priority ?? "high",
    present: alarm.present > 0,
    signal: alarm.signal,
    value: alarm.value,
    limit: rules,
    worst: alarm.worst,
    since: alarm.since?.wall ?? 0,
    endedAt: alarm.endedAt?.wall ?? null,
    disposition: alarm.disposition,
    judgedBy: alarm.judgedBy,
    note: alarm.note,
    escalation:
      alarm.escalatedTo === null
        ? null
        : { to: alarm.escalatedTo.to, step: alarm.escalated, at: alarm.escalatedTo.at.wall },
    signalledAt: alarm.signalledAt?.wall ?? null,
    onsets: alarm.onsets,
    acknowledgedBy: alarm.acknowledged?.by ?? null,
    acknowledgedAt: alarm.acknowledged?.at.wall ?? null,
    melody:
      technical === null
        ? (MELODY_OF_COLOUR[METRICS[metric].colour] ?? "general")
        : TECHNICAL_CONDITIONS[technical].melody,
  };
}

function rulesOfView(state: RoomState, { metric, side }: Condition): number | null {
  const limit = metric === null ? undefined : state.limits[metric];
  if (!limit) return null;
  return side === "low" ? limit.low : limit.high;
}
