import { createHmac, timingSafeEqual } from "node:crypto";
import type { DeliveryReport } from "@watchroom/shared/notify";

const hmac = (secret: string, text: string) => createHmac("sha256", secret).update(text);

/** The value of the signature header for what is sent. `timestamp` in EpochMs. */
export const signatureOf = (secret: string, timestamp: number, body: string): string =>
  `sha256=${hmac(secret, `${timestamp}.${body}`).digest("hex")}`;

/** The same for a report: over its id and state, so that it serves no other message and no space in JSON matters. */
export const reportSignature = (
  secret: string,
  timestamp: number,
  id: string,
  state: DeliveryReport["state"],
): string => signatureOf(secret, timestamp, `${id}.${state}`);

/** What a push message carries, so that the browser which has it may say that it came and was read. */
export const receiptOf = (key: string, id: string): string => hmac(key, `receipt.${id}`).digest("base64url");

/** In a time that does not tell how much was right. */
export function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
