import { UNKNOWN_PATIENT } from "@watchroom/shared/session";
import type { EpochMs, RoomId } from "@watchroom/shared/time";
import type { LimitChange } from "@watchroom/shared/what-if";
import type { SessionRow, Store } from "../../../server/src/store/store.ts";
import { at } from "../../support/core-script.ts";
import { createJournal, SESSION } from "../review/spravato.ts";

export const ROOM = "r1" as RoomId;
export const START_S = 60;
export const END_S = 700;
export const wall = (seconds: number): EpochMs => at(seconds).wall;
export const SPAN = { sessionId: SESSION, recordFrom: wall(START_S), endedAt: wall(END_S) };

/** From 92 and 88 to 88 and 85, the delays as they are. */
export const SPO2_88: LimitChange = {
  protocolId: null,
  phases: null,
  metric: "spo2",
  side: "low",
  tiers: [{ limit: 88 }, { limit: 85 }],
};

type Journal = ReturnType<typeof createJournal>;
export type Script = Readonly<Record<number, (journal: Journal, seconds: number) => void>>;

export const acknowledge = (journal: Journal, seconds: number): void => {
  const episodeId = journal.bedside.episodeOf("spo2.low");
  journal.act(seconds, { name: "acknowledge", payload: { roomId: ROOM, episodeId, disposition: "treated" } });
};

/** Seconds at 90: an alarm of 92 after 15 s. */
const SHALLOW = [200, 240] as const;
/** Seconds at 86: an alarm of 88 after 5 s. */
const DEEP = [400, 460] as const;
const isIn = (seconds: number, [from, to]: readonly [number, number]): boolean => seconds >= from && seconds < to;

/** SpO2 each second: 97, but for two falls. */
const spo2At = (seconds: number): number => (isIn(seconds, SHALLOW) ? 90 : isIn(seconds, DEEP) ? 86 : 97);

/**
 * Ten minutes before any dose. At 200 s SpO2 falls to 90 for 40 s, at 400 s to 86 for 60 s; a nurse takes both alarms, at
 * 220 s and 450 s.
 */
export function twoFalls(more: Script = {}, { simulated = false, startS = START_S } = {}): Journal {
  const journal = createJournal({ simulated, preCheck: false });
  const script: Script = {
    [startS]: (one, seconds) =>
      one.act(seconds, {
        name: "startSession",
        payload: { roomId: ROOM, initials: "A. L.", route: "intranasal", includeEarlier: false, cuffArm: "other" },
      }),
    220: acknowledge,
    450: acknowledge,
    [END_S]: (one, seconds) =>
      one.act(seconds, { name: "endSession", payload: { roomId: ROOM, how: "notTreated", reason: "Felt unwell" } }),
    ...more,
  };
  for (let seconds = startS; seconds <= END_S; seconds++) {
    script[seconds]?.(journal, seconds);
    if (seconds > startS && seconds < END_S) journal.oximetry(seconds, spo2At(seconds));
  }
  return journal;
}

export function sessionRow(more: Partial<SessionRow> = {}): SessionRow {
  return {
    sessionId: SESSION,
    roomId: ROOM,
    initials: "A. L.",
    route: "intranasal",
    recordFrom: SPAN.recordFrom,
    startedAt: SPAN.recordFrom,
    endedAt: SPAN.endedAt,
    simulated: false,
    facts: {
      patient: UNKNOWN_PATIENT,
      protocol: { id: "intranasal", name: "Intranasal", version: 1 },
      owner: null,
      doseAt: null,
      dosingEndedAt: null,
      givenMg: null,
      ending: null,
      preCheck: [],
      signatures: [],
      corrections: 0,
      rems: null,
    },
    ...more,
  };
}

/** The journal in a store, under this session and room. */
export function keep(store: Store, { entries }: Journal, row: SessionRow): void {
  store.append(entries.map(({ seq: _, ...entry }) => ({ ...entry, roomId: row.roomId })));
  store.putSession(row);
}
