import type { LimitRow } from "@watchroom/shared/alarm";
import { differencesOf } from "@watchroom/shared/protocol-diff";
import type { WhatIfRun } from "@watchroom/shared/what-if";
import { draftOf } from "@watchroom/shared/what-if-limits";
import { useState } from "react";
import { useLocation } from "wouter";
import { Field } from "../people/Field.tsx";
import { DiffTable } from "../protocols/DiffTable.tsx";
import { Sentences } from "../protocols/edit/marks.tsx";
import { faultsIn, useSaving } from "../protocols/protocolQueries.ts";
import { type Kept, protocolPath } from "../protocols/protocolWords.ts";
import { FormDialog } from "../settings/FormDialog.tsx";
import { Select } from "../settings/Select.tsx";

type Props = {
  readonly run: WhatIfRun;
  readonly limits: readonly LimitRow[];
  readonly kept: readonly Kept[];
  readonly onClose: () => void;
};

const NOTE_MAX = 300;

/** The numbers of a what-if as a protocol's next version: a draft, which no session takes until somebody makes it active. */
export function DraftDialog({ run, limits, kept, onClose }: Props) {
  const { asked, saved } = run;
  const ofProtocol = asked.changes.find(({ protocolId }) => protocolId !== null)?.protocolId;
  const [id, setId] = useState(ofProtocol ?? kept[0]?.id ?? "");
  const [note, setNote] = useState(`from what-if "${saved?.name ?? run.runId}"`.slice(0, NOTE_MAX));
  const saving = useSaving();
  const [, navigate] = useLocation();
  const newest = kept.find((one) => one.id === id)?.versions[0].protocol;
  const draft = newest === undefined ? null : draftOf(newest, limits, asked);
  const differences = newest === undefined || draft === null ? [] : differencesOf(newest, draft);
  const save = (): void => {
    if (draft === null || newest === undefined) return;
    saving.mutate(
      { document: draft, basedOn: newest.version, note: note.trim() },
      { onSuccess: ({ protocol }) => navigate(protocolPath(protocol.id, protocol.version)) },
    );
  };
  return (
    <FormDialog
      title="Make a protocol draft"
      description="A new version with these numbers, kept with your name. No session takes it until somebody makes it active."
      action="Save the draft"
      isBusy={saving.isPending}
      isReady={differences.length > 0}
      failure={saving.error?.message ?? null}
      onSubmit={save}
      onClose={onClose}
    >
      <Select
        label="Protocol"
        value={id}
        options={kept.map(({ id: value, versions }) => ({ value, label: versions[0].protocol.name }))}
        onChange={setId}
      />
      {asked.flapMs !== null && (
        <p className="hint">
          When an alarm that comes back counts as the same one is the clinic's own, and no part of a protocol.
        </p>
      )}
      {newest !== undefined && differences.length === 0 && (
        <p role="status">
          Version {newest.version} of this protocol has limits of its own there, or these numbers already: nothing of it
          would change. Choose another protocol, or ask again with the limits of this one.
        </p>
      )}
      {newest !== undefined && differences.length > 0 && (
        <DiffTable
          caption={`Version ${newest.version} and the draft`}
          before={`Version ${newest.version}`}
          after="Draft"
          differences={differences}
        />
      )}
      <Field label="Why it is changed" required minLength={3} maxLength={NOTE_MAX} value={note} onChange={setNote} />
      <Sentences id="saving" sentences={faultsIn(saving.error)} />
    </FormDialog>
  );
}
