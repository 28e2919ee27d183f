import { PHASE_LABELS, PHASES, type Phase } from "@watchroom/shared/session";
import { BACKDATE_MAX_MS, type CommandReply } from "@watchroom/shared/wire";
import { useState } from "react";
import { currentServerTime, useSending } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { Field } from "../people/Field.tsx";
import { FormDialog } from "../settings/FormDialog.tsx";
import { ChoiceField } from "./ChoiceField.tsx";
import { ARM_OPTIONS, type ArmChoice, armOf } from "./StartSessionDialog.tsx";

type DialogProps = { readonly room: LiveRoom; readonly onClose: () => void };

/** Sends, and closes the dialog when the server took it. */
const closing = async (reply: Promise<CommandReply>, onClose: () => void): Promise<void> => {
  if ((await reply).ok) onClose();
};

const MINUTE_MS = 60_000;
const BACKDATE_MAX_MIN = BACKDATE_MAX_MS / MINUTE_MS;

/** Minutes ago as typed; null when it is not a number from 0 to the most that may be entered late. */
function minutesAgo(text: string): number | null {
  const minutes = text.trim() === "" ? 0 : Number(text);
  return Number.isInteger(minutes) && minutes >= 0 && minutes <= BACKDATE_MAX_MIN ? minutes : null;
}

export function PhaseDialog({ room, onClose }: DialogProps) {
  const { send, sending, failure } = useSending();
  const current = room.session?.phase ?? "checkIn";
  const [phase, setPhase] = useState<Phase>(PHASES[PHASES.indexOf(current) + 1] ?? current);
  const [ago, setAgo] = useState("");
  const minutes = minutesAgo(ago);
  const submit = (): void => {
    if (minutes === null) return;
    const at = minutes === 0 ? null : currentServerTime() - minutes * MINUTE_MS;
    void closing(send("setPhase", { roomId: room.roomId, phase, at }), onClose);
  };
  return (
    <FormDialog
      title={`Phase in ${room.name}`}
      description={`Now: ${PHASE_LABELS[current]}. Doses set it by themselves; this corrects it.`}
      action={`Set ${PHASE_LABELS[phase].toLowerCase()}`}
      isBusy={sending}
      failure={minutes === null ? `Give whole minutes, 0 to ${BACKDATE_MAX_MIN}.` : failure}
      onSubmit={submit}
      onClose={onClose}
    >
      <ChoiceField
        label="Phase"
        value={phase}
        options={PHASES.map((one) => ({ value: one, label: PHASE_LABELS[one] }))}
        onChange={setPhase}
      />
      <Field
        label="Started so many minutes ago"
        hint="Leave empty for now"
        inputMode="numeric"
        value={ago}
        onChange={setAgo}
      />
    </FormDialog>
  );
}

export function EndSessionDialog({ room, onClose }: DialogProps) {
  const { send, sending, failure } = useSending();
  return (
    <FormDialog
      title={`End the session in ${room.name} without release?`}
      description="For a patient who moves to other care or whose treatment does not take place. Watching stops and the room is cleared: values, alarms and changed limits. The record is kept."
      action="End without release"
      isBusy={sending}
      failure={failure}
      onSubmit={() => void closing(send("endSession", { roomId: room.roomId }), onClose)}
      onClose={onClose}
    />
  );
}

export function ClearRoomDialog({ room, onClose }: DialogProps) {
  const { send, sending, failure } = useSending();
  return (
    <FormDialog
      title={`Clear ${room.name}?`}
      description="No session was started here. Values and alarms are taken off the wall; what was recorded is kept. If the sensor is still on, a new watch begins."
      action="Clear room"
      isBusy={sending}
      failure={failure}
      onSubmit={() => void closing(send("clearRoom", { roomId: room.roomId }), onClose)}
      onClose={onClose}
    />
  );
}

const NOTE_LENGTH_MAX = 80;

export function NoteDialog({ room, onClose }: DialogProps) {
  const { send, sending, failure } = useSending();
  const [text, setText] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const submit = (): void => {
    const note = text.trim();
    setIsMissing(note === "");
    if (note !== "") void closing(send("addMarker", { roomId: room.roomId, text: note }), onClose);
  };
  return (
    <FormDialog
      title={`Note in ${room.name}`}
      description="It stands in the record and on the trend at this moment, with your name."
      action="Add note"
      isBusy={sending}
      failure={isMissing ? "Write the note first." : failure}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label="Note" maxLength={NOTE_LENGTH_MAX} value={text} onChange={setText} />
    </FormDialog>
  );
}

export function CuffArmDialog({ room, onClose }: DialogProps) {
  const { send, sending, failure } = useSending();
  const [arm, setArm] = useState<ArmChoice>(room.cuffArm ?? "notSaid");
  return (
    <FormDialog
      title={`Cuff's arm in ${room.name}`}
      description="On the same arm as the oximeter, SpO₂ alarms are held while the cuff measures, for a minute at most."
      action="Set arm"
      isBusy={sending}
      failure={failure}
      onSubmit={() => void closing(send("setCuffArm", { roomId: room.roomId, arm: armOf(arm) }), onClose)}
      onClose={onClose}
    >
      <ChoiceField label="Cuff and oximeter are on the" value={arm} options={ARM_OPTIONS} onChange={setArm} />
    </FormDialog>
  );
}
