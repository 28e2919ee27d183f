import type { NotifySecrets } from "@watchroom/shared/notify";
import type { Notice } from "./notice.ts";

export type Recipient = NotifySecrets["recipients"][number];
type Channel<Kind extends Recipient["channel"]["kind"]> = Extract<Recipient["channel"], { kind: Kind }>;

/** One message, as a transport gets it for one attempt. */
export type Message = {
  /** The same for each attempt: a receiver knows by it what it already had. */
  readonly id: string;
  readonly notice: Notice;
  /** EpochMs of this attempt. */
  readonly now: number;
  readonly settings: NotifySecrets;
  /** Receivers of one person that already have this message; the transport adds to it. */
  readonly taken: Set<string>;
  /** Aborted at the end of the attempt's time: whatever is under way must be given up. */
  readonly signal: AbortSignal;
};

export type SendTrouble = { readonly code: string; readonly message: string };
export type Outcome =
  /** `rest`: some of the person's browsers do not have it yet, and it is worth trying again. */
  | { readonly ok: true; readonly state: "sent" | "delivered"; readonly rest: SendTrouble | null }
  /** `isFinal`: trying again cannot help. `waitMs`: the receiver asked for so long a wait. */
  | ({ readonly ok: false; readonly isFinal: boolean; readonly waitMs?: number } & SendTrouble);

/** Takes a message out of the house. Never throws; ends at the latest when the signal is aborted. */
export type Transport<Kind extends Recipient["channel"]["kind"]> = {
  send(channel: Channel<Kind>, message: Message): Promise<Outcome>;
  stop(): void;
};
export type Transports = {
  readonly push: Transport<"push">;
  readonly email: Transport<"email">;
  readonly webhook: Transport<"webhook">;
};

export const SENT: Outcome = { ok: true, state: "sent", rest: null };
export const again = (code: string, message: string, waitMs?: number): Outcome & { ok: false } => ({
  ok: false,
  isFinal: false,
  code,
  message,
  ...(waitMs !== undefined && { waitMs }),
});
export const final = (code: string, message: string): Outcome & { ok: false } => ({
  ok: false,
  isFinal: true,
  code,
  message,
});
