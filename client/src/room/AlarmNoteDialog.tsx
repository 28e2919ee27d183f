import { type AlarmView, alarmSentence } from "@watchroom/shared/alarm";
import { useState } from "react";
import { useSending } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { Field } from "../people/Field.tsx";
import { FormDialog } from "../settings/FormDialog.tsx";

const NOTE_LENGTH_MAX = 200;

type Props = { readonly alarm: AlarmView; readonly room: LiveRoom; readonly onClose: () => void };

/** A few words on one alarm; they stay with it in the record. */
export function AlarmNoteDialog({ alarm, room, onClose }: Props) {
  const { send, sending, failure } = useSending();
  const [text, setText] = useState(alarm.note ?? "");
  const [isMissing, setMissing] = useState(false);
  const submit = async (): Promise<void> => {
    const note = text.trim();
    setMissing(note === "");
    if (note === "") return;
    const { roomId } = room;
    const reply = await send("annotate", { roomId, episodeId: alarm.episodeId, disposition: null, note });
    if (reply.ok) onClose();
  };
  return (
    <FormDialog
      title={`Note on ${alarmSentence(alarm)}`}
      description={`In ${room.name}. It stays with this alarm in the record, with your name.`}
      action="Save note"
      isBusy={sending}
      failure={isMissing ? "Write the note first." : failure}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Field label="Note" maxLength={NOTE_LENGTH_MAX} value={text} onChange={setText} />
    </FormDialog>
  );
}
