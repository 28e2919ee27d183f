import { z } from "zod";
import { Disposition, LimitRow, Priority, Side, WEAK_SIGNAL_DELAY_MAX_MS } from "./alarm.ts";
import { MetricId } from "./metric.ts";
import { LimitPhase, Route } from "./session.ts";

export const WHAT_IF_PATH = "/api/v1/what-if";

/** So many results are kept; a further one takes the place of the oldest. */
export const WHAT_IF_SAVED_MAX = 50;

// ---- What is asked --------------------------------------------------------------------------------------------------

/** Other numbers of one degree. What is absent stays; null takes the number away. */
const TierChange = z.object({
  limit: z.number().optional(),
  conditionDelayMs: z.number().int().min(0).max(120_000).optional(),
  weakSignalDelayMs: z.number().int().min(0).max(WEAK_SIGNAL_DELAY_MAX_MS).nullable().optional(),
  immediateBeyond: z.number().nullable().optional(),
  pointSeconds: z.number().min(5).max(500).nullable().optional(),
});
export type TierChange = z.infer<typeof TierChange>;

/**
 * Other numbers of one metric and side. `protocolId` null: the clinic's own row, which holds wherever a protocol has none
 * for the phase. Else that protocol's limits in these phases, in every session that ran by any version of it.
 */
export const LimitChange = z.object({
  protocolId: z.string().nullable(),
  phases: z.array(LimitPhase).min(1).nullable(),
  metric: MetricId,
  side: Side,
  /** Of the first limit, and of the second. */
  tiers: z.array(TierChange).min(1).max(2),
});
export type LimitChange = z.infer<typeof LimitChange>;

export const WhatIfPatients = z.enum(["real", "simulated", "mixed"]);
export type WhatIfPatients = z.infer<typeof WhatIfPatients>;

/** Which numbers, over which ended sessions. Times are of the sessions' starts, both ends included. */
export const WhatIfBody = z.object({
  changes: z.array(LimitChange).max(60),
  /** A condition that comes back within this after its end goes on as the same alarm; null: as it is. */
  flapMs: z.number().int().min(0).max(300_000).nullable(),
  from: z.number(),
  to: z.number(),
  route: Route.nullable(),
  patients: WhatIfPatients,
});
export type WhatIfBody = z.infer<typeof WhatIfBody>;

export const SaveWhatIfBody = z.object({
  name: z.string().trim().min(2).max(80),
  comment: z.string().trim().max(1_000),
});
export type SaveWhatIfBody = z.infer<typeof SaveWhatIfBody>;

// ---- What comes out -------------------------------------------------------------------------------------------------

/**
 * `seconds`: while the condition was present as an alarm, its signal given or acknowledged by a person. What was latched
 * after its end is not counted.
 */
const Load = z.object({ alarms: z.number().int(), seconds: z.number() });
const Both = z.object({ before: Load, after: Load });

/**
 * True excursion: a valid value beyond the OLD first limit, as it was in force for that patient then. Of what an oximeter
 * measures in seconds; of a cuff's in measured values, since nothing is known between two of them.
 */
const Excursion = z.object({
  /** Signalled before, and no longer. */
  missedS: z.number(),
  missedValues: z.number().int(),
  /** Signalled now, and not before. */
  gainedS: z.number(),
  gainedValues: z.number().int(),
});
export type Excursion = z.infer<typeof Excursion>;

/** From the begin of an excursion to its signal, of an oximeter's values. Null: none was signalled. */
const Delays = z.object({
  signalled: z.number().int(),
  medianS: z.number().nullable(),
  longestS: z.number().nullable(),
});

/** Each alarm before has at most one after that it goes on as: `saved` and `added` are those without one. */
const Counts = Both.extend({
  ...Excursion.shape,
  saved: z.number().int(),
  added: z.number().int(),
});

/** One condition at one priority, its highest. A condition of several devices or checks is one row. */
export const WhatIfRow = Counts.extend({
  condition: z.string(),
  priority: Priority,
  /** Beyond the limit, and back before the delay: not signalled. */
  heldBack: z.object({ before: z.number().int(), after: z.number().int() }),
});
export type WhatIfRow = z.infer<typeof WhatIfRow>;

