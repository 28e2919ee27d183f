import { setImmediate } from "node:timers/promises";
import type { SessionRowAnswer } from "@watchroom/shared/http-sessions";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import { UNKNOWN_PATIENT } from "@watchroom/shared/session";
import type { OperatorId, RoomId, SessionId } from "@watchroom/shared/time";
import type { Step } from "../../../server/src/core/monitor.ts";
import type { Actor, Afterword, CommandEntry, EntryBody, KeptEntry } from "../../../server/src/journal/entry.ts";
import type { KeptAfterword } from "../../../server/src/review/afterwords.ts";
import { type Review, reviewOf } from "../../../server/src/review/report.ts";
import { at, createBedside, NURSE, SET } from "../../support/core-script.ts";

export const PHYSICIAN: Actor = { operatorId: "p1" as OperatorId, name: "Dr. Ada Petrov", role: "physician" };
const ROOM = "r1" as RoomId;
const MINUTE_S = 60;
/** Second 60 of the bedside: when the session starts. */
const START_S = 60;
export const SESSION = `s${START_S}` as SessionId;
/** The first device, ten minutes after the clock of the bedside. */
export const DOSE_S = 600;
export const wall = (seconds: number): number => at(seconds).wall;
/** The wall clock so many minutes after the first device. */
export const afterDose = (minutes: number): number => wall(DOSE_S + minutes * MINUTE_S);

/** A bedside whose every accepted input and alarm change is an entry, as the ward would keep it. */
export function createJournal({ simulated = false, preCheck = true } = {}) {
  const bedside = createBedside({ simulated, preCheck });
  const entries: KeptEntry[] = [];
  const push = (seconds: number, body: EntryBody): void => {
    const { wall: moment, mono } = at(seconds);
    entries.push({ roomId: ROOM, sessionId: null, at: moment, mono, body, seq: entries.length + 1 });
  };
  const keep = (seconds: number, { refusal, changes }: Step): void => {
    const input = bedside.inputs().at(-1)?.input;
    if (refusal !== null) throw new Error(`second ${seconds}: ${refusal.message}`);
    if (input !== undefined && input.kind !== "tick") push(seconds, input as EntryBody);
    for (const change of changes) push(seconds, { kind: "alarm", change });
  };
  return {
    entries,
    bedside,
    oximetry: (seconds: number, spo2: number | null, pulseRate: number | null = 72, sensor: "on" | "weak" = "on") =>
      keep(
        seconds,
        bedside.oximetry(seconds, { spo2, pulseRate, perfusionIndex: (seconds % 70) / 10, updatePeriodS: 5, sensor }),
      ),
    cuff: (seconds: number, systolic: number, diastolic: number) =>
      keep(seconds, bedside.cuff(seconds, { systolic, diastolic, mean: Math.round((systolic + 2 * diastolic) / 3) })),
    act: (seconds: number, command: CommandEntry, by: Actor = NURSE) =>
      keep(seconds, bedside.command(seconds, command, by)),
    push,
  };
}
type Journal = ReturnType<typeof createJournal>;

/** What happens, by the second; readings of the oximeter go on each five seconds beside it. */
type Script = Readonly<Record<number, (journal: Journal, seconds: number) => void>>;

export function play(
  journal: Journal,
  script: Script,
  untilS: number,
  spo2Of: (seconds: number) => number | null,
): void {
  for (let seconds = START_S; seconds <= untilS; seconds++) {
    script[seconds]?.(journal, seconds);
    if (seconds % 5 === 1 && seconds < untilS) journal.oximetry(seconds, spo2Of(seconds));
  }
}

const roomId = ROOM;
const minute = (minutes: number): number => DOSE_S + minutes * MINUTE_S;
const act =
  (command: CommandEntry, by: Actor = NURSE) =>
  (journal: Journal, seconds: number): void =>
    journal.act(seconds, command, by);
export const assess = (
  assessment: "sedation" | "dissociation" | "respiration" | "gait" | "escort" | "nausea",
  value: number,
) => act({ name: "assess", payload: { roomId, assessment, value, at: null } });
const cuff = (systolic: number, diastolic: number) => (journal: Journal, seconds: number) =>
  journal.cuff(seconds, systolic, diastolic);
const give = (lot: string) =>
  act({ name: "recordDose", payload: { roomId, action: "give", amountMg: 28, lot, at: null } });
const all =
  (...acts: ((journal: Journal, seconds: number) => void)[]) =>
  (journal: Journal, seconds: number): void => {
    for (const one of acts) one(journal, seconds);
  };

export const start = act({
  name: "startSession",
  payload: {
    roomId,
    initials: "A. L.",
    patient: { recordNumber: "WR-00417", birthDate: "1980-02-29", name: "Ana Maria Łukić" },
    route: "intranasal",
    includeEarlier: false,
    cuffArm: "other",
  },
});
const answers = PROTOCOLS.intranasal.preCheck.map(({ id, expected }) => ({
  item: id,
  answer: id === "benzodiazepines" ? ("yes" as const) : expected,
}));

