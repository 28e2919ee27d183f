import type { DeliveryReport } from "@watchroom/shared/notify";
import { isSame, receiptOf, reportSignature } from "./signature.ts";
import type { Recipient } from "./transport.ts";

/** A signed report counts for so long before and after its timestamp. */
const FRESH_MS = 5 * 60_000;

/** The headers of a signed report; null where there are none. */
export type Proof = { readonly signature: string | null; readonly timestamp: string | null };

type Against = {
  /** Of the recipient as it is now; null: taken out. */
  readonly channel: Recipient["channel"] | null;
  readonly receiptKey: string;
  /** EpochMs. */
  readonly now: number;
};

/** Does this word come from who got the message? By the receipt in a push, or signed with the webhook's secret. */
export function isProven(id: string, { state, receipt }: DeliveryReport, proof: Proof, against: Against): boolean {
  if (receipt !== undefined) return isSame(receipt, receiptOf(against.receiptKey, id));
  if (against.channel?.kind !== "webhook" || proof.signature === null) return false;
  const timestamp = Number(proof.timestamp ?? Number.NaN);
  if (!(Math.abs(against.now - timestamp) <= FRESH_MS)) return false;
  return isSame(proof.signature, reportSignature(against.channel.secret, timestamp, id, state));
}
