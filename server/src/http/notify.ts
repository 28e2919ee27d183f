import {
  DeliveriesQuery,
  DeliveryReport,
  DeliveryRow,
  EndSubscriptionBody,
  NOTIFY_PATHS,
  NotifySettings,
  NotifySettingsBody,
  NotifyTestBody,
  PushKeyAnswer,
  PushSubscriptionBody,
  PushWays,
  PushWaysBody,
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
} from "@watchroom/shared/notify";
import { ok } from "@watchroom/shared/result";
import type { Clock } from "@watchroom/shared/time";
import { ROLES, type Role } from "@watchroom/shared/wire";
import { z } from "zod";
import type { Directory } from "../auth/directory.ts";
import type { Log } from "../log.ts";
import type { Notifier } from "../notify/notifier.ts";
import type { StoreClient } from "../store/store.ts";
import { keepChanges } from "./changes.ts";
import { type FieldChange, fieldChanges } from "./field-changes.ts";
import { DONE, personOf, type Route, route } from "./route.ts";

type NotifyParts = {
  readonly notifier: Notifier;
  readonly directory: Pick<Directory, "operators">;
  readonly store: Pick<StoreClient, "putClinicChanges">;
  readonly clock: Clock;
  readonly log: Log;
};

const SUBJECT = "Notifications";
const ADMINISTRATOR: readonly Role[] = ["administrator"];

/** Who is told beyond the screen, what became of each message, and the browsers that take pushes. */
export const notifyRoutes = (parts: NotifyParts): Route[] => [
  readSettings(parts),
  writeSettings(parts),
  sendTest(parts),
  deliveries(parts),
  report(parts),
  pushKey(parts),
  subscribe(parts),
  unsubscribe(parts),
  pushWays(parts),
];

const readSettings = ({ notifier }: NotifyParts): Route =>
  route({
    method: "get",
    path: NOTIFY_PATHS.settings,
    subject: SUBJECT,
    summary: 'Recipients, channels and the mail server. Of a secret only that it is "set".',
    allow: ADMINISTRATOR,
    answer: NotifySettings,
    run: () => ok(notifier.settings()),
  });

const writeSettings = (parts: NotifyParts): Route =>
  route({
    method: "post",
    path: NOTIFY_PATHS.settings,
    subject: SUBJECT,
    summary: "Replaces them. A secret or password that is absent stays as it is.",
    allow: ADMINISTRATOR,
    body: NotifySettingsBody,
    answer: NotifySettings,
    fails: ["version-taken"],
    async run(call) {
      const { operator } = personOf(call);
      const { notifier, log } = parts;
      const before = notifier.settings();
      const saved = await notifier.save(call.body, operator.displayName);
      if (!saved.ok) return saved;
      await keepChanges(parts, operator.displayName, [
        ...fieldChanges("Notifications", named(before, parts), named(saved.value, parts)),
        ...newSecrets(call.body),
      ]);
      log.info("notify-settings-changed", { by: operator.operatorId, version: saved.value.version });
      return saved;
    },
  });

/** The same with people's names where it has their ids. */
const named = (settings: NotifySettings, { directory }: Pick<NotifyParts, "directory">): unknown =>
  JSON.parse(
    JSON.stringify(settings, (key, value: unknown) =>
      key === "operatorId"
        ? (directory.operators().find(({ operatorId }) => operatorId === value)?.displayName ?? "a person who is gone")
        : value,
    ),
  );

const newSecrets = ({ recipients, smtp }: NotifySettingsBody): FieldChange[] => {
  const given = recipients.filter(({ channel }) => channel.kind === "webhook" && channel.secret !== undefined);
  const whose = given.map(({ name }) => `recipients · ${name} · secret`);
  const all = smtp?.password === undefined ? whose : [...whose, "smtp · password"];
  return all.map((field) => ({ what: `Notifications: ${field}`, old: null, new: "a new one" }));
};

const sendTest = ({ notifier, log }: NotifyParts): Route =>
  route({
    method: "post",
    path: NOTIFY_PATHS.test,
    subject: SUBJECT,
    summary: "Sends a test to one recipient, by the way of an alarm. Ask for the deliveries to see what became of it.",
    allow: ADMINISTRATOR,
    body: NotifyTestBody,
    answer: DeliveryRow,
    fails: ["not-found"],
    run(call) {
      const sent = notifier.test(call.body.recipientId);
      if (!sent.ok) return { ok: false, code: "not-found", message: sent.message };
      log.info("notify-test", { recipientId: call.body.recipientId, by: personOf(call).operator.operatorId });
      return sent;
    },
  });

