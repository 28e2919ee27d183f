import type {
  DeliveryReport,
  DeliveryRow,
  EndSubscriptionBody,
  NotifySecrets,
  NotifySettings,
  NotifySettingsBody,
  PushSubscriptionBody,
} from "@watchroom/shared/notify";
import { ok, type Result, refuse } from "@watchroom/shared/result";
import type { Clock } from "@watchroom/shared/time";
import webPush from "web-push";
import type { Log } from "../log.ts";
import { goOn, type Held, lanesOf, queue } from "./dispatch.ts";
import { createEmail } from "./email.ts";
import { type ChannelTrouble, createHealth } from "./health.ts";
import { createLedger } from "./ledger.ts";
import { type Escalated, noticeOf, testNotice } from "./notice.ts";
import { createPush, type VapidKeys } from "./push.ts";
import { isProven, type Proof } from "./report.ts";
import type { SettingStore } from "./setting-store.ts";
import { createKeptSettings, type SaveFailure, withoutSecrets } from "./settings.ts";
import { createSubscriptions, type Subscriber, type Subscription, type Subscriptions } from "./subscriptions.ts";
import type { Recipient, Transports } from "./transport.ts";
import { createWebhook } from "./webhook.ts";

const TICK_MS = 250;
const VAPID_SETTING = "vapid";

export type Notifier = {
  /** Tells everybody of this step. Returns at once and never throws: no receiver delays the ward. */
  escalated(alarm: Escalated): void;
  /** What waits for this episode is not sent any more, and whom it did not reach is no trouble any more. */
  settled(alarm: { readonly roomId: string; readonly episodeId: string; readonly why: "accepted" | "ended" }): void;
  /** Newest first; `episodeId`: of one alarm. */
  deliveries(episodeId?: string): readonly DeliveryRow[];
  /** A message that says it is a test, by the very way of an alarm; also to a recipient that is not active. */
  test(recipientId: string): Result<DeliveryRow, "no-such-recipient">;
  /** The receiver's own word. */
  report(id: string, report: DeliveryReport, proof: Proof): Result<DeliveryRow, "no-such-delivery" | "not-proven">;
  /** A channel that fails, for each room that was meant, and when it works again. Hears at once what is present. */
  onTrouble(listener: (trouble: ChannelTrouble) => void): void;
  /** All that is present. */
  troubles(): readonly ChannelTrouble[];
  /** Each step of each message. */
  onDelivery(listener: (row: DeliveryRow) => void): void;
  settings(): NotifySettings;
  /** `by`: the administrator's name. */
  save(body: NotifySettingsBody, by: string): Promise<Result<NotifySettings, SaveFailure>>;
  /** What a browser needs to take pushes of this clinic. */
  pushKey(): string;
  subscribe(person: Subscriber, body: PushSubscriptionBody): Promise<void>;
  unsubscribe(operatorId: string, which: EndSubscriptionBody): Promise<void>;
  /** Those of this person, and whose the browser with this endpoint is. */
  subscriptions(
    operatorId: string,
    endpoint: string | null,
  ): { here: Subscription | null; mine: readonly Subscription[] };
  /** Resolves when nothing is under way and the ledger is kept; what was not sent goes on after the next start. */
  stop(): Promise<void>;
};

type NotifierParts = {
  readonly store: SettingStore;
  readonly clock: Clock;
  readonly log: Log;
  /** An operator who may sign in: nobody else gets a push. */
  readonly isPerson: (operatorId: string) => boolean;
  /** A sign-in that still holds: what was turned on only for it ends with it. */
  readonly isSignedIn: (signInId: string) => boolean;
  /** In [0, 1). */
  readonly random?: () => number;
  /** Other ways out than the real ones, for receivers on this machine. */
  readonly transports?: (real: RealParts) => Partial<Transports>;
};
type RealParts = { readonly vapid: VapidKeys; readonly subscriptions: Subscriptions };

type Opened = RealParts & { readonly held: Held; readonly stop: () => Promise<void> };

/** Escalation beyond the screen: by Web Push, webhook and mail, each message in the ledger. */
export async function createNotifier(parts: NotifierParts): Promise<Notifier> {
  const opened = await open(parts);
  goOn(opened.held, parts.clock);
  return notifierOf(opened, parts);
}

