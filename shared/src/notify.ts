import { z } from "zod";
import { EscalationStep } from "./alarm.ts";

// ---- Who is told beyond the screen, and how -----------------------------------------------------------------------

export const CHANNEL_KINDS = ["push", "email", "webhook"] as const;
const ChannelKind = z.enum(CHANNEL_KINDS);
export type ChannelKind = z.infer<typeof ChannelKind>;

const RECIPIENTS_MAX = 100;
/** Short secrets can be guessed from one signed message. */
export const WEBHOOK_SECRET_LENGTH_MIN = 16;

/** One line of words, as it may stand in a subject. */
const Line = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}*$/u, "One line, without control characters");
const WebAddress = z.url({ protocol: /^https?$/, error: "An address that begins with https:// or http://" });

/** To every browser in which this person has turned notifications on. */
const PushChannel = z.object({ kind: z.literal("push"), operatorId: z.string().min(1) });
const EmailChannel = z.object({ kind: z.literal("email"), address: z.email("An e-mail address").max(200) });
/**
 * `inside`: the administrator's own word that the receiver is in the clinic's network. Only then is a loopback or
 * private address called, and only there is http allowed; everything else is https.
 */
const WebhookChannel = z.object({ kind: z.literal("webhook"), url: WebAddress, inside: z.boolean() });

const Recipient = z.object({
  name: Line,
  /** Steps of the clinic's chain at which this recipient is told. */
  to: z.array(EscalationStep).min(1, "At least one step").max(EscalationStep.options.length),
  active: z.boolean(),
});
const Smtp = z.object({
  host: z.string().trim().min(1).max(200),
  port: z.number().int().min(1).max(65_535),
  /** TLS from the first byte (port 465). Without it STARTTLS is used when the server offers it. */
  secure: z.boolean(),
  user: z.string().trim().min(1).max(200).nullable(),
  from: z.email("An e-mail address").max(200),
});

const settingsOf = <R extends z.ZodType, S extends z.ZodType>(recipient: R, smtp: S) =>
  z.object({
    /** Of what was read before it was changed: two administrators do not undo each other's work unseen. */
    version: z.number().int().nonnegative(),
    /** Where people open Watchroom: stands in mails and webhooks. Null: they say "open Watchroom" without a link. */
    address: WebAddress.nullable(),
    recipients: z.array(recipient).max(RECIPIENTS_MAX),
    smtp: smtp.nullable(),
  });

/** As it is kept; never leaves the server. */
export const NotifySecrets = settingsOf(
  Recipient.extend({
    id: z.string(),
    channel: z.discriminatedUnion("kind", [PushChannel, EmailChannel, WebhookChannel.extend({ secret: z.string() })]),
  }),
  Smtp.extend({ password: z.string().nullable() }),
).extend({ changedBy: z.string().nullable(), changedAt: z.number().nullable() });
export type NotifySecrets = z.infer<typeof NotifySecrets>;

const IsSet = z.literal("set");
/** As an administrator reads it: of a secret only that there is one. */
export const NotifySettings = settingsOf(
  Recipient.extend({
    id: z.string(),
    channel: z.discriminatedUnion("kind", [PushChannel, EmailChannel, WebhookChannel.extend({ secret: IsSet })]),
  }),
  Smtp.extend({ password: IsSet.nullable() }),
).extend({ changedBy: z.string().nullable(), changedAt: z.number().nullable() });
export type NotifySettings = z.infer<typeof NotifySettings>;

/** As it is written. A recipient without `id` is new; a secret or password that is absent stays as it is. */
export const NotifySettingsBody = settingsOf(
  Recipient.extend({
    id: z.string().optional(),
    channel: z.discriminatedUnion("kind", [
      PushChannel,
      EmailChannel,
      WebhookChannel.extend({
        secret: z
          .string()
          .min(WEBHOOK_SECRET_LENGTH_MIN, `At least ${WEBHOOK_SECRET_LENGTH_MIN} characters`)
          .max(200)
          .optional(),
      }),
    ]),
  }),
  Smtp.extend({ password: z.string().min(1).max(200).optional() }),
);
export type NotifySettingsBody = z.infer<typeof NotifySettingsBody>;

/** Before anybody set anything: nobody is told. */
export const QUIET: NotifySecrets = {
  version: 0,
  address: null,
  recipients: [],
  smtp: null,
  changedBy: null,
  changedAt: null,
};