const deliveries = ({ notifier }: NotifyParts): Route =>
  route({
    method: "get",
    path: NOTIFY_PATHS.deliveries,
    subject: SUBJECT,
    summary: "What was sent beyond the screen and how far each message came, newest first.",
    allow: ROLES,
    query: DeliveriesQuery,
    answer: z.array(DeliveryRow),
    run: ({ query }) => ok([...notifier.deliveries(query.episodeId)]),
  });

const report = ({ notifier }: NotifyParts): Route =>
  route({
    method: "post",
    path: `${NOTIFY_PATHS.deliveries}/:id`,
    subject: SUBJECT,
    summary: `A receiver says that a message was delivered or read: with the receipt of a push, or signed with the webhook's secret in ${SIGNATURE_HEADER}, over "<${TIMESTAMP_HEADER}>.<id>.<state>".`,
    allow: "anyone",
    whileLocked: true,
    body: DeliveryReport,
    answer: null,
    fails: ["not-found", "not-allowed"],
    run({ body, params, request }) {
      const proof = {
        signature: request.get(SIGNATURE_HEADER) ?? null,
        timestamp: request.get(TIMESTAMP_HEADER) ?? null,
      };
      const said = notifier.report(params["id"] ?? "", body, proof);
      if (said.ok) return DONE;
      const code = said.code === "no-such-delivery" ? "not-found" : "not-allowed";
      return { ok: false, code, message: said.message };
    },
  });

const pushKey = ({ notifier }: NotifyParts): Route =>
  route({
    method: "get",
    path: NOTIFY_PATHS.pushKey,
    subject: SUBJECT,
    summary: "The key with which a browser asks its push service for a subscription (VAPID).",
    allow: ROLES,
    answer: PushKeyAnswer,
    run: () => ok({ key: notifier.pushKey() }),
  });

const subscribe = ({ notifier, log }: NotifyParts): Route =>
  route({
    method: "post",
    path: NOTIFY_PATHS.pushSubscriptions,
    subject: SUBJECT,
    summary:
      "Turns notifications on for the person signed in, in this browser; whoever had them here has them no more.",
    allow: ROLES,
    body: PushSubscriptionBody,
    answer: null,
    async run(call) {
      const { operator, signIn } = personOf(call);
      const { operatorId } = operator;
      await notifier.subscribe({ operatorId, signInId: signIn.tokenHash }, call.body);
      log.info("push-subscribed", { operatorId });
      return DONE;
    },
  });

const unsubscribe = ({ notifier, log }: NotifyParts): Route =>
  route({
    method: "post",
    path: NOTIFY_PATHS.endSubscription,
    subject: SUBJECT,
    summary: "Turns them off in the browser with this endpoint, whoever turned them on there; or one's own elsewhere.",
    allow: ROLES,
    whileLocked: true,
    body: EndSubscriptionBody,
    answer: null,
    async run(call) {
      const { operatorId } = personOf(call).operator;
      await notifier.unsubscribe(operatorId, call.body);
      log.info("push-ended", { operatorId });
      return DONE;
    },
  });

const pushWays = ({ notifier, directory }: NotifyParts): Route =>
  route({
    method: "post",
    path: NOTIFY_PATHS.pushWays,
    subject: SUBJECT,
    summary: "Whose notifications come to the browser with this endpoint, and all browsers of the person signed in.",
    allow: ROLES,
    whileLocked: true,
    body: PushWaysBody,
    answer: PushWays,
    run(call) {
      const { operatorId: me } = personOf(call).operator;
      const { here, mine } = notifier.subscriptions(me, call.body.endpoint);
      const nameOf = (id: string): string =>
        directory.operators().find(({ operatorId }) => operatorId === id)?.displayName ?? "somebody else";
      return ok({
        here: here && {
          id: here.id,
          name: nameOf(here.operatorId),
          isMine: here.operatorId === me,
          keeps: here.signInId === null,
        },
        mine: mine.map(({ id, label, at, signInId }) => ({ id, label, at, keeps: signInId === null })),
      });
    },
  });
