import { ASSESSMENTS } from "@watchroom/shared/assessment";
import { COUNTED_FROM_LABELS, FORM_LABELS } from "@watchroom/shared/protocol-words";
import { ROUTES } from "@watchroom/shared/session";
import { AddButton } from "./AddButton.tsx";
import { optionsOf, SelectField, TickField, TicksField } from "./choices.tsx";
import { useEditing } from "./context.ts";
import { addAt, type Draft, listAt } from "./draft.ts";
import { EditPart } from "./EditPart.tsx";
import { NumberField, NumbersField, SourceField, TextField } from "./fields.tsx";
import { ItemCard } from "./ItemCard.tsx";

const FORMS = optionsOf(FORM_LABELS);
const FROM = optionsOf(COUNTED_FROM_LABELS).filter(({ value }) => value !== "lastDose");
/** A release can wait only for scales that have a value at which they have resolved. */
const RELEASE_SCALES = Object.entries(ASSESSMENTS)
  .filter(([, { resolvedAt }]) => resolvedAt !== null)
  .map(([value, { label }]) => ({ value, label }));

/** The numbers of the plan that stand once in a protocol. */
export function NamePart() {
  const { preset } = useEditing();
  return (
    <EditPart part="name">
      <div className="fieldGrid">
        <TextField path={["name"]} isWide maxLength={80} />
      </div>
      <p className="hint">
        Route: {ROUTES[preset.route].label}. It cannot be changed: begin a new protocol from one of the other route.
      </p>
    </EditPart>
  );
}

export const HoldPart = () => (
  <EditPart part="hold">
    <p className="hint">
      Above these the first dose waits, until it is measured again or a physician decides. It is never blocked silently.
    </p>
    <div className="fieldGrid">
      <NumberField path={["hold", "systolicAbove"]} unit="mmHg" />
      <NumberField path={["hold", "diastolicAbove"]} unit="mmHg" />
      <NumberField path={["hold", "pressureWithinMin"]} unit="min" />
      <SourceField path={["hold", "source"]} />
    </div>
  </EditPart>
);

export const DosingPart = () => (
  <EditPart part="dosing">
    <div className="fieldGrid">
      <SelectField path={["dosing", "form"]} options={FORMS} />
      <NumbersField path={["dosing", "amountsMg"]} unit="mg" />
      <NumberField
        path={["dosing", "partsMax"]}
        unit="parts"
        empty={{ keeps: null, means: "not counted (infusion)" }}
      />
      <NumberField path={["dosing", "gapMin"]} unit="min" />
      <NumberField path={["dosing", "plannedMin"]} unit="min" />
      <NumberField path={["dosing", "mgPerKg"]} unit="mg/kg" empty={{ keeps: null, means: "the nurse types it" }} />
      <TickField path={["dosing", "lotNumber"]} />
      <TickField path={["dosing", "held"]} />
      <SourceField path={["dosing", "source"]} />
    </div>
  </EditPart>
);

export const ObservationPart = () => (
  <EditPart part="observation">
    <div className="fieldGrid">
      <NumberField path={["observation", "minutes"]} unit="min" />
      <SelectField path={["observation", "from"]} options={FROM} />
      <SourceField path={["observation", "source"]} />
    </div>
  </EditPart>
);

export const RepeatPart = () => (
  <EditPart part="repeat">
    <div className="fieldGrid">
      <NumberField path={["repeat", "dueMin"]} unit="min" />
      <NumberField path={["repeat", "overdueMin"]} unit="min" />
      <SourceField path={["repeat", "source"]} />
    </div>
  </EditPart>
);

export const ReleasePart = () => (
  <EditPart part="release">
    <div className="fieldGrid">
      <NumberField path={["release", "pressureWithinPercent"]} unit="%" empty={{ keeps: null, means: "not asked" }} />
      <NumberField path={["release", "spo2AtLeast"]} unit="%" empty={{ keeps: null, means: "not asked" }} />
      <TicksField path={["release", "assessments"]} options={RELEASE_SCALES} />
      <SourceField path={["release", "source"]} />
    </div>
  </EditPart>
);

export const SoundPart = () => (
  <EditPart part="sound">
    <p className="hint">
      Nobody can turn a station down further while a session runs by this protocol, at night neither.
    </p>
    <div className="fieldGrid">
      <NumberField path={["sound", "volumeAtLeastPercent"]} unit="%" />
      <SourceField path={["sound", "source"]} />
    </div>
  </EditPart>
);

const PLACES = ["standby", "places"] as const;
const added = (draft: Draft): Draft => addAt(draft, PLACES, { place: "", limitMin: 10 });

export function StandbyPart() {
  const { draft } = useEditing();
  return (
    <EditPart part="standby">
      {listAt(draft, PLACES).map((_, index) => (
        <ItemCard key={placeKey(index)} path={PLACES} index={index} title={`Place ${index + 1}`} canMove>
          <TextField path={[...PLACES, index, "place"]} maxLength={30} />
          <NumberField path={[...PLACES, index, "limitMin"]} unit="min" />
        </ItemCard>
      ))}
      <AddButton path={PLACES} label="Add a place" add={added} />
      <div className="fieldGrid">
        <NumberField path={["standby", "returnAfterS"]} unit="s" />
        <SourceField path={["standby", "source"]} />
      </div>
    </EditPart>
  );
}
const placeKey = (index: number): string => `place-${index}`;
