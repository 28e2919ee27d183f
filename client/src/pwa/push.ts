import { NOTIFY_PATHS } from "@watchroom/shared/notify";
import { ApiFailure, callApi } from "../live/api.ts";

/**
 * Whether alarms reach this device beyond the page. "insecure": plain http, where browsers have no push; "unsupported": this
 * browser has none; "denied": the person said no in the browser, and only the browser's settings can change it.
 */
export type PushState = "insecure" | "unsupported" | "denied" | "off" | "on";

/** Never rejects for a browser without push. */
export async function readPushState(): Promise<PushState> {
  if (!isSecureContext) return "insecure";
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ? "on" : "off";
}

/** To be called in a person's tap: the browser asks them. Throws an `ApiFailure` with a sentence for people. */
export async function switchPushOn(label: string): Promise<PushState> {
  const permission = await Notification.requestPermission();
  if (permission !== "granted") return permission === "denied" ? "denied" : "off";
  const key = keyIn(await callApi("GET", NOTIFY_PATHS.pushKey));
  const registration = await navigator.serviceWorker.ready;
  const subscription = await subscribe(registration.pushManager, key);
  try {
    await callApi("POST", NOTIFY_PATHS.pushSubscriptions, bodyOf(subscription, label));
  } catch (error) {
    await subscription.unsubscribe(); // Nobody would ever send to it, and the switch would say "on".
    throw error;
  }
  return "on";
}

/** Throws an `ApiFailure`: then the server may still send, and the switch stays on. */
export async function switchPushOff(): Promise<PushState> {
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return "off";
  await callApi("POST", NOTIFY_PATHS.endSubscription, { endpoint: subscription.endpoint });
  await subscription.unsubscribe();
  return "off";
}

/** Pure. What the server keeps of a subscription. Throws when the browser left out a key. */
export function bodyOf(subscription: Pick<PushSubscription, "endpoint" | "toJSON">, label: string) {
  const { p256dh, auth } = subscription.toJSON().keys ?? {};
  if (p256dh === undefined || auth === undefined) throw failure("This browser gave no keys. Try another browser.");
  return { endpoint: subscription.endpoint, keys: { p256dh, auth }, label };
}

/** Pure. */
export function keyIn(answer: unknown): string {
  if (typeof answer === "object" && answer !== null && "key" in answer && typeof answer.key === "string") {
    if (answer.key !== "") return answer.key;
  }
  throw failure("The server has no key for notifications. Ask an administrator.");
}

async function subscribe(manager: PushManager, key: string): Promise<PushSubscription> {
  // One for another key, of another server or a renewed key, stands in the way.
  await (await manager.getSubscription())?.unsubscribe();
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
