import type { RemsAnswer, SubmittedBody } from "@watchroom/shared/http-sessions";
import { useState } from "react";
import { currentServerTime } from "../live/hooks.ts";
import { Field } from "../people/Field.tsx";
import { sessionBase, useAddition } from "../sessions/sessionQueries.ts";
import { FormDialog } from "../settings/FormDialog.tsx";
import { Select } from "../settings/Select.tsx";
import { localInput, momentOfInput } from "./localInput.ts";

const HOW_OPTIONS = [
  { value: "online", label: "Online, on the site of the REMS" },
  { value: "fax", label: "By fax" },
] as const;

type Props = { readonly answer: RemsAnswer; readonly onClose: () => void };

/**
 * The word of a person that it was submitted: Watchroom itself sends nothing. A field of whole minutes cannot say "now":
 * where it was not touched, the server takes its own time.
 */
export function SubmittedDialog({ answer, onClose }: Props) {
  const mark = useAddition<SubmittedBody>(`${sessionBase(answer.sessionId)}/rems/submitted`);
  const [how, setHow] = useState<SubmittedBody["how"]>("online");
  const [now] = useState(() => localInput(currentServerTime()));
  const [when, setWhen] = useState(now);
  const at = momentOfInput(when);
  return (
    <FormDialog
      title="Mark as submitted?"
      description="Watchroom sends nothing. Mark it only after you have submitted the form to the REMS yourself; your name and the time are recorded."
      action="Mark as submitted"
      isBusy={mark.isPending}
      isReady={at !== null}
      failure={mark.error?.message ?? (at === null ? "Give day and time of the submission." : null)}
      onSubmit={() => mark.mutate({ how, at: when === now ? null : at }, { onSuccess: onClose })}
      onClose={onClose}
    >
      {answer.simulated && <p className="attention">SIMULATED: not for submission. This only practises the mark.</p>}
      {answer.missing.length > 0 && (
        <p className="attention">
          Not in this record, to be filled in on the form by hand: {answer.missing.join(", ")}.
        </p>
      )}
      <Select label="How it was submitted" value={how} options={HOW_OPTIONS} onChange={setHow} />
      <Field label="When it was submitted" type="datetime-local" required value={when} onChange={setWhen} />
    </FormDialog>
  );
}
