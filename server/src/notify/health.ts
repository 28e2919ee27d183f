import type { Unreached } from "./notice.ts";
import type { SendTrouble } from "./transport.ts";

/** So many failed attempts in a row, whatever message they were of, and the channel itself is in trouble. */
const FAILURES_MAX = 3;

/** A recipient could not be told of an alarm in this room, or can be told again. The message says what to do. */
export type ChannelTrouble = SendTrouble &
  Unreached & {
    readonly recipientId: string;
    readonly recipient: string;
    /** Null: it was a test. */
    readonly roomId: string | null;
    /** The alarm that did not arrive; null: it was a test. */
    readonly episodeId: string | null;
    /** False: it has ended. */
    readonly present: boolean;
  };
type Failed = Omit<ChannelTrouble, "present">;

export type Health = {
  /** `isLast`: a message was given up, which is trouble at once. */
  failed(failed: Failed, isLast: boolean): void;
  reached(recipientId: string): void;
  /** Somebody took the alarm, or it is over: whom it did not reach is no trouble any more. */
  settled(episodeId: string): void;
  /** What is present: one for each recipient and alarm. */
  troubles(): readonly ChannelTrouble[];
  /** Hears at once what is present already. */
  onTrouble(listener: (trouble: ChannelTrouble) => void): void;
};

/** Which channels work. What failed is not forgotten until something gets through, or the channel is changed. */
export function createHealth(): Health {
  const inRow = new Map<string, number>();
  let present: readonly ChannelTrouble[] = [];
  const listeners: ((trouble: ChannelTrouble) => void)[] = [];
  const tell = (trouble: ChannelTrouble): void => {
    for (const listener of listeners) listener(trouble);
  };
  const end = (isMeant: (trouble: ChannelTrouble) => boolean): void => {
    const ended = present.filter(isMeant);
    present = present.filter((one) => !isMeant(one));
    for (const trouble of ended) tell({ ...trouble, present: false });
  };
  return {
    failed(failed, isLast) {
      const { recipientId, roomId, episodeId } = failed;
      const count = (inRow.get(recipientId) ?? 0) + 1;
      inRow.set(recipientId, count);
      const own = present.filter((one) => one.recipientId === recipientId);
      const isTrouble = isLast || count >= FAILURES_MAX || own.length > 0;
      if (!isTrouble || own.some((one) => one.roomId === roomId && one.episodeId === episodeId)) return;
      const trouble = { ...failed, present: true };
      present = [...present, trouble];
      tell(trouble);
    },
    reached(recipientId) {
      inRow.delete(recipientId);
      end((one) => one.recipientId === recipientId);
    },
    settled: (episodeId) => end((one) => one.episodeId === episodeId),
    troubles: () => present,
    onTrouble(listener) {
      listeners.push(listener);
      present.forEach(listener);
    },
  };
}
