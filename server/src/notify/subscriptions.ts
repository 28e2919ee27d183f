import { createHash } from "node:crypto";
import { type EndSubscriptionBody, PushSubscriptionBody } from "@watchroom/shared/notify";
import { z } from "zod";
import type { SettingStore } from "./setting-store.ts";

const SETTING = "push";
/** A person's phone, tablet and some stations; the oldest gives way. */
const A_PERSON_MAX = 10;

const Kept = z.array(
  PushSubscriptionBody.omit({ keeps: true }).extend({
    id: z.string(),
    operatorId: z.string(),
    at: z.number(),
    label: z.string().default("A browser"),
    /** With this sign-in it ends. Null: the person's own device, by their own word. */
    signInId: z.string().nullable().default(null),
  }),
);
export type Subscription = z.infer<typeof Kept>[number];

/** Who turns notifications on, and at which sign-in. */
export type Subscriber = { readonly operatorId: string; readonly signInId: string };

/** The browsers that take notifications, each for the person who turned them on there. */
export type Subscriptions = {
  of(operatorId: string): readonly Subscription[];
  /** Whose this browser is; undefined: nobody's. */
  at(endpoint: string): Subscription | undefined;
  /** One browser belongs to the person who last turned notifications on in it. `at`: EpochMs. */
  put(person: Subscriber, body: PushSubscriptionBody, at: number): Promise<void>;
  /**
   * Ends that of the browser which the person sits at, whoever turned it on: only that browser knows its endpoint. By `id`
   * one of their own only. One that is not there is no fault.
   */
  end(operatorId: string, which: EndSubscriptionBody): Promise<void>;
  remove(id: string): Promise<void>;
};

/** `isSignedIn`: whether this sign-in still holds; asked at each look, so that nothing comes after a sign-out. */
export async function createSubscriptions(
  store: SettingStore,
  isSignedIn: (signInId: string) => boolean,
): Promise<Subscriptions> {
  const kept = await store.setting(SETTING);
  let held = kept === null ? [] : Kept.parse(JSON.parse(kept));
  const live = (): Subscription[] => held.filter(({ signInId }) => signInId === null || isSignedIn(signInId));
  const hold = async (next: Subscription[]): Promise<void> => {
    held = next;
    await store.putSetting(SETTING, JSON.stringify(next));
  };
  const idOf = (endpoint: string): string => createHash("sha256").update(endpoint).digest("base64url");
  return {
    of: (operatorId) => live().filter((one) => one.operatorId === operatorId),
    at: (endpoint) => live().find(({ id }) => id === idOf(endpoint)),
    async put({ operatorId, signInId }, { keeps, ...body }, at) {
      const id = idOf(body.endpoint);
      const others = live().filter((one) => one.id !== id);
      const own = others.filter((one) => one.operatorId === operatorId);
      const tooMany = new Set(own.slice(0, Math.max(0, own.length - A_PERSON_MAX + 1)));
      const added = { ...body, id, operatorId, at, signInId: keeps ? null : signInId };
      await hold([...others.filter((one) => !tooMany.has(one)), added]);
    },
    async end(operatorId, which) {
      const isMeant = (one: Subscription): boolean =>
        "endpoint" in which ? one.id === idOf(which.endpoint) : one.id === which.id && one.operatorId === operatorId;
      await hold(live().filter((one) => !isMeant(one)));
    },
    remove: (id) => hold(live().filter((one) => one.id !== id)),
  };
}