/** A Spravato session of 56 mg, in seconds of the bedside. Every number of it is checked by hand in the tests. */
export const SPRAVATO: Script = {
  60: start,
  120: act({ name: "answerPreCheck", payload: { roomId, answers, confirmedFrom: null } }),
  150: act(
    {
      name: "decidePreCheck",
      payload: { roomId, decision: { physician: "Dr. Ada Petrov", reason: "Low dose at night, none today" } },
    },
    PHYSICIAN,
  ),
  180: cuff(118, 76),
  240: all(act({ name: "setPhase", payload: { roomId, phase: "baseline", at: null } }), assess("sedation", 5)),
  [DOSE_S]: give("A1207"),
  [DOSE_S + 310]: give("A1208"),
  [minute(6)]: act({ name: "recordDose", payload: { roomId, action: "end", amountMg: null, lot: null, at: null } }),
  [minute(20)]: all(assess("sedation", 4), assess("respiration", 0)),
  [minute(22)]: act({ name: "enterPressure", payload: { roomId, systolic: 139, diastolic: 86, at: null } }),
  // SpO2 is 84 from minute 30, for a minute; the nurse takes note after 40 s.
  [minute(30) + 41]: (journal, seconds) =>
    journal.act(seconds, {
      name: "acknowledge",
      payload: { roomId, episodeId: journal.bedside.episodeOf("spo2.low") },
    }),
  [minute(40)]: all(assess("sedation", 3), assess("dissociation", 1), assess("respiration", 0)),
  [minute(41)]: cuff(142, 88),
  [minute(44)]: assess("nausea", 2),
  [minute(44) + 20]: act({ name: "undo", payload: { roomId } }),
  [minute(45)]: act({
    name: "recordEvent",
    payload: { roomId, event: "antiemetic", detail: "ondansetron 4 mg", at: null },
  }),
  [minute(90)]: all(assess("sedation", 5), assess("dissociation", 0), assess("respiration", 0)),
  [minute(91)]: assess("gait", 2),
  [minute(92)]: assess("escort", 1),
  [minute(95)]: cuff(124, 80),
  // Two pressures in a row within 20 % of 118/76: from here on all but the time holds.
  [minute(100)]: cuff(122, 78),
  [minute(120) + 30]: all(cuff(120, 77), assess("sedation", 5)),
  [minute(122)]: act({ name: "release", payload: { roomId, despite: null } }),
};
export const END_S = minute(122);
export const spo2OfSpravato = (seconds: number): number => (seconds >= minute(30) && seconds < minute(31) ? 84 : 97);

export function spravato(settings: { simulated?: boolean } = {}, script: Script = SPRAVATO, untilS = END_S): Journal {
  const journal = createJournal(settings);
  play(journal, script, untilS, spo2OfSpravato);
  return journal;
}

export const rowOf = (journal: Journal, endedS: number | null): SessionRowAnswer & { sessionId: SessionId } => {
  const { session } = journal.bedside.state();
  const [end] = journal.entries.filter(({ body }) => body.kind === "command").slice(-1);
  const isReleased = end?.body.kind === "command" && end.body.command.name === "release";
  return {
    sessionId: SESSION,
    roomId: ROOM,
    room: "Room 1",
    initials: "A. L.",
    route: "intranasal",
    recordFrom: wall(START_S),
    startedAt: wall(START_S),
    endedAt: endedS === null ? null : wall(endedS),
    simulated: journal.bedside
      .inputs()
      .some(({ input }) => input.kind === "devices" && input.devices.some((one) => one.simulated)),
    facts: {
      patient: session?.patient ?? UNKNOWN_PATIENT,
      protocol: { id: "preset-intranasal", name: "Esketamine (Spravato)", version: 1 },
      owner: NURSE.name,
      doseAt: wall(DOSE_S),
      dosingEndedAt: wall(minute(6)),
      givenMg: 56,
      ending: isReleased ? { how: "released", by: NURSE.name, reason: null, physician: null } : null,
      preCheck: [],
      signatures: [],
      corrections: 0,
      rems: null,
    },
  };
};

export const afterword = (seconds: number, act: Afterword, by: Actor): KeptAfterword => ({
  roomId: ROOM,
  sessionId: SESSION,
  at: at(seconds).wall,
  mono: at(seconds).mono,
  seq: 1_000_000 + seconds,
  body: { kind: "afterword", act, by, sessionId: SESSION },
});

export const SIGNED: readonly KeptAfterword[] = [
  afterword(
    END_S + 300,
    { name: "sign", role: "nurse", meaning: "This record is complete and correct" },
    { ...NURSE, name: "Nora Lindqvist, RN" },
  ),
  afterword(
    END_S + 360,
    {
      name: "correct",
      correction: { subject: "Lot of the second device", was: "A1208", is: "A1280", reason: "Misread from the box" },
    },
    NURSE,
  ),
  afterword(END_S + 400, { name: "sign", role: "physician", meaning: "Reviewed" }, PHYSICIAN),
];

/** The review of a journal; `endedS` null: the session still runs, and it is `nowS`. */
export async function review(
  journal: Journal,
  {
    endedS = END_S,
    nowS = END_S + 600,
    afterwords = [] as readonly KeptAfterword[],
  }: {
    endedS?: number | null;
    nowS?: number;
    afterwords?: readonly KeptAfterword[];
  } = {},
): Promise<Review> {
  const made = await reviewOf({
    clinic: "Northside Clinic",
    row: rowOf(journal, endedS),
    entries: journal.entries,
    afterwords,
    set: SET,
    now: at(nowS),
    pause: setImmediate,
  });
  if (made === null) throw new Error("the journal holds the start of its session");
  return made;
}
