import { METRICS_OF_A_SIGNAL, WEAK_SIGNAL_DELAY_MAX_MS } from "@watchroom/shared/alarm";
import { METRIC_IDS, METRICS, MetricId } from "@watchroom/shared/metric";
import { METRICS_WITH_BASELINE } from "@watchroom/shared/protocol";
import { getAt, type Path } from "@watchroom/shared/protocol-faults";
import { pointSecondsText } from "@watchroom/shared/protocol-words";
import { LIMIT_PHASE_LABELS } from "@watchroom/shared/session";
import { AddButton } from "./AddButton.tsx";
import { optionsOf, SelectField, TickField, TicksField } from "./choices.tsx";
import { useEditing, usePlace } from "./context.ts";
import { addAt, type Draft, listAt, removeAt, setAt } from "./draft.ts";
import { EditPart } from "./EditPart.tsx";
import { NumberField, SourceField } from "./fields.tsx";
import { ItemCard } from "./ItemCard.tsx";
import { Sentences } from "./marks.tsx";

const LIST = ["limits", "rows"] as const;
const METRIC_OPTIONS = METRIC_IDS.map((value) => ({
  value,
  label: `${METRICS[value].label} (${METRICS[value].unit})`,
}));
const SIDES = [
  { value: "low", label: "Low: too little" },
  { value: "high", label: "High: too much" },
];
const PHASES = optionsOf(LIMIT_PHASE_LABELS);
export const PRIORITIES = [
  { value: "low", label: "Low (!)" },
  { value: "medium", label: "Medium (!!)" },
  { value: "high", label: "High (!!!)" },
];
const NTH = ["First", "Second"] as const;

const tierOf = (priority: "medium" | "high") => ({
  limit: null,
  fromBaseline: null,
  priority,
  conditionDelayMs: 0,
  latching: false,
  source: "",
});
const added = (draft: Draft): Draft =>
  addAt(draft, LIST, { metric: "spo2", side: "low", phases: ["dosing"], tiers: [tierOf("medium")] });

/** Limits by phase: instead of the clinic's own, for one measured value and one side. */
export function LimitsPart() {
  const { draft } = useEditing();
  return (
    <EditPart part="limits">
      <p className="hint">Where nothing is said here for a value and a phase, the clinic's own limit holds.</p>
      <div className="fieldGrid">
        <NumberField path={["limits", "peakUntilMin"]} unit="min from the first dose" />
        <SourceField path={["limits", "source"]} />
      </div>
      {listAt(draft, LIST).map((row, index) => (
        <LimitRow key={rowKey(index)} row={row} index={index} />
      ))}
      <AddButton path={LIST} label="Add a limit" add={added} />
    </EditPart>
  );
}

const rowKey = (index: number): string => `row-${index}`;
const metricOf = (row: unknown): MetricId => MetricId.safeParse(getAt(row, ["metric"])).data ?? "spo2";

function LimitRow({ row, index }: { readonly row: unknown; readonly index: number }) {
  const { change } = useEditing();
  const path = [...LIST, index];
  const metric = metricOf(row);
  const { label } = METRICS[metric];
  const tiers = listAt(row, ["tiers"]);
  const phases = listAt(row, ["phases"]).flatMap((phase) => PHASES.find(({ value }) => value === phase)?.label ?? []);
  const title = `${label} ${String(getAt(row, ["side"]))} (${phases.join(", ")})`;
  return (
    <ItemCard path={LIST} index={index} title={title}>
      <SelectField path={[...path, "metric"]} options={METRIC_OPTIONS} />
      <SelectField path={[...path, "side"]} options={SIDES} />
      <TicksField path={[...path, "phases"]} options={PHASES} />
      {tiers.map((_, nth) => (
        <TierFields key={tierKey(nth)} path={[...path, "tiers"]} nth={nth} title={title} metric={metric} />
      ))}
      {tiers.length < 2 && (
        <div className="row" data-wide>
          <button
            type="button"
            className="button"
            aria-label={`Add a second limit: ${title}`}
            onClick={() => change((draft) => addAt(draft, [...path, "tiers"], tierOf("high")))}
          >
            Add a second limit
          </button>
        </div>
      )}
    </ItemCard>
  );
}

const tierKey = (nth: number): string => `tier-${nth}`;

type TierProps = { readonly path: Path; readonly nth: number; readonly title: string; readonly metric: MetricId };

