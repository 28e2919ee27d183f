import type { NotifySettings } from "@watchroom/shared/notify";
import { useState } from "react";
import { useMe } from "../live/hooks.ts";
import { useOperators } from "./lists.ts";
import { NotifyDeliveries } from "./notifyDeliveries.tsx";
import { MailServer, PagesAddress } from "./notifyMail.tsx";
import { useDeliveries, useNotifySettings } from "./notifyQueries.ts";
import { RecipientDialog, RemoveRecipient } from "./notifyRecipientDialogs.tsx";
import { RecipientTable } from "./notifyRecipients.tsx";
import { NEW_RECIPIENT, type NotifyRecipient } from "./notifyWords.ts";

/** Who is told of an alarm beyond the screen, by which way, and what became of it. */
export function NotifyPart() {
  const settings = useNotifySettings();
  return (
    <>
      <p className="hint">
        When nobody takes an alarm, it goes along the clinic's chain. Here you say who is told at which step away from
        the screens. A message names the room and the kind of alarm, never the patient.
      </p>
      {settings.error !== null && (
        <p role="alert" className="problem">
          {settings.error.message}
        </p>
      )}
      {settings.isPending && settings.error === null && <p role="status">Reading the settings…</p>}
      {settings.data !== undefined && <Recipients settings={settings.data} />}
      {settings.data !== undefined && <MailServer settings={settings.data} />}
      {settings.data !== undefined && <PagesAddress settings={settings.data} />}
      <NotifyDeliveries />
    </>
  );
}

type Asked = { readonly what: "add" } | { readonly what: "change" | "remove"; readonly recipient: NotifyRecipient };

function Recipients({ settings }: { readonly settings: NotifySettings }) {
  const { locked } = useMe();
  const operators = useOperators();
  const deliveries = useDeliveries();
  const [asked, setAsked] = useState<Asked | null>(null);
  const people = operators.data ?? [];
  const close = (): void => setAsked(null);
  return (
    <section className="settings-part" aria-label="Recipients">
      <h2>Recipients</h2>
      <RecipientTable
        recipients={settings.recipients}
        deliveries={deliveries.data ?? []}
        people={people}
        isLocked={locked}
        onAsk={(what, recipient) => setAsked({ what, recipient })}
      />
      <div className="row">
        <button type="button" className="button primary" disabled={locked} onClick={() => setAsked({ what: "add" })}>
          Add a recipient
        </button>
      </div>
      {asked?.what === "add" && (
        <RecipientDialog settings={settings} people={people} initial={NEW_RECIPIENT} onClose={close} />
      )}
      {asked?.what === "change" && (
        <RecipientDialog settings={settings} people={people} initial={asked.recipient} onClose={close} />
      )}
      {asked?.what === "remove" && <RemoveRecipient settings={settings} recipient={asked.recipient} onClose={close} />}
    </section>
  );
}
