import { SESSION_END_LABELS, SessionEnd } from "@watchroom/shared/session";
import { COMMANDS, type Payload } from "@watchroom/shared/wire";
import { useState } from "react";
import { useSending } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { Field } from "../people/Field.tsx";
import { FormDialog } from "../settings/FormDialog.tsx";
import { ChoiceField } from "./ChoiceField.tsx";

type WayOut = Payload<"endSession">["how"];

const WAYS_OUT = SessionEnd.exclude(["released"]).options.map((how) => ({
  value: how,
  label: SESSION_END_LABELS[how],
}));
const REASON_LENGTH_MAX = 300;

/** A way out without a release: how, and why. */
export function EndSessionDialog({ room, onClose }: { readonly room: LiveRoom; readonly onClose: () => void }) {
  const { send, sending, failure } = useSending();
  const [how, setHow] = useState<WayOut | null>(null);
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    if (how === null) return setFault("Say how it ended.");
    const payload = { roomId: room.roomId, how, reason };
    const isComplete = COMMANDS.endSession.payload.safeParse(payload).success;
    setFault(isComplete ? null : "Give the reason in words.");
    if (!isComplete) return;
    const reply = await send("endSession", payload);
    if (reply.ok) onClose();
  };
  return (
    <FormDialog
      title={`Stop ${room.session?.initials ?? "the session"} in ${room.name} without release?`}
      description="Watching stops and the room is cleared: values, alarms and changed limits. The record is kept. It can be undone for a minute."
      action="Stop without release"
      isBusy={sending}
      failure={fault ?? failure}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <span className="gloves" />
      <ChoiceField label="How did it end?" value={how} options={WAYS_OUT} onChange={setHow} />
      <Field label="Reason" maxLength={REASON_LENGTH_MAX} autoComplete="off" value={reason} onChange={setReason} />
    </FormDialog>
  );
}
