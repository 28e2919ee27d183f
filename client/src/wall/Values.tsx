import type { AlarmView } from "@watchroom/shared/alarm";
import { METRICS, type MetricId } from "@watchroom/shared/metric";
import type { EpochMs } from "@watchroom/shared/time";
import { useLink, useNow } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { ageText, minutesAndSeconds } from "./duration.ts";
import { limitText } from "./limitText.ts";
import { asNotLive, showPressure, showValue, VALUE_STATE_WORDS, type ValueState } from "./value.ts";
import "./values.css";

/** The alarm that inverts a value's ground: the most urgent one of these metrics that is still present. */
const alarmOf = (alarms: readonly AlarmView[], metrics: readonly MetricId[]): AlarmView | undefined =>
  alarms.find((alarm) => alarm.present && alarm.metric !== null && metrics.includes(alarm.metric));

const alarmMarks = (alarm: AlarmView | undefined) =>
  alarm === undefined ? {} : { "data-priority": alarm.priority, "data-signal": alarm.signal };

type LimitsProps = { readonly room: LiveRoom; readonly metric: MetricId };
const Limits = ({ room, metric }: LimitsProps) => (
  <span className="limits" data-changed={room.limitsChanged.includes(metric) || undefined}>
    <span className="unseen">limits </span>
    {limitText(metric, room.limits[metric])}
  </span>
);

const StateWord = ({ state }: { readonly state: ValueState }) =>
  VALUE_STATE_WORDS[state] === "" ? null : <span className="unseen"> {VALUE_STATE_WORDS[state]}</span>;

const old = (state: ValueState): boolean => state === "stale" || state === "gone";

/** On standby nobody watches the sensor: whatever it sends does not look live. A pressure was measured when it says. */
const useIsLive = (room: LiveRoom): boolean => useLink() === "up" && room.standby === null;

type ValuesProps = { readonly room: LiveRoom };

function OneValue({ room, metric, now }: ValuesProps & { readonly metric: MetricId; readonly now: EpochMs }) {
  const isLive = useIsLive(room);
  const known = showValue(metric, room.metrics[metric], now);
  const { text, state, ageMs } = isLive ? known : asNotLive(known);
  const { short, unit, colour } = METRICS[metric];
  const heldMs = metric === "spo2" && room.spo2HeldUntil !== null ? room.spo2HeldUntil - now : 0;
  return (
    <div className="value" data-colour={colour} data-state={state} {...alarmMarks(alarmOf(room.alarms, [metric]))}>
      <div className="valueLabel">
        <span>{short}</span>
        {old(state) && ageMs !== null && room.standby === null ? (
          <span className="age">{ageText(ageMs)}</span>
        ) : (
          heldMs <= 0 && <span className="unit">{unit}</span>
        )}
        {heldMs > 0 ? (
          <span className="held">
            held<span className="heldWhy">: cuff</span> {minutesAndSeconds(heldMs)}
          </span>
        ) : (
          <Limits room={room} metric={metric} />
        )}
      </div>
      <div className="numeral">
        <span className="digits">{text}</span>
        {state === "questionable" && <sup>?</sup>}
        <StateWord state={state} />
      </div>
    </div>
  );
}

/** What the cuff does now, or the age of what it measured last. */
function cuffText(room: LiveRoom, ageMs: number | null, now: number): string {
  if (room.cuff?.state === "measuring") return `measuring ${minutesAndSeconds(now - room.cuff.since)}`;
  const age = ageMs === null ? "" : ageText(ageMs);
  const isSinceThen = ageMs !== null && room.cuff !== null && now - ageMs > room.cuff.since;
  if (room.cuff?.state !== "failed" || isSinceThen) return age;
  return age === "" ? "failed" : `failed · ${age}`;
}

function Pressure({ room, now }: ValuesProps & { readonly now: EpochMs }) {
  const isLive = useLink() === "up";
  const { systolic, diastolic, mean, typedBy, ...known } = showPressure(room.metrics, now);
  const state = isLive ? known.state : asNotLive({ text: systolic, ...known }).state;
  const text = cuffText(room, known.ageMs, now);
  const hasUnit = typedBy === null && room.cuff?.state !== "measuring" && !text.startsWith("failed");
  const alarm = alarmOf(room.alarms, ["systolic", "diastolic", "mean"]);
  return (
    <div className="value pressure" data-colour="pressure" data-state={state} {...alarmMarks(alarm)}>
      <div className="valueLabel">
        <span>NIBP</span>
        {typedBy !== null && <span className="typed">typed</span>}
        {hasUnit && <span className="unit">mmHg</span>}
        <span className="age" data-cuff={text.startsWith("failed") ? "failed" : undefined}>
          {text}
        </span>
        <span className="limitPair">
          <Limits room={room} metric="systolic" />
          <span className="limits">/</span>
          <Limits room={room} metric="diastolic" />
        </span>
      </div>
      <div className="numeral">
        <span className="digits">
          {systolic}/{diastolic}
        </span>
        <small>({mean})</small>
        {state === "questionable" && <sup>?</sup>}
        <StateWord state={state} />
      </div>
    </div>
  );
}

/** The three values that a tile never drops. Wakes each second, since a value grows old without a message. */
export function Values({ room }: ValuesProps) {
  const now = useNow();
  return (
    <div className="values">
      <OneValue room={room} metric="spo2" now={now} />
      <OneValue room={room} metric="pulseRate" now={now} />
      <Pressure room={room} now={now} />
    </div>
  );
}
