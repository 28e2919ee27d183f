import type { ProtocolVersion } from "@watchroom/shared/http-sessions";
import type { Protocol } from "@watchroom/shared/protocol";
import { differencesOf } from "@watchroom/shared/protocol-diff";
import { useId, useState } from "react";
import { FormDialog } from "../../settings/FormDialog.tsx";
import { DiffTable } from "../DiffTable.tsx";
import { faultsIn, useSaving } from "../protocolQueries.ts";

import { Sentences } from "./marks.tsx";

type Props = {
  readonly protocol: Protocol;
  /** The newest version when the editor was opened; null: a new protocol. */
  readonly base: ProtocolVersion | null;
  readonly onSaved: (version: ProtocolVersion) => void;
  readonly onClose: () => void;
};

/** What is kept, word for word, and why: read by who makes it active. */
export function SaveDialog({ protocol, base, onSaved, onClose }: Props) {
  const saving = useSaving();
  const [note, setNote] = useState("");
  const submit = (): void =>
    saving.mutate(
      { document: protocol, basedOn: base?.protocol.version ?? null, note: note.trim() },
      { onSuccess: onSaved },
    );
  return (
    <FormDialog
      title={base === null ? `Save ${protocol.name}` : `Save a new version of ${protocol.name}`}
      description="It is kept with your name. No session takes it until somebody makes it active."
      action="Save"
      isBusy={saving.isPending}
      failure={saving.error?.message ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      {base !== null && (
        <DiffTable
          caption={`Version ${base.protocol.version} and what is saved now`}
          before={`Version ${base.protocol.version}`}
          after="Now"
          differences={differencesOf(base.protocol, protocol)}
        />
      )}
      <NoteField note={note} onChange={setNote} />
      <Sentences id="saving" sentences={faultsIn(saving.error)} />
    </FormDialog>
  );
}

function NoteField({ note, onChange }: { readonly note: string; readonly onChange: (note: string) => void }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Why it is changed</label>
      <textarea
        id={id}
        className="input"
        rows={2}
        required
        minLength={3}
        maxLength={300}
        value={note}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
