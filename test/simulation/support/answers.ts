import type { AlarmView } from "@watchroom/shared/alarm";
import type { RoomId } from "@watchroom/shared/time";
import type { Store } from "../../../server/src/store/store.ts";
import { SET } from "../../support/core-script.ts";
import { MARKED_ROOMS } from "./bed.ts";
import { roomIdOf } from "./checks.ts";
import type { Page } from "./page.ts";
import type { Server } from "./server.ts";

/** An acknowledgement that was answered "ok": it is as good as kept. `at` is the ward's wall clock then, `mono` its own. */
type Answered = { readonly episodeId: string; readonly by: string; readonly at: number; readonly mono: number };
type Standing = { readonly alarm: AlarmView; readonly roomId: string; readonly mono: number };

const isOf = ({ episodeId, by, at }: Answered, alarm: AlarmView): boolean =>
  episodeId === alarm.episodeId && by === alarm.acknowledgedBy && at === alarm.acknowledgedAt;

const alarmOf = ({ ward }: Server, roomId: string, episodeId: string): AlarmView | undefined =>
  ward
    .rooms()
    .find((room) => room.roomId === roomId)
    ?.alarms.find((alarm) => alarm.episodeId === episodeId);

/** What nurses were told, and whether it stays so. `lost` hears a sentence of each that does not. */
export function createAnswers(lost: (sentence: string) => void) {
  const answered: Answered[] = [];
  return {
    count: (): number => answered.length,
    acknowledge(server: Server | null, page: Page, roomId: string, episodeId: string): void {
      if (server === null) return;
      const { mono } = server.clock.now();
      let at = 0;
      page.command({ name: "acknowledge", payload: { roomId, episodeId } }, (reply) => {
        if (reply.ok) answered.push({ episodeId, by: `Nurse ${page.name}`, at, mono });
      });
      at = alarmOf(server, roomId, episodeId)?.acknowledgedAt ?? 0;
    },

    /** Alarms that stand acknowledged, and whose acknowledgement was answered "ok". */
    standing: ({ ward }: Server): Standing[] =>
      ward.rooms().flatMap(({ roomId, alarms }) =>
        alarms
          .filter(({ signal, present }) => signal === "acknowledged" && present)
          .flatMap((alarm) => {
            const known = answered.find((one) => isOf(one, alarm));
            return known === undefined ? [] : [{ alarm, roomId, mono: known.mono }];
          }),
      ),

    /** After a restart. A high one that stays is signalled again in time. */
    checkStanding(before: readonly Standing[], server: Server): void {
      const now = server.clock.now().mono;
      for (const { alarm, roomId, mono } of before) {
        const found = alarmOf(server, roomId, alarm.episodeId);
        const isKept = found?.signal === "acknowledged" && found.acknowledgedBy === alarm.acknowledgedBy;
        if (isKept || now - mono >= SET.timing.resignalMs) continue;
        const then = found === undefined ? "gone" : `${found.signal} ${found.acknowledgedBy ?? ""}`;
        const what = `${alarm.condition} of ${roomId}`;
        lost(
          `${now / 1_000} s: ${alarm.acknowledgedBy} was told that ${what} is theirs; after the restart it is ${then}`,
        );
      }
    },

    /** At the end: each of them is in the record under its name. */
    checkRecord(onDisk: Store): void {
      const entries = MARKED_ROOMS.flatMap((room) => onDisk.entriesAfter(roomIdOf(room) as RoomId, 0));
      const kept = new Set(
        entries.flatMap(({ body }) =>
          body.kind === "command" && body.command.name === "acknowledge"
            ? [`${body.command.payload.episodeId} ${body.by.name}`]
            : [],
        ),
      );
      for (const { episodeId, by } of answered) {
        if (!kept.has(`${episodeId} ${by}`)) lost(`the record has no acknowledgement of ${episodeId} by ${by}`);
      }
    },
  };
}