/** One degree: what is reached first of a number and a distance from the patient's own baseline. */
function TierFields({ path, nth, title, metric }: TierProps) {
  const { unit } = METRICS[metric];
  const { change } = useEditing();
  const place = [...path, nth];
  const { id, sentences } = usePlace(place);
  return (
    <fieldset className="tierFields" data-wide id={id} tabIndex={-1}>
      <legend>{NTH[nth] ?? "Further"} limit</legend>
      <div className="fieldGrid">
        <NumberField path={[...place, "limit"]} unit={unit} empty={{ keeps: null, means: "only the distance" }} />
        <FromBaseline path={[...place, "fromBaseline"]} metric={metric} />
        <SelectField path={[...place, "priority"]} options={PRIORITIES} />
        <NumberField path={[...place, "conditionDelayMs"]} unit="s" scale={1_000} />
        {METRICS_OF_A_SIGNAL.includes(metric) && <WeakSignalDelay path={[...place, "weakSignalDelayMs"]} />}
        <PointSeconds path={[...place, "pointSeconds"]} />
        <NumberField
          path={[...place, "immediateBeyond"]}
          unit={unit}
          empty={{ keeps: undefined, means: "always after the delay" }}
        />
        <TickField path={[...place, "latching"]} />
        <SourceField path={[...place, "source"]} />
      </div>
      <Sentences id={id} sentences={sentences} />
      {nth > 0 && (
        <button
          type="button"
          className="button"
          aria-label={`Remove the second limit: ${title}`}
          onClick={() => change((draft) => removeAt(draft, path, nth))}
        >
          Remove the second limit
        </button>
      )}
    </fieldset>
  );
}

/** What a nurse must know of it: for how long nobody is called, and to what it never applies. */
const WeakSignalDelay = ({ path }: { readonly path: Path }) => (
  <div data-wide>
    <NumberField
      path={path}
      unit="s"
      scale={1_000}
      empty={{ keeps: undefined, means: "no longer than on a good signal" }}
    />
    <p className="hint">
      A moving finger reads low. While the oximeter itself calls its signal weak the alarm waits this long, at most{" "}
      {WEAK_SIGNAL_DELAY_MAX_MS / 1_000} s. A fall that began on a good signal, and a value beyond "at once", wait only
      for the delay above.
    </p>
  </div>
);

/** A plain word of what the number means: nobody should have to know the arithmetic. */
function PointSeconds({ path }: { readonly path: Path }) {
  const value = usePlace(path).value;
  const example = typeof value === "number" ? pointSecondsText(value) : `with 50: ${pointSecondsText(50)}`;
  return (
    <div data-wide>
      <NumberField
        path={path}
        unit="points × seconds"
        empty={{ keeps: undefined, means: "the delay counts, however far beyond the limit" }}
      />
      <p className="hint">
        How far beyond the limit, times how long, summed until the value is back: a deep fall alarms sooner than a
        shallow one, {example}. Three falls within a minute alarm whatever the sum.
      </p>
    </div>
  );
}

/** Begins without a number: it waits to be written. */
const DISTANCES: Readonly<Record<string, object | null>> = { none: null, by: { by: null }, percent: { percent: null } };

function distanceOf(value: unknown): string {
  if (getAt(value, ["by"]) !== undefined) return "by";
  return getAt(value, ["percent"]) === undefined ? "none" : "percent";
}

function distanceText(value: unknown, unit: string): string {
  const kind = distanceOf(value);
  return kind === "none" ? "none" : `${String(getAt(value, [kind]))} ${kind === "by" ? unit : "%"}`;
}

/** Offered only where there is a baseline, or where one is asked for wrongly. */
function FromBaseline({ path, metric }: { readonly path: Path; readonly metric: MetricId }) {
  const { draft, change } = useEditing();
  const kind = distanceOf(getAt(draft, path));
  const { unit } = METRICS[metric];
  if (kind === "none" && !METRICS_WITH_BASELINE.includes(metric)) return null;
  const options = [
    { value: "none", label: "None" },
    { value: "by", label: `In ${unit}` },
    { value: "percent", label: "In percent of it" },
  ];
  return (
    <>
      <SelectField
        path={path}
        options={options}
        kindOf={distanceOf}
        tell={(value) => distanceText(value, unit)}
        onChoose={(next) => change((before) => setAt(before, path, DISTANCES[next]))}
      />
      {kind !== "none" && <NumberField path={[...path, kind]} unit={kind === "by" ? unit : "%"} />}
    </>
  );
}
