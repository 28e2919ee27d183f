import { ESCALATION_LABELS, EscalationStep } from "@watchroom/shared/alarm";
import type {
  ChannelKind,
  DeliveryRow,
  DeliveryState,
  NotifySettings,
  NotifySettingsBody,
} from "@watchroom/shared/notify";

export type NotifyRecipient = NotifySettings["recipients"][number];
type WrittenRecipient = NotifySettingsBody["recipients"][number];

export const CHANNEL_LABELS: Readonly<Record<ChannelKind, string>> = {
  push: "Notification on a person's devices",
  email: "E-mail",
  webhook: "Webhook",
};

const STATE_WORDS: Readonly<Record<DeliveryState, string>> = {
  queued: "Waiting",
  sent: "Sent",
  delivered: "Delivered",
  read: "Read",
  failed: "Failed",
  settled: "Not needed any more",
};

/** "Failed after 3 attempts", "Waiting, attempt 2". */
export function stateText({ state, attempts }: Pick<DeliveryRow, "state" | "attempts">): string {
  const word = STATE_WORDS[state];
  if (state === "queued") return attempts === 0 ? word : `${word}, attempt ${attempts}`;
  if (state === "failed" && attempts > 1) return `${word} after ${attempts} attempts`;
  return word;
}

/** What a person should know beside the state: why it failed, or why it has not got through yet. */
export function troubleText({ state, lastError }: DeliveryRow): string {
  if (lastError === null || state === "delivered" || state === "read") return "";
  return state === "sent" ? `An attempt failed: ${lastError.message}` : lastError.message;
}

/** "Room 3, physician", or that it was a test. */
export const aboutText = ({ room, to }: DeliveryRow): string =>
  to === null ? "Test" : `${room ?? "A room"}, ${ESCALATION_LABELS[to]}`;

/** The steps in the order of the chain: "Charge nurse, physician". */
export function stepsText(to: readonly EscalationStep[]): string {
  const words = EscalationStep.options.filter((step) => to.includes(step)).map((step) => ESCALATION_LABELS[step]);
  const text = words.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Where it goes; `nameOf`: an operator's name. */
export function wayText({ channel }: NotifyRecipient, nameOf: (operatorId: string) => string): string {
  switch (channel.kind) {
    case "push":
      return `Notification: ${nameOf(channel.operatorId)}`;
    case "email":
      return `E-mail: ${channel.address}`;
    case "webhook":
      return `Webhook: ${channel.url}`;
  }
}

/** The settings as they are written back: what is only known to be "set" is left out, and so stays. */
export function writtenBack({ version, address, recipients, smtp }: NotifySettings): NotifySettingsBody {
  return {
    version,
    address,
    recipients: recipients.map((recipient): WrittenRecipient => {
      if (recipient.channel.kind !== "webhook") return { ...recipient, channel: recipient.channel };
      const { secret: _, ...channel } = recipient.channel;
      return { ...recipient, channel };
    }),
    smtp: smtp && withoutPassword(smtp),
  };
}

const withoutPassword = ({ password: _, ...smtp }: NonNullable<NotifySettings["smtp"]>) => smtp;

/** What is typed about a recipient; the parts of other channels are kept while one is chosen. */
export type RecipientDraft = {
  readonly id: string | null;
  readonly name: string;
  readonly to: readonly EscalationStep[];
  readonly active: boolean;
  readonly kind: ChannelKind;
  readonly operatorId: string;
  readonly address: string;
  readonly url: string;
  readonly inside: boolean;
  /** Empty: the one that is set stays. */
  readonly secret: string;
};

export const NEW_RECIPIENT: RecipientDraft = {
  id: null,
  name: "",
  to: ["physician"],
  active: true,
  kind: "push",
  operatorId: "",
  address: "",
  url: "",
  inside: false,
  secret: "",
};

export function draftOf({ id, name, to, active, channel }: NotifyRecipient): RecipientDraft {
  const base = { ...NEW_RECIPIENT, id, name, to, active, kind: channel.kind };
  switch (channel.kind) {
    case "push":
      return { ...base, operatorId: channel.operatorId };
    case "email":
      return { ...base, address: channel.address };
    case "webhook":
      return { ...base, url: channel.url, inside: channel.inside };
  }
}

/** The settings with this recipient added, or in the place of the one with its id. */
export function withRecipient(settings: NotifySettings, draft: RecipientDraft): NotifySettingsBody {
  const written = writtenBack(settings);
  const { id, name, to, active } = draft;
  const recipient: WrittenRecipient = {
    ...(id !== null && { id }),
    name,
    to: [...to],
    active,
    channel: channelOf(draft),
  };
  if (id === null) return { ...written, recipients: [...written.recipients, recipient] };
  return { ...written, recipients: written.recipients.map((one) => (one.id === id ? recipient : one)) };
}

export function withoutRecipient(settings: NotifySettings, id: string): NotifySettingsBody {
  const written = writtenBack(settings);
  return { ...written, recipients: written.recipients.filter((one) => one.id !== id) };
}

function channelOf({ kind, operatorId, address, url, inside, secret }: RecipientDraft): WrittenRecipient["channel"] {
  switch (kind) {
    case "push":
      return { kind, operatorId };
    case "email":
      return { kind, address: address.trim() };
    case "webhook":
      return { kind, url: url.trim(), inside, ...(secret !== "" && { secret }) };
  }
}

const SECRET_BYTES = 24;
/** A secret that nobody can guess; `random` fills the bytes, as `crypto.getRandomValues` does. */
export function newSecret(random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  const bytes = random(new Uint8Array(SECRET_BYTES));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
