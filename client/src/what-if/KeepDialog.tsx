import { WHAT_IF_SAVED_MAX, type WhatIfRun } from "@watchroom/shared/what-if";
import { useId, useState } from "react";
import { Field } from "../people/Field.tsx";
import { FormDialog } from "../settings/FormDialog.tsx";
import { useKeep } from "./whatIfQueries.ts";

const COMMENT_MAX = 1_000;

/** A result is kept with a name, so that others can read what was asked and what came out. */
export function KeepDialog({ run, onClose }: { readonly run: WhatIfRun; readonly onClose: () => void }) {
  const keep = useKeep(run.runId);
  const [name, setName] = useState(run.saved?.name ?? "");
  const [comment, setComment] = useState(run.saved?.comment ?? "");
  const id = useId();
  return (
    <FormDialog
      title="Save this result"
      description={`It is kept with your name and can be opened again. The newest ${WHAT_IF_SAVED_MAX} results are kept.`}
      action="Save"
      isBusy={keep.isPending}
      failure={keep.error?.message ?? null}
      onSubmit={() => keep.mutate({ name, comment }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Field label="Name" required minLength={2} maxLength={80} autoComplete="off" value={name} onChange={setName} />
      <div className="field">
        <label htmlFor={id}>Comment</label>
        <textarea
          id={id}
          className="input"
          rows={3}
          maxLength={COMMENT_MAX}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </div>
    </FormDialog>
  );
}
