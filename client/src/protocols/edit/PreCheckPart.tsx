import { PRE_CHECK_LABELS } from "@watchroom/shared/precheck";
import { getAt } from "@watchroom/shared/protocol-faults";
import { AddButton } from "./AddButton.tsx";
import { optionsOf, SelectField } from "./choices.tsx";
import { useEditing } from "./context.ts";
import { addAt, type Draft, listAt, nameFrom } from "./draft.ts";
import { EditPart } from "./EditPart.tsx";
import { SourceField, TextField } from "./fields.tsx";
import { ItemCard } from "./ItemCard.tsx";

const LIST = ["preCheck"] as const;
const GROUPS = optionsOf(PRE_CHECK_LABELS);
const ANSWERS = [
  { value: "no", label: "No" },
  { value: "yes", label: "Yes" },
];

/** A question of its own: the name in the record is free, the rest waits to be written. */
function added(draft: Draft): Draft {
  const taken = listAt(draft, LIST).map((item) => String(getAt(item, ["id"])));
  const group = Object.keys(PRE_CHECK_LABELS)[0];
  return addAt(draft, LIST, { id: nameFrom("question", taken), group, question: "", expected: "no", source: "" });
}

/** What is asked before the first dose, in the order in which it is asked. */
export function PreCheckPart() {
  const { draft } = useEditing();
  return (
    <EditPart part="preCheck">
      <p className="hint">
        Another answer than the expected one asks for a physician's decision with a reason before the first dose.
      </p>
      {listAt(draft, LIST).map((item, index) => (
        <ItemCard key={itemKey(index)} path={LIST} index={index} title={`${index + 1}. ${titleOf(item)}`} canMove>
          <TextField path={[...LIST, index, "question"]} isWide maxLength={120} />
          <SelectField path={[...LIST, index, "group"]} options={GROUPS} />
          <SelectField path={[...LIST, index, "expected"]} options={ANSWERS} />
          <TextField path={[...LIST, index, "id"]} maxLength={40} />
          <SourceField path={[...LIST, index, "source"]} />
        </ItemCard>
      ))}
      <AddButton path={LIST} label="Add a question" add={added} />
    </EditPart>
  );
}

const itemKey = (index: number): string => `question-${index}`;
const titleOf = (item: unknown): string => String(getAt(item, ["question"]) || "New question");
