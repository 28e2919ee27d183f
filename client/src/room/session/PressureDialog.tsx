import { useId, useState } from "react";
import { useNow, useSending } from "../../live/hooks.ts";
import type { LiveRoom } from "../../live/store.ts";
import { FormDialog } from "../../settings/FormDialog.tsx";
import { ageText } from "../../wall/duration.ts";
import { showPressure } from "../../wall/value.ts";
import { AgoChoice, useAgo } from "./Ago.tsx";
import {
  beyondLimits,
  eraseDigit,
  faultOfPressure,
  NOTHING_TYPED,
  type PressureEntry,
  type PressureField,
  typeDigit,
  typeText,
} from "./pressureEntry.ts";
import { ScaleValues } from "./ScaleValues.tsx";
import "./pressure.css";

type PressureDialogProps = { readonly room: LiveRoom; readonly onClose: () => void };

const CHOICES = [0, 2, 5, 10] as const;
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/** A pressure read off a cuff that sends nothing. */
export function PressureDialog({ room, onClose }: PressureDialogProps) {
  const { send, sending, failure } = useSending();
  const ago = useAgo();
  const [entry, setEntry] = useState(NOTHING_TYPED);
  const [fault, setFault] = useState<string | null>(null);
  const [symptoms, setSymptoms] = useState<number | null>(null);
  const [isEntered, setIsEntered] = useState(false);
  const unusual = faultOfPressure(entry) === null ? beyondLimits(entry, room.limits) : null;
  const change = (next: PressureEntry): void => {
    setEntry(next);
    setFault(null);
  };
  const submit = async (): Promise<void> => {
    const found = faultOfPressure(entry);
    setFault(found);
    if (found !== null) return;
    const values = { systolic: Number(entry.systolic), diastolic: Number(entry.diastolic) };
    const { roomId } = room;
    const at = ago.at();
    // A second try after the answer was refused must not enter the pressure twice.
    if (!isEntered && !(await send("enterPressure", { roomId, ...values, at })).ok) return;
    setIsEntered(true);
    const isAnswered = unusual !== null && symptoms !== null;
    if (isAnswered && !(await send("assess", { roomId, assessment: "symptoms", value: symptoms, at })).ok) return;
    onClose();
  };
  return (
    <FormDialog
      title={`Cuff value in ${room.name}`}
      description="For a cuff that sends nothing: a reading that it sends counts by itself. This one is kept and shown as typed, with your name."
      action={faultOfPressure(entry) === null ? `Enter ${entry.systolic}/${entry.diastolic}` : "Enter"}
      isBusy={sending}
      failure={fault ?? failure}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <div className="pressureFields gloves">
        <PressureInput label="Systolic" field="systolic" entry={entry} onChange={change} />
        <span aria-hidden>/</span>
        <PressureInput label="Diastolic" field="diastolic" entry={entry} onChange={change} />
        <LastPressure room={room} />
      </div>
      <p role="status" className="pressureUnusual">
        {unusual}
      </p>
      <Keypad entry={entry} onChange={change} />
      <AgoChoice ago={ago} legend="Measured" choices={CHOICES} />
      {/* Its place is kept free: the pad does not move under a finger. */}
      <fieldset className="scale pressureSymptoms" aria-label="Symptoms with this pressure" hidden={unusual === null}>
        <b>Symptoms?</b>
        <ScaleValues scale="symptoms" value={symptoms} isBarred={false} isSending={sending} onEnter={setSymptoms} />
      </fieldset>
    </FormDialog>
  );
}

type EntryProps = { readonly entry: PressureEntry; readonly onChange: (entry: PressureEntry) => void };

function PressureInput({ label, field, entry, onChange }: EntryProps & { label: string; field: PressureField }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {/* No keyboard of the tablet's own: the pad is below. */}
      <input
        id={id}
        className="input"
        inputMode="none"
        autoComplete="off"
        data-active={entry.field === field || undefined}
        value={entry[field]}
        onFocus={() => onChange({ ...entry, field })}
        onChange={(event) => onChange(typeText(entry, field, event.target.value))}
      />
    </div>
  );
}

/** What was measured before, to see a slip of the finger. */
function LastPressure({ room }: { readonly room: LiveRoom }) {
  const { systolic, diastolic, ageMs } = showPressure(room.metrics, useNow());
  return (
    <span className="dim">
      {ageMs === null ? "None before in this session" : `Before: ${systolic}/${diastolic}, ${ageText(ageMs)} ago`}
    </span>
  );
}

function Keypad({ entry, onChange }: EntryProps) {
  const { field } = entry;
  return (
    <fieldset className="keypad" aria-label={`Digits, for ${field}`}>
      {DIGITS.map((digit) => (
        <button key={digit} type="button" className="button" onClick={() => onChange(typeDigit(entry, digit))}>
          {digit}
        </button>
      ))}
      <button type="button" className="button" onClick={() => onChange({ ...entry, [field]: "" })}>
        Clear
      </button>
      <button type="button" className="button" onClick={() => onChange(typeDigit(entry, "0"))}>
        0
      </button>
      <button type="button" className="button" aria-label="Erase one digit" onClick={() => onChange(eraseDigit(entry))}>
        ⌫
      </button>
    </fieldset>
  );
}
