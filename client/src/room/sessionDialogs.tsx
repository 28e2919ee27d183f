import type { CommandReply } from "@watchroom/shared/wire";
import { useState } from "react";
import { useSending } from "../live/hooks.ts";
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
