import { DELIVERY_HEADER, NOTIFY_PATHS, SIGNATURE_HEADER, TIMESTAMP_HEADER } from "@watchroom/shared/notify";
import { linkOf, wordsOf } from "./notice.ts";
import { type Answered, post, unreachable } from "./post.ts";
import { signatureOf } from "./signature.ts";
import { again, final, type Message, type Outcome, SENT, type Transport } from "./transport.ts";

const WHO = "The receiver";

/** Signed JSON to a receiver of the clinic's own. `ca`: certificates to trust instead of the machine's. */
export function createWebhook(ca?: string): Transport<"webhook"> {
  return {
    async send({ url, inside, secret }, message) {
      const body = bodyOf(message);
      const headers = {
        "content-type": "application/json",
        "user-agent": "Watchroom",
        [DELIVERY_HEADER]: message.id,
        [TIMESTAMP_HEADER]: message.now,
        [SIGNATURE_HEADER]: signatureOf(secret, message.now, body),
      };
      try {
        const reach = inside ? "inside" : "internet";
        return outcomeOf(await post({ url, reach, headers, body, signal: message.signal, ca }));
      } catch (error) {
        return unreachable(error, WHO);
      }
    },
    stop: () => undefined,
  };
}

function bodyOf({ id, notice, settings }: Message): string {
  const { kind, roomId, room, episodeId, simulated, priority, what, since, to } = notice;
  const { title, text } = wordsOf(notice);
  return JSON.stringify({
    id,
    kind,
    roomId,
    room,
    episodeId,
    simulated,
    priority,
    what,
    since: new Date(since).toISOString(),
    to,
    title,
    text,
    link: linkOf(notice, settings.address),
    /** Where to say that it was delivered or read. */
    report: `${NOTIFY_PATHS.deliveries}/${id}`,
  });
}

/** Asking too much or too soon, and faults of the receiver: worth another try. */
const PASSING = new Set([408, 425, 429]);

function outcomeOf({ status, waitMs, body }: Answered): Outcome {
  if (status >= 200 && status < 300) return saysDelivered(body) ? { ok: true, state: "delivered", rest: null } : SENT;
  if (status >= 300 && status < 400) {
    const message = `${WHO} answered with a redirect (${status}), which is not followed. Enter its final address.`;
    return final("redirected", message);
  }
  if (status >= 400 && status < 500 && !PASSING.has(status)) {
    return final(`status-${status}`, `${WHO} refused the message (${status}). Check the address and the secret there.`);
  }
  return again(`status-${status}`, `${WHO} answered ${status}. Look at its own log.`, waitMs);
}

function saysDelivered(body: string): boolean {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === "object" && answer !== null && "delivered" in answer && answer.delivered === true;
  } catch {
    return false; // A body that is no JSON says nothing; 2xx alone is "sent".
  }
}
