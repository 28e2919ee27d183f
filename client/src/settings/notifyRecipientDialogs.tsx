import { EscalationStep } from "@watchroom/shared/alarm";
import type { OperatorRow } from "@watchroom/shared/http";
import { CHANNEL_KINDS, type NotifySettings, WEBHOOK_SECRET_LENGTH_MIN } from "@watchroom/shared/notify";
import { useState } from "react";
import { Field } from "../people/Field.tsx";
import { FormDialog } from "./FormDialog.tsx";
import { useSaveNotify } from "./notifyQueries.ts";
import { NotifyTick } from "./notifyTick.tsx";
import {
  CHANNEL_LABELS,
  draftOf,
  type NotifyRecipient,
  newSecret,
  type RecipientDraft,
  stepsText,
  withoutRecipient,
  withRecipient,
} from "./notifyWords.ts";
import { Select } from "./Select.tsx";

type Closing = { readonly settings: NotifySettings; readonly onClose: () => void };
type Part = {
  readonly draft: RecipientDraft;
  readonly set: (patch: Partial<RecipientDraft>) => void;
};

const CHANNEL_OPTIONS = CHANNEL_KINDS.map((value) => ({ value, label: CHANNEL_LABELS[value] }));

type RecipientProps = Closing & {
  readonly people: readonly OperatorRow[];
  readonly initial: RecipientDraft | NotifyRecipient;
};

export function RecipientDialog({ settings, people, initial, onClose }: RecipientProps) {
  const save = useSaveNotify();
  const [draft, setDraft] = useState(() => ("channel" in initial ? draftOf(initial) : initial));
  const set = (patch: Partial<RecipientDraft>): void => setDraft((before) => ({ ...before, ...patch }));
  const isNew = draft.id === null;
  return (
    <FormDialog
      title={isNew ? "Add a recipient" : `Change ${initial.name}`}
      description="Press Test in the list afterwards: only what has arrived once can be relied on."
      action={isNew ? "Add" : "Save"}
      isBusy={save.isPending}
      failure={draft.to.length === 0 ? "Choose at least one step." : (save.error?.message ?? null)}
      onSubmit={() => {
        if (draft.to.length > 0) save.mutate(withRecipient(settings, draft), { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <Field label="Name" value={draft.name} onChange={(name) => set({ name })} maxLength={80} required />
      <Steps draft={draft} set={set} />
      <Select label="Way" value={draft.kind} options={CHANNEL_OPTIONS} onChange={(kind) => set({ kind })} />
      {draft.kind === "push" && <PushFields draft={draft} set={set} people={people} />}
      {draft.kind === "email" && (
        <Field
          label="E-mail address"
          type="email"
          value={draft.address}
          onChange={(address) => set({ address })}
          maxLength={200}
          required
        />
      )}
      {draft.kind === "webhook" && <WebhookFields draft={draft} set={set} />}
      <NotifyTick label="Active" isOn={draft.active} onChange={(active) => set({ active })} />
    </FormDialog>
  );
}

function Steps({ draft, set }: Part) {
  const change = (step: EscalationStep, isOn: boolean): void =>
    set({ to: isOn ? [...draft.to, step] : draft.to.filter((one) => one !== step) });
  return (
    <fieldset className="field">
      <legend>Told when an alarm goes to</legend>
      {EscalationStep.options.map((step) => (
        <NotifyTick
          key={step}
          label={stepsText([step])}
          isOn={draft.to.includes(step)}
          onChange={(isOn) => change(step, isOn)}
        />
      ))}
    </fieldset>
  );
}

function PushFields({ draft, set, people }: Part & { readonly people: readonly OperatorRow[] }) {
  const open = people.filter(({ withdrawn }) => !withdrawn);
  const options = open.map(({ operatorId, displayName }) => ({ value: operatorId, label: displayName }));
  return (
    <>
      <Select
        label="Person"
        value={draft.operatorId}
        options={[{ value: "", label: "Choose a person" }, ...options]}
        onChange={(operatorId) => set({ operatorId })}
      />
      <p className="hint">
        The person signs in on each phone or tablet and turns notifications on there. Needs https and a way to the
        internet.
      </p>
    </>
  );
}

function WebhookFields({ draft, set }: Part) {
  return (
    <>
      <Field
        label="Address"
        type="url"
        value={draft.url}
        onChange={(url) => set({ url })}
        hint="Begins with https://. Redirects are not followed."
        required
      />
      <NotifyTick
        label="The receiver is in the clinic's own network"
        hint="Only then may the address be a private one or begin with http://."
        isOn={draft.inside}
        onChange={(inside) => set({ inside })}
      />
      <Field
        label={draft.id === null ? "Secret" : "New secret"}
        value={draft.secret}
        onChange={(secret) => set({ secret })}
        hint={
          draft.id === null
            ? "Signs each message. Copy it into the receiver now: it is not shown again."
            : "Leave it empty and the one that is set stays. It is not shown again."
        }
        minLength={WEBHOOK_SECRET_LENGTH_MIN}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        required={draft.id === null}
      />
      <div className="row">
        <button
          type="button"
          className="button small"
          onClick={() => set({ secret: newSecret((bytes) => crypto.getRandomValues(bytes)) })}
        >
          Make a secret
        </button>
      </div>
    </>
  );
}

export function RemoveRecipient({ settings, recipient, onClose }: Closing & { readonly recipient: NotifyRecipient }) {
  const save = useSaveNotify();
  return (
    <FormDialog
      title={`Remove ${recipient.name}?`}
      description="From now on no alarm goes there; what still waits is not sent. What was sent stays in the list."
      action="Remove"
      isBusy={save.isPending}
      failure={save.error?.message ?? null}
      onSubmit={() => save.mutate(withoutRecipient(settings, recipient.id), { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