async function open(parts: NotifierParts): Promise<Opened> {
  const { store, clock, log, isPerson, isSignedIn, random = Math.random, transports } = parts;
  const vapid = await vapidKeys(store);
  const subscriptions = await createSubscriptions(store, isSignedIn);
  const kept = await createKeptSettings(store, isPerson);
  const ledger = await createLedger(store, (error) => log.warn("deliveries-not-kept", { error: String(error) }));
  const health = createHealth();
  const ways: Transports = {
    push: createPush({ vapid, subscriptions, isPerson }),
    email: createEmail(),
    webhook: createWebhook(),
    ...transports?.({ vapid, subscriptions }),
  };
  const lanes = lanesOf({ clock, log, random }, { kept, ledger, health }, ways);
  const stopTicks = clock.every(TICK_MS, () => lanes.tick());
  const stop = async (): Promise<void> => {
    stopTicks();
    lanes.stop();
    for (const way of Object.values(ways)) way.stop();
    await ledger.flushed();
  };
  return { vapid, subscriptions, held: { kept, ledger, health, lanes }, stop };
}

function notifierOf({ vapid, subscriptions, held, stop }: Opened, { clock, log }: NotifierParts): Notifier {
  const { kept, ledger, health, lanes } = held;
  return {
    escalated(alarm) {
      try {
        const wanted = kept.get().recipients.filter(({ active, to }) => active && to.includes(alarm.to));
        for (const recipient of wanted) queue(held, clock, recipient, noticeOf(alarm));
      } catch (error) {
        log.error("notify-failed", { error: String(error) });
      }
    },
    settled({ episodeId, why }) {
      lanes.end((job) => job.episodeId === episodeId, why);
      health.settled(episodeId);
    },
    deliveries: (episodeId) => ledger.rows(episodeId),
    test(recipientId) {
      const recipient = kept.get().recipients.find(({ id }) => id === recipientId);
      if (recipient === undefined) return refuse("no-such-recipient", "This recipient is not there. Save it first.");
      return ok(queue(held, clock, recipient, testNotice(clock.now().wall)));
    },
    report: (id, report, proof) => reported(held, vapid, clock, id, report, proof),
    onTrouble: (listener) => health.onTrouble(listener),
    troubles: () => health.troubles(),
    onDelivery: (listener) => ledger.onChange(listener),
    settings: () => withoutSecrets(kept.get()),
    save: (body, by) => saved(held, clock, body, by),
    pushKey: () => vapid.publicKey,
    subscribe: (person, body) => subscriptions.put(person, body, clock.now().wall),
    unsubscribe: (operatorId, which) => subscriptions.end(operatorId, which),
    subscriptions: (operatorId, endpoint) => ({
      here: (endpoint === null ? null : subscriptions.at(endpoint)) ?? null,
      mine: subscriptions.of(operatorId),
    }),
    stop,
  };
}

/** Made once: with other keys every browser's subscription would be lost. */
async function vapidKeys(store: SettingStore): Promise<VapidKeys> {
  const kept = await store.setting(VAPID_SETTING);
  if (kept !== null) return JSON.parse(kept) as VapidKeys;
  const made = webPush.generateVAPIDKeys();
  await store.putSetting(VAPID_SETTING, JSON.stringify(made));
  return made;
}

async function saved({ kept, health, lanes }: Held, clock: Clock, body: NotifySettingsBody, by: string) {
  const before = kept.get();
  const result = await kept.save(body, by, clock.now().wall);
  if (!result.ok) return result;
  const after = result.value;
  for (const old of before.recipients) {
    const now = after.recipients.find(({ id }) => id === old.id);
    if (now?.active !== true) lanes.end(({ recipientId }) => recipientId === old.id, "recipient-gone");
    if (!isSameWay(old, before, now, after)) health.reached(old.id);
  }
  return ok(withoutSecrets(after));
}

/** A way that was changed is not in trouble until it fails again. */
function isSameWay(old: Recipient, before: NotifySecrets, now: Recipient | undefined, after: NotifySecrets): boolean {
  if (now === undefined || !now.active) return false;
  const mail = (settings: NotifySecrets): unknown => (old.channel.kind === "email" ? settings.smtp : null);
  return JSON.stringify([old.channel, mail(before)]) === JSON.stringify([now.channel, mail(after)]);
}

function reported(
  { kept, ledger, health, lanes }: Held,
  vapid: VapidKeys,
  clock: Clock,
  id: string,
  report: DeliveryReport,
  proof: Proof,
): ReturnType<Notifier["report"]> {
  const row = ledger.get(id)?.row;
  if (row === undefined) return refuse("no-such-delivery", "There is no such message, or it is too long ago.");
  const channel = kept.get().recipients.find((one) => one.id === row.recipientId)?.channel ?? null;
  const { wall } = clock.now();
  if (!isProven(id, report, proof, { channel, receiptKey: vapid.privateKey, now: wall })) {
    return refuse("not-proven", "The signature or receipt is not right for this message, or older than five minutes.");
  }
  lanes.end((job) => job.id === id, "delivered");
  ledger.reached(id, report.state, wall);
  health.reached(row.recipientId);
  return ok(ledger.get(id)?.row ?? row);
}