export const NotifyTestBody = z.object({ recipientId: z.string().min(1) });

// ---- The ledger ---------------------------------------------------------------------------------------------------

/**
 * `sent`: the push service, mail server or receiver took it. `delivered`, `read`: the receiver said so. `settled`:
 * not sent any more, since the alarm was accepted or ended.
 */
const DELIVERY_STATES = ["queued", "sent", "delivered", "read", "failed", "settled"] as const;
const DeliveryState = z.enum(DELIVERY_STATES);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** One message to one recipient. `id` is in the message: a receiver knows by it what it already had. */
export const DeliveryRow = z.object({
  id: z.string(),
  at: z.number(),
  /** Null: a test. */
  roomId: z.string().nullable(),
  room: z.string().nullable(),
  episodeId: z.string().nullable(),
  to: EscalationStep.nullable(),
  recipientId: z.string(),
  recipient: z.string(),
  channel: ChannelKind,
  state: DeliveryState,
  attempts: z.number().int(),
  /** Of the last attempt that failed; a code for programs, a sentence that says what to do. */
  lastError: z.object({ code: z.string(), message: z.string() }).nullable(),
  stateAt: z.number(),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

export const DeliveriesQuery = z.object({ episodeId: z.string().min(1).optional() });
/**
 * What became of a message. With `receipt` from a push message, or signed in the headers: see `SIGNATURE_HEADER`.
 */
export const DeliveryReport = z.object({
  state: z.enum(["delivered", "read"]),
  receipt: z.string().max(200).optional(),
});
export type DeliveryReport = z.infer<typeof DeliveryReport>;

/**
 * "sha256=" and the HMAC-SHA-256 in hex with the webhook's secret: over "<timestamp>.<body>" for what we send, over
 * "<timestamp>.<id>.<state>" for a report that comes back.
 */
export const SIGNATURE_HEADER = "x-watchroom-signature";
/** Milliseconds since 1970 UTC. */
export const TIMESTAMP_HEADER = "x-watchroom-timestamp";
export const DELIVERY_HEADER = "x-watchroom-delivery";

// ---- Web Push -----------------------------------------------------------------------------------------------------

export const PushKeyAnswer = z.object({ key: z.string() });
/** What the browser's own `PushSubscription.toJSON()` gives, and what its person says of it. */
export const PushSubscriptionBody = z.object({
  endpoint: z.url({ protocol: /^https$/, error: "An address that begins with https://" }).max(1_000),
  keys: z.object({
    /** A point of P-256, uncompressed: 65 bytes. */
    p256dh: z.string().regex(/^[\w-]{87}=?$/),
    /** 16 bytes. */
    auth: z.string().regex(/^[\w-]{22}(?:==)?$/),
  }),
  /** What a person calls this browser, or what it is. */
  label: z.string().trim().min(1).max(80),
  /** The person's own device: goes on when they sign out. Else it ends with the sign-in. */
  keeps: z.boolean(),
});
export type PushSubscriptionBody = z.infer<typeof PushSubscriptionBody>;
const Endpoint = z.string().min(1).max(1_000);
/** The browser that one sits at, whoever turned it on there; or one of one's own, elsewhere. */
export const EndSubscriptionBody = z.union([z.object({ endpoint: Endpoint }), z.object({ id: z.string().min(1) })]);
export type EndSubscriptionBody = z.infer<typeof EndSubscriptionBody>;
/** Null: this browser has no subscription. */
export const PushWaysBody = z.object({ endpoint: Endpoint.nullable() });
export const PushWays = z.object({
  /** Whose notifications come to this browser; null: nobody's. */
  here: z.object({ id: z.string(), name: z.string(), isMine: z.boolean(), keeps: z.boolean() }).nullable(),
  /** All browsers that take those of the person signed in. */
  mine: z.array(z.object({ id: z.string(), label: z.string(), at: z.number(), keeps: z.boolean() })),
});
export type PushWays = z.infer<typeof PushWays>;

export const NOTIFY_PATHS = {
  settings: "/api/v1/notify/settings",
  test: "/api/v1/notify/test",
  deliveries: "/api/v1/deliveries",
  pushKey: "/api/v1/push/key",
  pushSubscriptions: "/api/v1/push/subscriptions",
  endSubscription: "/api/v1/push/subscriptions/end",
  pushWays: "/api/v1/push/ways",
} as const;
