import type { CorrectionBody } from "@watchroom/shared/http-sessions";
import { useState } from "react";
import { Field } from "../people/Field.tsx";
import { FormDialog } from "../settings/FormDialog.tsx";
import { sessionBase, useAddition } from "./sessionQueries.ts";

type Props = {
  readonly sessionId: string;
  /** What is corrected, when a row of the timeline was chosen; else "". */
  readonly subject: string;
  readonly onClose: () => void;
};

/** Something was written wrongly: what is right, and why, is added; the record stays as it was. */
export function CorrectionDialog({ sessionId, subject, onClose }: Props) {
  const add = useAddition<CorrectionBody>(`${sessionBase(sessionId)}/corrections`);
  const [body, setBody] = useState<CorrectionBody>({ subject, was: "", is: "", reason: "" });
  const field = (key: keyof CorrectionBody) => ({
    value: body[key],
    onChange: (text: string): void => setBody((before) => ({ ...before, [key]: text })),
    autoComplete: "off",
  });
  return (
    <FormDialog
      title="Add a correction"
      description="It is added beside the record with your name and the time. What was recorded stays as it is."
      action="Add correction"
      isBusy={add.isPending}
      failure={add.error?.message ?? null}
      onSubmit={() => add.mutate(body, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Field
        label="What is corrected"
        hint={subject === "" ? 'In words, with its time: "Systolic at 14:40"' : "As it stands in the timeline"}
        minLength={2}
        maxLength={120}
        required
        {...field("subject")}
      />
      <Field label="It was recorded as" maxLength={300} {...field("was")} />
      <Field label="It should be" maxLength={300} required {...field("is")} />
      <Field label="Reason" minLength={3} maxLength={300} required {...field("reason")} />
    </FormDialog>
  );
}
