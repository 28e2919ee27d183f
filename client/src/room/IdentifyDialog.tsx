import { UNKNOWN_PATIENT } from "@watchroom/shared/session";
import { useState } from "react";
import { currentServerTime, useSending } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { FormDialog } from "../settings/FormDialog.tsx";
import { calendarDay } from "./calendarDay.ts";
import { PatientFields } from "./PatientFields.tsx";
import { draftOfPatient, faultOfPatient, patientOf } from "./patient.ts";

/** Who the patient is, when it was not known at check-in or was written wrongly. */
export function IdentifyDialog({ room, onClose }: { readonly room: LiveRoom; readonly onClose: () => void }) {
  const { send, sending, failure } = useSending();
  const { session, roomId } = room;
  const [draft, setDraft] = useState(() =>
    draftOfPatient(session?.initials ?? "", session?.patient ?? UNKNOWN_PATIENT),
  );
  const [fault, setFault] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    const found = faultOfPatient(draft, calendarDay(currentServerTime()));
    setFault(found);
    if (found !== null) return;
    const reply = await send("identify", { roomId, initials: draft.initials, patient: patientOf(draft) });
    if (reply.ok) onClose();
  };
  return (
    <FormDialog
      title={`Patient's details in ${room.name}`}
      description="What was written before stays in the record beside it, with who wrote it."
      action="Save details"
      isBusy={sending}
      failure={fault ?? failure}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <span className="gloves" />
      <PatientFields draft={draft} onChange={setDraft} />
    </FormDialog>
  );
}