export const WhatIfSession = Counts.extend({
  sessionId: z.string(),
  room: z.string(),
  startedAt: z.number(),
  hours: z.number(),
  simulated: z.boolean(),
  /** False: the old limits did not give the alarms that the record holds, so "before" is not what people heard. */
  isAsRecorded: z.boolean(),
  /** Acknowledgements of people that had no alarm to answer after the change. */
  actsLeftOut: z.number().int(),
});
export type WhatIfSession = z.infer<typeof WhatIfSession>;

/**
 * One alarm that is another one after the change. `saved`: no longer given; `added`: not given before; `changed`: given in
 * both, but for another time or priority. Times, worst value and people are those of before, of `added` those of after.
 */
export const WhatIfEpisode = Excursion.extend({
  kind: z.enum(["saved", "added", "changed"]),
  sessionId: z.string(),
  /** Of the alarm in the record; null: the record has none that begins then. */
  episodeId: z.string().nullable().default(null),
  room: z.string(),
  simulated: z.boolean(),
  condition: z.string(),
  metric: MetricId.nullable(),
  side: Side.nullable(),
  priority: Priority,
  since: z.number(),
  signalledAt: z.number(),
  seconds: z.number(),
  worst: z.number().nullable(),
  acknowledgedBy: z.string().nullable(),
  disposition: Disposition.nullable(),
  /** What it is after the change; null when it is not given. For `saved`: the longer alarm that it is part of. */
  after: z.object({ priority: Priority, signalledAt: z.number(), seconds: z.number() }).nullable(),
});
export type WhatIfEpisode = z.infer<typeof WhatIfEpisode>;

export const WhatIfResult = z.object({
  totals: Counts.extend({
    sessions: z.number().int(),
    simulatedSessions: z.number().int(),
    hours: z.number(),
    isNotAsRecorded: z.number().int(),
    actsLeftOut: z.number().int(),
    delays: z.object({ before: Delays, after: Delays }),
  }),
  /** What the span holds beside: not replayed, and why. */
  leftOut: z.object({
    /** Of the other kind of patients than was asked for. */
    otherPatients: z.number().int(),
    running: z.number().int(),
    /** The journal does not hold its start. */
    notWhole: z.number().int(),
    /** More than one run takes. */
    tooMany: z.number().int(),
  }),
  rows: z.array(WhatIfRow),
  sessions: z.array(WhatIfSession),
  /** The most missed first. */
  episodes: z.array(WhatIfEpisode),
  episodesLeftOff: z.number().int(),
});
export type WhatIfResult = z.infer<typeof WhatIfResult>;

// ---- A run ----------------------------------------------------------------------------------------------------------

const Saved = SaveWhatIfBody.extend({ at: z.number(), by: z.string() });

export const WhatIfRun = z.object({
  runId: z.string(),
  state: z.enum(["waiting", "running", "done", "cancelled", "failed"]),
  asked: WhatIfBody,
  by: z.string(),
  startedAt: z.number(),
  /** Sessions replayed, of how many, and for how long. */
  done: z.number().int(),
  total: z.number().int(),
  seconds: z.number(),
  /** Why it failed, and what to do. */
  message: z.string().nullable(),
  saved: Saved.nullable(),
  result: WhatIfResult.nullable(),
});
export type WhatIfRun = z.infer<typeof WhatIfRun>;
export const WhatIfStarted = z.object({ runId: z.string() });

/** A kept result as a list shows it. */
export const SavedWhatIf = Saved.extend({
  runId: z.string(),
  sessions: z.number().int(),
  simulatedSessions: z.number().int(),
  alarmsSaved: z.number().int(),
  alarmsAdded: z.number().int(),
  missedS: z.number(),
});
export type SavedWhatIf = z.infer<typeof SavedWhatIf>;

export const WhatIfAnswer = z.object({
  /** The clinic's own limits in force: what changes are held against. */
  limits: z.array(LimitRow),
  flapMs: z.number(),
  /** Newest first. */
  runs: z.array(WhatIfRun.omit({ result: true })),
  saved: z.array(SavedWhatIf),
});
export type WhatIfAnswer = z.infer<typeof WhatIfAnswer>;
