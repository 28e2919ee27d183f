import { randomUUID } from "node:crypto";
import { NotifySecrets, type NotifySettings, type NotifySettingsBody, QUIET } from "@watchroom/shared/notify";
import { ok, type Result, refuse } from "@watchroom/shared/result";
import { faultOfUrl } from "./address.ts";
import type { SettingStore } from "./setting-store.ts";
import type { Recipient } from "./transport.ts";

const SETTING = "notify";

export type SaveFailure = "bad-request" | "version-taken";
type Saved = Result<NotifySecrets, SaveFailure>;

/** Who is told, as the clinic set it. The secrets stay in here. */
export type KeptSettings = {
  get(): NotifySecrets;
  /** Durable when it resolves. `at`: EpochMs. */
  save(body: NotifySettingsBody, by: string, at: number): Promise<Saved>;
};

export async function createKeptSettings(
  store: SettingStore,
  isPerson: (operatorId: string) => boolean,
): Promise<KeptSettings> {
  const kept = await store.setting(SETTING);
  let held = kept === null ? QUIET : NotifySecrets.parse(JSON.parse(kept));
  let isSaving = false;
  const refusal = (body: NotifySettingsBody): Result<never, SaveFailure> | null => {
    if (!isSaving && body.version === held.version) return null;
    const who = held.changedBy ?? "somebody else";
    return refuse("version-taken", `${who} has changed these settings since you opened them. Look at them again.`);
  };
  return {
    get: () => held,
    async save(body, by, at) {
      const refused = refusal(body);
      if (refused !== null) return refused;
      const fault = faultOf(body, held, isPerson);
      if (fault !== null) return refuse("bad-request", fault);
      const next = { ...merged(body, held), version: held.version + 1, changedBy: by, changedAt: at };
      isSaving = true;
      try {
        await store.putSetting(SETTING, JSON.stringify(next));
      } finally {
        isSaving = false;
      }
      held = next;
      return ok(next);
    },
  };
}

/** As an administrator sees them. */
export const withoutSecrets = (settings: NotifySecrets): NotifySettings => ({
  ...settings,
  recipients: settings.recipients.map((recipient) => ({
    ...recipient,
    channel:
      recipient.channel.kind === "webhook" ? { ...recipient.channel, secret: "set" as const } : recipient.channel,
  })),
  smtp: settings.smtp && { ...settings.smtp, password: settings.smtp.password === null ? null : ("set" as const) },
});

type WrittenRecipient = NotifySettingsBody["recipients"][number];

/** Why it cannot be saved, in one sentence; null when it can. */
function faultOf(body: NotifySettingsBody, held: NotifySecrets, isPerson: (id: string) => boolean): string | null {
  const names = new Set<string>();
  const ids = new Set<string>();
  for (const recipient of body.recipients) {
    const { id, name } = recipient;
    if (names.has(name.toLowerCase())) return `There are two recipients "${name}". Give each a name of its own.`;
    names.add(name.toLowerCase());
    if (id !== undefined && (ids.has(id) || heldRecipient(held, id) === undefined))
      return `${name}: this recipient is not there any more. Add it again.`;
    ids.add(id ?? "");
    const fault = faultOfChannel(recipient, held, isPerson);
    if (fault !== null) return `${name}: ${fault}`;
  }
  return faultOfSmtp(body, held);
}

const heldRecipient = (held: NotifySecrets, id: string | undefined): Recipient | undefined =>
  held.recipients.find((one) => one.id === id);

function faultOfChannel(
  { id, channel, active }: WrittenRecipient,
  held: NotifySecrets,
  isPerson: (operatorId: string) => boolean,
): string | null {
  switch (channel.kind) {
    case "push":
      return !active || isPerson(channel.operatorId) ? null : "this person may not sign in. Choose another one.";
    case "email":
      return null;
    case "webhook": {
      const before = heldRecipient(held, id)?.channel;
      if (channel.secret === undefined && before?.kind !== "webhook") return "a webhook needs a secret.";
      return faultOfUrl(new URL(channel.url), channel.inside ? "inside" : "internet");
    }
  }
}

/** A kept password never goes to a server, or for a name, that it was not given for. */
function faultOfSmtp({ smtp, recipients }: NotifySettingsBody, held: NotifySecrets): string | null {
  if (smtp === null) {
    const mail = recipients.find(({ channel, active }) => active && channel.kind === "email");
    return mail === undefined ? null : `${mail.name} is told by e-mail. Enter the mail server first.`;
  }
  if (smtp.user === null || smtp.password !== undefined) return null;
  const before = held.smtp;
  if (before === null || before.password === null) return "Mail server: its password is missing.";
  const isSame = before.host === smtp.host && before.port === smtp.port && before.user === smtp.user;
  return isSame ? null : "Mail server: it has changed. Give its password again.";
}

function merged({ address, recipients, smtp }: NotifySettingsBody, held: NotifySecrets) {
  return {
    address,
    recipients: recipients.map((recipient): Recipient => {
      const id = recipient.id ?? randomUUID();
      const { channel } = recipient;
      if (channel.kind !== "webhook") return { ...recipient, id, channel };
      const before = heldRecipient(held, id)?.channel;
      const secret = channel.secret ?? (before?.kind === "webhook" ? before.secret : "");
      return { ...recipient, id, channel: { ...channel, secret } };
    }),
    smtp: smtp && {
      ...smtp,
      password: smtp.user === null ? null : (smtp.password ?? held.smtp?.password ?? null),
    },
  };
}
