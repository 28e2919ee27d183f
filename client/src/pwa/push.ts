import { NOTIFY_PATHS, PushWays } from "@watchroom/shared/notify";
import { ApiFailure, callApi, checked } from "../live/api.ts";

/**
 * Whether alarms can reach this device beyond the page. "insecure": plain http, where browsers have no push; "unsupported":
 * this browser has none; "denied": a person said no in the browser, and only the browser's settings can change it.
 */
type PushPower = "possible" | "insecure" | "unsupported" | "denied";
/** Whose notifications come here is the server's word: the browser knows only that somebody turned them on. */
export type PushReading = { readonly power: PushPower; readonly ways: PushWays };

/** Throws an `ApiFailure` only. */
export async function readPush(): Promise<PushReading> {
  const power = powerHere();
  const endpoint = power === "possible" ? ((await subscriptionHere())?.endpoint ?? null) : null;
  return { power, ways: checked(PushWays, await callApi("POST", NOTIFY_PATHS.pushWays, { endpoint })) };
}

function powerHere(): PushPower {
  if (!isSecureContext) return "insecure";
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return "unsupported";
  return Notification.permission === "denied" ? "denied" : "possible";
}

async function subscriptionHere(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/**
 * To be called in a person's tap: the browser asks them. Whoever had them here has them no more. `keeps`: also after they
 * sign out. Throws an `ApiFailure` with a sentence for people.
 */
export async function switchPushOn(label: string, keeps: boolean): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") return;
  const key = keyIn(await callApi("GET", NOTIFY_PATHS.pushKey));
  await switchPushOff();
  const registration = await navigator.serviceWorker.ready;
  const subscription = await subscribe(registration.pushManager, key);
  try {
    const body = bodyOf(subscription, label === "" ? deviceName(navigator.userAgent) : label, keeps);
    await callApi("POST", NOTIFY_PATHS.pushSubscriptions, body);
  } catch (error) {
    await subscription.unsubscribe(); // Nobody would ever send to it.
    throw error;
  }
}

/** In this browser, whoever turned them on. Throws an `ApiFailure`: then the server may still send. */
export async function switchPushOff(): Promise<void> {
  const subscription = await subscriptionHere();
  if (subscription === null) return;
  await callApi("POST", NOTIFY_PATHS.endSubscription, { endpoint: subscription.endpoint });
  await subscription.unsubscribe();
}

/** One's own, at another device. Throws an `ApiFailure`. */
export const endPushAt = (id: string): Promise<unknown> => callApi("POST", NOTIFY_PATHS.endSubscription, { id });

/** Pure. What the server keeps of a subscription. Throws when the browser left out a key. */
export function bodyOf(subscription: Pick<PushSubscription, "endpoint" | "toJSON">, label: string, keeps: boolean) {
  const { p256dh, auth } = subscription.toJSON().keys ?? {};
  if (p256dh === undefined || auth === undefined) throw failure("This browser gave no keys. Try another browser.");
  return { endpoint: subscription.endpoint, keys: { p256dh, auth }, label, keeps };
}

/** Pure. What a device without a name is called in the list, from how its browser names itself. */
export function deviceName(userAgent: string): string {
  const known = DEVICES.find(([, mark]) => mark.test(userAgent));
  return known === undefined ? "A browser" : known[0];
}

/** The first that fits: Android says that it is Linux too. */
const DEVICES = [
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Android phone", /Android.*Mobile/],
  ["Android tablet", /Android/],
  ["Windows computer", /Windows/],
  ["Chromebook", /CrOS/],
  ["Mac", /Macintosh/],
  ["Linux computer", /Linux/],
] as const;

/** Pure. */
export function keyIn(answer: unknown): string {
  if (typeof answer === "object" && answer !== null && "key" in answer && typeof answer.key === "string") {
    if (answer.key !== "") return answer.key;
  }
  throw failure("The server has no key for notifications. Ask an administrator.");
}

async function subscribe(manager: PushManager, key: string): Promise<PushSubscription> {
  try {
    return await manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  } catch (error) {
    console.warn("The browser's push service refused.", error);
    throw failure(
      "The browser's push service cannot be reached. Check this device's way to the internet, then try again.",
    );
  }
}

const failure = (message: string): ApiFailure => new ApiFailure(0, "no-push", message);
