import { READINGS_A_CALL_MAX, type Reading, type ReadingResult } from "@watchroom/shared/reading";
import type { WallClock } from "./clock.ts";
import type { Outbox } from "./devices/outbox.ts";
import type { Link, LinkFailure } from "./link.ts";
import type { Random } from "./random.ts";

export type Sender = {
  /** Sends what waits, unless the line is resting after a failure; resolves when the call under way is over. */
  flush(): Promise<void>;
  /** The last reason for which a reading was rejected or a call failed. */
  trouble(): string | null;
  close(): void;
};
type SenderParts = {
  readonly link: Link;
  readonly outboxes: readonly Outbox[];
  readonly clock: WallClock;
  readonly random: Random;
  /** Plain sentences, only when something changes. */
  readonly say: (sentence: string) => void;
};

const BACK_OFF_MS = 1_000;
const BACK_OFF_MAX_MS = 10_000;

/** 1, 2, 4, 8, 10 s, each shorter by up to a third by chance, so that devices do not all come back in the same second. */
export function backOffMs(failures: number, random: Random): number {
  return Math.min(BACK_OFF_MAX_MS, BACK_OFF_MS * 2 ** Math.min(failures - 1, 10)) * random.between(0.67, 1);
}

const FAILURE_SENTENCE: Readonly<Record<LinkFailure, string>> = {
  unreachable: "Readings are kept and sent again.",
  refused: "Was the device withdrawn, or is the token wrong? Trying again slowly.",
  "too-fast": "Sending more slowly.",
  "bad-body": "Readings are kept and sent again.",
  "server-error": "Readings are kept and sent again.",
};

/** One token's traffic: gathers from its devices' outboxes, sends, settles, and rests ever longer after failures. */
export function createSender({ link, outboxes, clock, random, say }: SenderParts): Sender {
  let underWay: Promise<void> | null = null;
  let restUntil = 0;
  let failures = 0;
  let trouble: string | null = null;
  let isUp = true;

  const fail = (code: LinkFailure, message: string) => {
    failures += 1;
    restUntil = clock.now() + backOffMs(failures, random);
    trouble = message;
    if (failures === 2) say(`${message} ${FAILURE_SENTENCE[code]}`);
  };
  const succeed = (waiting: number) => {
    if (failures >= 2) say(`Connected again; ${waiting} kept ${waiting === 1 ? "reading" : "readings"} sent.`);
    failures = 0;
  };
  const settle = (results: readonly ReadingResult[]) => {
    for (const result of outboxes.flatMap((outbox) => outbox.settle(results))) {
      trouble = `${result.code ?? "rejected"}: ${result.message ?? "no reason given"}`;
    }
  };
  const gather = (): Reading[] => {
    const connected = outboxes.filter((outbox) => outbox.isConnected);
    const share = Math.floor(READINGS_A_CALL_MAX / Math.max(1, connected.length));
    return connected.flatMap((outbox) => outbox.take(Math.max(1, share))).slice(0, READINGS_A_CALL_MAX);
  };
  // Only a device alone on its line takes the line down with it; a gateway stays up for the other rooms.
  const follow = () => {
    const wanted = outboxes.length === 0 || outboxes.some((outbox) => outbox.isConnected);
    if (wanted !== isUp) link.setUp(wanted);
    isUp = wanted;
  };

  const send = async (readings: readonly Reading[]) => {
    const answer = await link.send(readings);
    underWay = null;
    if (!answer.ok) return fail(answer.code, answer.message);
    settle(answer.value);
    const unsaved = answer.value.find(({ code }) => code === "record-not-saved");
    if (unsaved) return fail("server-error", unsaved.message ?? "The record is not being saved.");
    succeed(readings.length);
  };

  link.onReady(() => {
    restUntil = 0;
  });
  return {
    flush() {
      follow();
      if (underWay !== null) return underWay;
      const readings = !isUp || clock.now() < restUntil ? [] : gather();
      if (readings.length === 0) return Promise.resolve();
      underWay = send(readings);
      return underWay;
    },
    trouble: () => trouble,
    close: () => link.close(),
  };
}
