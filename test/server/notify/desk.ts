import { randomUUID } from "node:crypto";
import type { AlarmView } from "@watchroom/shared/alarm";
import { type DeliveryRow, type NotifySettingsBody, QUIET } from "@watchroom/shared/notify";
import { createEmail } from "../../../server/src/notify/email.ts";
import type { ChannelTrouble } from "../../../server/src/notify/health.ts";
import type { Escalated } from "../../../server/src/notify/notice.ts";
import { createNotifier, type Notifier } from "../../../server/src/notify/notifier.ts";
import { createPush } from "../../../server/src/notify/push.ts";
import { createWebhook } from "../../../server/src/notify/webhook.ts";
import { anAlarm } from "../../support/an-alarm.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { createMemoryStore } from "../../support/memory-store.ts";
import { CERTIFICATE } from "../../support/receivers/certificate.ts";
import { createWaiting } from "../../support/receivers/waiting.ts";
import { clientOf, quietLog } from "../http/api.ts";

export const SECRET = "a secret of sixteen or more";
type WrittenRecipient = NotifySettingsBody["recipients"][number];

export const webhookTo = (url: string, more: Partial<WrittenRecipient> = {}): WrittenRecipient => ({
  name: `Hook ${url}`,
  to: ["physician"],
  active: true,
  channel: { kind: "webhook", url, inside: true, secret: SECRET },
  ...more,
});

/** An alarm of low oxygen in Room 3 that goes to the physician. */
export function escalation(more: Partial<Escalated> = {}, alarm: Partial<AlarmView> = {}): Escalated {
  const episodeId = alarm.episodeId ?? randomUUID();
  return {
    roomId: "room-3",
    room: "Room 3",
    simulated: false,
    to: "physician",
    at: Date.UTC(2026, 10, 23, 9, 1, 30),
    alarm: anAlarm({
      episodeId,
      limit: 90,
      worst: 82,
      since: Date.UTC(2026, 10, 23, 9, 0, 0),
      escalation: { to: "physician", step: 2, at: Date.UTC(2026, 10, 23, 9, 1, 30) },
      ...alarm,
    }),
    ...more,
  };
}

/** The notifier over a store in memory and a clock that stands still, with receivers on this machine. */
export async function openDesk() {
  const clock = createFakeClock();
  const store = createMemoryStore();
  const people = new Set(["id-physician", "id-nurse"]);
  const signIns = new Set(["at-the-station"]);
  const waiting = createWaiting();
  const troubles: ChannelTrouble[] = [];
  const failures = new Map<string, number>();
  let lastErrors = new Map<string, DeliveryRow["lastError"]>();
  const watch = (row: DeliveryRow): void => {
    if (row.lastError !== null && row.lastError !== lastErrors.get(row.id)) {
      failures.set(row.id, (failures.get(row.id) ?? 0) + 1);
    }
    lastErrors.set(row.id, row.lastError);
    waiting.look();
  };
  const open = async (): Promise<Notifier> => {
    lastErrors = new Map();
    const opened = await createNotifier({
      store: clientOf(store),
      clock,
      log: quietLog,
      isPerson: (operatorId) => people.has(operatorId),
      isSignedIn: (signInId) => signIns.has(signInId),
      random: () => 0,
      transports: (real) => ({
        push: createPush({ ...real, isPerson: (id) => people.has(id), reach: "inside", ca: CERTIFICATE }),
        email: createEmail(CERTIFICATE),
        webhook: createWebhook(CERTIFICATE),
      }),
    });
    opened.onDelivery(watch);
    opened.onTrouble((trouble) => troubles.push(trouble));
    return opened;
  };
  let notifier = await open();
  const rowOf = (id: string): DeliveryRow | undefined => notifier.deliveries().find((row) => row.id === id);
  return {
    clock,
    store,
    people,
    signIns,
    troubles,
    notifier: (): Notifier => notifier,
    row: rowOf,
    async set(...recipients: WrittenRecipient[]): Promise<string[]> {
      return this.setAll({ recipients });
    },
    /** The recipients' ids, in order. */
    async setAll(body: Partial<NotifySettingsBody>): Promise<string[]> {
      const { version } = notifier.settings();
      const { address, recipients } = QUIET;
      const saved = await notifier.save(
        { address, smtp: null, recipients, ...body, version } as NotifySettingsBody,
        "Ada",
      );
      if (!saved.ok) throw new Error(saved.message);
      return saved.value.recipients.map(({ id }) => id);
    },
    /** Escalates, and answers with the id of the message to each recipient, in their order. */
    raise(alarm: Escalated = escalation()): string[] {
      const before = new Set(notifier.deliveries().map(({ id }) => id));
      notifier.escalated(alarm);
      const added = notifier.deliveries().filter(({ id }) => !before.has(id));
      return added.map(({ id }) => id).reverse();
    },
    state: (id: string, state: DeliveryRow["state"]) => waiting.until(() => rowOf(id)?.state === state),
    /** So many attempts of this message have failed. */
    failed: (id: string, number: number) => waiting.until(() => (failures.get(id) ?? 0) >= number),
    async restart(): Promise<void> {
      await notifier.stop();
      notifier = await open();
    },
    close: () => notifier.stop(),
  };
}
export type Desk = Awaited<ReturnType<typeof openDesk>>;
