import { createHash } from "node:crypto";
import { PushSubscriptionBody } from "@watchroom/shared/notify";
import { z } from "zod";
import type { SettingStore } from "./setting-store.ts";

const SETTING = "push";
/** A person's phone, tablet and some stations; the oldest gives way. */
const A_PERSON_MAX = 10;

const Kept = z.array(PushSubscriptionBody.extend({ id: z.string(), operatorId: z.string(), at: z.number() }));
export type Subscription = z.infer<typeof Kept>[number];

/** The browsers that take notifications, each for the person who turned them on there. */
export type Subscriptions = {
  of(operatorId: string): readonly Subscription[];
  /** One browser belongs to the person who last turned notifications on in it. `at`: EpochMs. */
  put(operatorId: string, body: PushSubscriptionBody, at: number): Promise<void>;
  /** Ends one of this person's own; one that is not there is no fault. */
  end(operatorId: string, endpoint: string): Promise<void>;
  remove(id: string): Promise<void>;
};

export async function createSubscriptions(store: SettingStore): Promise<Subscriptions> {
  const kept = await store.setting(SETTING);
  let held = kept === null ? [] : Kept.parse(JSON.parse(kept));
  const hold = async (next: Subscription[]): Promise<void> => {
    held = next;
    await store.putSetting(SETTING, JSON.stringify(next));
  };
  const idOf = (endpoint: string): string => createHash("sha256").update(endpoint).digest("base64url");
  const ofPerson = (operatorId: string): Subscription[] => held.filter((one) => one.operatorId === operatorId);
  return {
    of: ofPerson,
    async put(operatorId, body, at) {
      const id = idOf(body.endpoint);
      const others = held.filter((one) => one.id !== id);
      const own = others.filter((one) => one.operatorId === operatorId);
      const tooMany = new Set(own.slice(0, Math.max(0, own.length - A_PERSON_MAX + 1)));
      await hold([...others.filter((one) => !tooMany.has(one)), { ...body, id, operatorId, at }]);
    },
    async end(operatorId, endpoint) {
      const id = idOf(endpoint);
      await hold(held.filter((one) => one.id !== id || one.operatorId !== operatorId));
    },
    remove: (id) => hold(held.filter((one) => one.id !== id)),
  };
}
