import { ASSESSMENT_IDS, AssessmentId } from "@watchroom/shared/assessment";
import { Protocol } from "@watchroom/shared/protocol";
import { getAt, type Path } from "@watchroom/shared/protocol-faults";
import { COUNTED_FROM_LABELS, checkedText, timingText } from "@watchroom/shared/protocol-words";
import { PHASE_LABELS } from "@watchroom/shared/session";
import { AddButton } from "./AddButton.tsx";
import { optionsOf, SelectField, TicksField } from "./choices.tsx";
import { useEditing } from "./context.ts";
import { addAt, type Draft, listAt, nameFrom, setAt } from "./draft.ts";
import { EditPart } from "./EditPart.tsx";
import { NumberField, NumbersField, SourceField, TextField } from "./fields.tsx";
import { ItemCard } from "./ItemCard.tsx";

const LIST = ["checks"] as const;
const WHAT = (["bloodPressure", ...ASSESSMENT_IDS] as const).map((value) => ({ value, label: checkedText(value) }));
const { readyForRelease: _notPlanned, ...PLANNED_PHASES } = PHASE_LABELS;
const PHASES = optionsOf(PLANNED_PHASES);
const FROM = optionsOf(COUNTED_FROM_LABELS).filter(({ value }) => value !== "endOfDosing");
const KINDS = [
  { value: "at", label: "At stated minutes" },
  { value: "every", label: "Again and again" },
  { value: "once", label: "Once, as the phase begins" },
];

/** What each kind of timing begins with; the minutes wait to be written. */
const BEGINNINGS: Readonly<Record<string, object>> = {
  at: { atMin: [], from: "firstDose" },
  every: { everyMin: null, earlyMin: 0 },
  once: { once: true },
};

function kindOf(timing: unknown): string {
  if (getAt(timing, ["once"]) !== undefined) return "once";
  return getAt(timing, ["atMin"]) === undefined ? "every" : "at";
}

/** The preset's timing, which is a right one. */
function timingWords(value: unknown): string {
  const timing = Protocol.shape.checks.element.shape.timing.safeParse(value);
  return timing.success ? timingText(timing.data) : "";
}

function added(draft: Draft): Draft {
  const taken = listAt(draft, LIST).map((item) => String(getAt(item, ["id"])));
  const check = { id: nameFrom("check", taken), what: "bloodPressure", phases: ["observation"] };
  return addAt(draft, LIST, { ...check, timing: BEGINNINGS["at"], source: "" });
}

/** What becomes due, when, and in which phases. */
export function ChecksPart() {
  const { draft } = useEditing();
  return (
    <EditPart part="checks">
      {listAt(draft, LIST).map((item, index) => (
        <ItemCard key={checkKey(index)} path={LIST} index={index} title={titleOf(item)}>
          <SelectField path={[...LIST, index, "what"]} options={WHAT} />
          <TextField path={[...LIST, index, "id"]} maxLength={40} />
          <TicksField path={[...LIST, index, "phases"]} options={PHASES} />
          <Timing path={[...LIST, index, "timing"]} />
          <SourceField path={[...LIST, index, "source"]} />
        </ItemCard>
      ))}
      <AddButton path={LIST} label="Add a check" add={added} />
    </EditPart>
  );
}

const checkKey = (index: number): string => `check-${index}`;

function titleOf(item: unknown): string {
  const what = getAt(item, ["what"]);
  const scale = AssessmentId.safeParse(what);
  return `${checkedText(scale.success ? scale.data : "bloodPressure")} (${String(getAt(item, ["id"]) ?? "")})`;
}

function Timing({ path }: { readonly path: Path }) {
  const { draft, change } = useEditing();
  const kind = kindOf(getAt(draft, path));
  return (
    <>
      <SelectField
        path={path}
        options={KINDS}
        kindOf={kindOf}
        tell={timingWords}
        onChoose={(next) => change((before) => setAt(before, path, BEGINNINGS[next]))}
      />
      {kind === "at" && (
        <>
          <NumbersField path={[...path, "atMin"]} unit="min" />
          <SelectField path={[...path, "from"]} options={FROM} />
        </>
      )}
      {kind === "every" && (
        <>
          <NumberField path={[...path, "everyMin"]} unit="min" />
          <NumberField path={[...path, "earlyMin"]} unit="min" />
        </>
      )}
    </>
  );
}
