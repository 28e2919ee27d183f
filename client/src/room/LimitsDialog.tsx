import { AlarmLimit, faultOfLimit } from "@watchroom/shared/alarm";
import { formatValue, METRICS, type MetricId } from "@watchroom/shared/metric";
import { LIMIT_PHASE_LABELS } from "@watchroom/shared/session";
import { useState } from "react";
import { useSending } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { Field } from "../people/Field.tsx";
import { FormDialog } from "../settings/FormDialog.tsx";
import { Select } from "../settings/Select.tsx";
import { limitSentence } from "../wall/limitText.ts";
import { typedNumber } from "./typedNumber.ts";

/** Metrics that people set limits for. */
const LIMITED: readonly MetricId[] = ["spo2", "pulseRate", "systolic", "diastolic", "mean"];
const SIDES = [
  { key: "lowCritical", label: "Critical low" },
  { key: "low", label: "Low" },
  { key: "high", label: "High" },
  { key: "highCritical", label: "Critical high" },
] as const satisfies readonly { key: keyof AlarmLimit; label: string }[];

type Draft = Readonly<Record<keyof AlarmLimit, string>>;
const NONE: AlarmLimit = { low: null, lowCritical: null, high: null, highCritical: null };

function draftOf(metric: MetricId, limit: AlarmLimit): Draft {
  const text = (value: number | null): string => (value === null ? "" : formatValue(metric, value));
  const { low, lowCritical, high, highCritical } = limit;
  return { low: text(low), lowCritical: text(lowCritical), high: text(high), highCritical: text(highCritical) };
}

/** The limit as typed, or why it cannot be set. */
function read(metric: MetricId, draft: Draft): { readonly limit: AlarmLimit; readonly fault: string | null } {
  const limit = {
    low: typedNumber(draft.low),
    lowCritical: typedNumber(draft.lowCritical),
    high: typedNumber(draft.high),
    highCritical: typedNumber(draft.highCritical),
  };
  const isNumeric = AlarmLimit.safeParse(limit).success;
  return { limit, fault: isNumeric ? faultOfLimit(metric, limit) : "Give each limit as a number, or leave it empty." };
}

/** Whose limits they are while nobody changed them. */
const unchangedBy = ({ session }: LiveRoom): string =>
  session === null
    ? "the clinic's default"
    : `the protocol's or the clinic's, ${LIMIT_PHASE_LABELS[session.limitPhase].toLowerCase()}`;

type DialogProps = { readonly room: LiveRoom; readonly onClose: () => void };

/** Limits of this patient, one metric at a time; each change is recorded with its author. */
export function LimitsDialog({ room, onClose }: DialogProps) {
  const [metric, setMetric] = useState<MetricId>("spo2");
  return <MetricLimits key={metric} room={room} metric={metric} onMetric={setMetric} onClose={onClose} />;
}

type MetricLimitsProps = DialogProps & {
  readonly metric: MetricId;
  readonly onMetric: (metric: MetricId) => void;
};

function MetricLimits({ room, metric, onMetric, onClose }: MetricLimitsProps) {
  const { send, sending, failure } = useSending();
  const present = room.limits[metric] ?? NONE;
  const [draft, setDraft] = useState(() => draftOf(metric, present));
  const { limit, fault } = read(metric, draft);
  const isSame = SIDES.every(({ key }) => limit[key] === present[key]);
  const removed = SIDES.filter(({ key }) => present[key] !== null && limit[key] === null);
  const save = async (): Promise<void> => {
    if (fault !== null) return;
    if (isSame) return onClose();
    const reply = await send("setAlarmLimit", { roomId: room.roomId, metric, limit });
    if (reply.ok) onClose();
  };
  return (
    <FormDialog
      title={`Alarm limits in ${room.name}`}
      description="They hold for this patient until the session ends. An empty field: no limit on that side."
      action="Set limits"
      isBusy={sending}
      failure={fault ?? failure}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Select
        label="Measured value"
        value={metric}
        options={LIMITED.map((id) => ({ value: id, label: `${METRICS[id].label} (${METRICS[id].unit})` }))}
        onChange={onMetric}
      />
      <p className="hint">
        Now: {limitSentence(metric, room.limits[metric])}
        {room.limitsChanged.includes(metric) ? " (changed for this patient)" : ` (${unchangedBy(room)})`}
      </p>
      {room.limitNotes[metric] !== undefined && <p className="hint">From the baseline: {room.limitNotes[metric]}</p>}
      <div className="limitFields">
        {SIDES.map(({ key, label }) => (
          <Field
            key={key}
            label={label}
            inputMode="decimal"
            value={draft[key]}
            data-changed={limit[key] !== present[key] || undefined}
            onChange={(text) => setDraft({ ...draft, [key]: text })}
          />
        ))}
      </div>
      {removed.length > 0 && fault === null && (
        <p role="status">
          <b>Removes {removed.map(({ label }) => label.toLowerCase()).join(" and ")}:</b> nothing will alarm on that
          side.
        </p>
      )}
    </FormDialog>
  );
}
