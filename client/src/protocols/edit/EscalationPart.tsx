import { ESCALATION_LABELS } from "@watchroom/shared/alarm";
import { getAt, type Path } from "@watchroom/shared/protocol-faults";
import { LIMIT_PHASE_LABELS } from "@watchroom/shared/session";
import { AddButton } from "./AddButton.tsx";
import { optionsOf, SelectField, TicksField } from "./choices.tsx";
import { useEditing, usePlace } from "./context.ts";
import { addAt, type Draft, listAt, removeAt } from "./draft.ts";
import { EditPart } from "./EditPart.tsx";
import { NumberField, SourceField } from "./fields.tsx";
import { goToAfter } from "./goTo.ts";
import { ItemCard } from "./ItemCard.tsx";
import { PRIORITIES } from "./LimitsPart.tsx";
import { Sentences } from "./marks.tsx";

const LIST = ["escalation"] as const;
const PHASES = optionsOf(LIMIT_PHASE_LABELS);
const WHO = optionsOf(ESCALATION_LABELS);
const STEPS_MAX = 6;

const added = (draft: Draft): Draft =>
  addAt(draft, LIST, {
    priority: "high",
    phases: [],
    steps: [{ to: "allStations", afterS: 30 }],
    source: "",
  });

/** Who hears of an alarm that nobody takes, by priority and phase: instead of the clinic's own chain. */
export function EscalationPart() {
  const { draft } = useEditing();
  return (
    <EditPart part="escalation">
      <p className="hint">
        Who is called, and how long after the alarm began, until somebody takes it. Where nothing is said here for a
        priority and a phase, the clinic's own chain holds.
      </p>
      {listAt(draft, LIST).map((row, index) => (
        <Chain key={chainKey(index)} row={row} index={index} />
      ))}
      <AddButton path={LIST} label="Add a chain" add={added} />
    </EditPart>
  );
}
const chainKey = (index: number): string => `chain-${index}`;

function Chain({ row, index }: { readonly row: unknown; readonly index: number }) {
  const path = [...LIST, index];
  const phases = listAt(row, ["phases"]).flatMap((phase) => PHASES.find(({ value }) => value === phase)?.label ?? []);
  const title = `${String(getAt(row, ["priority"]))} priority (${phases.join(", ") || "no phase yet"})`;
  return (
    <ItemCard path={LIST} index={index} title={title}>
      <SelectField path={[...path, "priority"]} options={PRIORITIES} />
      <TicksField path={[...path, "phases"]} options={PHASES} />
      <Steps path={[...path, "steps"]} title={title} />
      <SourceField path={[...path, "source"]} />
    </ItemCard>
  );
}

function Steps({ path, title }: { readonly path: Path; readonly title: string }) {
  const { draft, change } = useEditing();
  const { id, sentences } = usePlace(path);
  const steps = listAt(draft, path);
  const addStep = (before: Draft): Draft => {
    const last = Number(getAt(listAt(before, path).at(-1), ["afterS"]) ?? 0);
    return addAt(before, path, { to: "physician", afterS: Number.isFinite(last) ? last + 30 : null });
  };
  return (
    <fieldset className="tierFields" data-wide id={id} tabIndex={-1}>
      <legend>Who is called</legend>
      {steps.map((_, nth) => (
        <div key={stepKey(nth)} className="fieldGrid stepFields">
          <SelectField path={[...path, nth, "to"]} options={WHO} label={`Step ${nth + 1}`} />
          <NumberField path={[...path, nth, "afterS"]} unit="s after the begin" />
          {steps.length > 1 && (
            <button
              type="button"
              className="button"
              aria-label={`Remove step ${nth + 1}: ${title}`}
              onClick={() => {
                change((before) => removeAt(before, path, nth));
                goToAfter(path);
              }}
            >
              Remove the step
            </button>
          )}
        </div>
      ))}
      <Sentences id={id} sentences={sentences} />
      {steps.length < STEPS_MAX && (
        <button type="button" className="button" aria-label={`Add a step: ${title}`} onClick={() => change(addStep)}>
          Add a step
        </button>
      )}
    </fieldset>
  );
}
const stepKey = (nth: number): string => `step-${nth}`;
