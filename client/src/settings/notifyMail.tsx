import type { NotifySettings } from "@watchroom/shared/notify";
import { type ComponentType, useState } from "react";
import { useMe } from "../live/hooks.ts";
import { Field } from "../people/Field.tsx";
import { FormDialog } from "./FormDialog.tsx";
import { useSaveNotify } from "./notifyQueries.ts";
import { NotifyTick } from "./notifyTick.tsx";
import { writtenBack } from "./notifyWords.ts";

type OfSettings = { readonly settings: NotifySettings };
type DialogProps = OfSettings & { readonly onClose: () => void };
type Smtp = NonNullable<NotifySettings["smtp"]>;

type SectionProps = OfSettings & {
  readonly title: string;
  readonly text: string;
  readonly Change: ComponentType<DialogProps>;
};

function Section({ settings, title, text, Change }: SectionProps) {
  const { locked } = useMe();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section className="settings-part" aria-label={title}>
      <h2>{title}</h2>
      <p>{text}</p>
      <div className="row">
        <button
          type="button"
          className="button"
          disabled={locked}
          aria-label={`Change: ${title}`}
          onClick={() => setIsOpen(true)}
        >
          Change
        </button>
      </div>
      {isOpen && <Change settings={settings} onClose={() => setIsOpen(false)} />}
    </section>
  );
}

const smtpText = ({ host, port, secure, user, from }: Smtp): string =>
  `${host}, port ${port}, ${secure ? "TLS" : "STARTTLS when offered"}, ${user === null ? "without a password" : `as ${user}`}. Mails come from ${from}.`;

export const MailServer = ({ settings }: OfSettings) => (
  <Section
    settings={settings}
    title="Mail server"
    text={settings.smtp === null ? "None is set: nobody can be told by e-mail." : smtpText(settings.smtp)}
    Change={MailDialog}
  />
);

function MailDialog({ settings, onClose }: DialogProps) {
  const save = useSaveNotify();
  const before = settings.smtp;
  const [draft, setDraft] = useState(() => ({
    host: before?.host ?? "",
    port: String(before?.port ?? 587),
    secure: before?.secure ?? false,
    user: before?.user ?? "",
    password: "",
    from: before?.from ?? "",
  }));
  const set = (patch: Partial<typeof draft>): void => setDraft((old) => ({ ...old, ...patch }));
  const submit = (): void => {
    const { host, port, secure, user, password, from } = draft;
    const base = { host, port: Number(port), secure, user: user === "" ? null : user, from };
    const smtp = host === "" ? null : { ...base, ...(password !== "" && { password }) };
    save.mutate({ ...writtenBack(settings), smtp }, { onSuccess: onClose });
  };
  const isUsed = draft.host !== "";
  return (
    <FormDialog
      title="Mail server"
      description="Without a server's name nothing is sent by e-mail."
      action="Save"
      isBusy={save.isPending}
      failure={save.error?.message ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label="Server" value={draft.host} onChange={(host) => set({ host })} maxLength={200} autoComplete="off" />
      <Field
        label="Port"
        type="number"
        min={1}
        max={65_535}
        value={draft.port}
        onChange={(port) => set({ port })}
        required={isUsed}
      />
      <NotifyTick
        label="TLS from the start (port 465)"
        hint="Without it STARTTLS is used when the server offers it; a password is never sent without one of them."
        isOn={draft.secure}
        onChange={(secure) => set({ secure })}
      />
      <Field
        label="Signs in as"
        value={draft.user}
        onChange={(user) => set({ user })}
        maxLength={200}
        autoComplete="off"
      />
      <Field
        label="Password"
        type="password"
        value={draft.password}
        onChange={(password) => set({ password })}
        hint={
          before?.password === "set" ? "Leave it empty and the one that is set stays." : "Only where the server asks."
        }
        maxLength={200}
        autoComplete="new-password"
      />
      <Field
        label="Mails come from"
        type="email"
        value={draft.from}
        onChange={(from) => set({ from })}
        maxLength={200}
        required={isUsed}
      />
    </FormDialog>
  );
}

export const PagesAddress = ({ settings }: OfSettings) => (
  <Section
    settings={settings}
    title="Address of Watchroom"
    text={settings.address ?? "None is set: mails and webhooks have no link to the room."}
    Change={AddressDialog}
  />
);

function AddressDialog({ settings, onClose }: DialogProps) {
  const save = useSaveNotify();
  const [address, setAddress] = useState(() => settings.address ?? location.origin);
  return (
    <FormDialog
      title="Address of Watchroom"
      description="Where people open it from their phones. Mails and webhooks link to the room there."
      action="Save"
      isBusy={save.isPending}
      failure={save.error?.message ?? null}
      onSubmit={() =>
        save.mutate(
          { ...writtenBack(settings), address: address.trim() === "" ? null : address.trim() },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <Field label="Address" type="url" value={address} onChange={setAddress} hint="Empty: no link." />
    </FormDialog>
  );
}
