import { z } from "zod";
import { AlarmLimit, Disposition, EscalationStep, Priority, Side, TechnicalId } from "./alarm.ts";
import { Dose } from "./dose.ts";
import { TrendAnswer } from "./http.ts";
import { MetricId } from "./metric.ts";
import { Phase, Route } from "./session.ts";

/** Under it: `/episodes`, `/annotations`, `/reviews`, `/load`, `/export.csv`, `/export.fhir.json`, `/week.pdf`. */
export const ALARM_REVIEW_PATH = "/api/v1/alarm-review";

/** Where in a treatment an alarm came: the parts that the figures compare. */
export const REVIEW_PHASE_LABELS = {
  beforeDose: "Before the dose",
  dosing: "Dosing",
  observation: "Observation",
  outside: "Outside a session",
} as const;
export const ReviewPhase = z.enum(
  Object.keys(REVIEW_PHASE_LABELS) as [keyof typeof REVIEW_PHASE_LABELS, ...(keyof typeof REVIEW_PHASE_LABELS)[]],
);
export type ReviewPhase = z.infer<typeof ReviewPhase>;

const moment = z.number().nullable();
const person = z.string().nullable();

/** Who it was, of an episode or of what was held back; null outside a session. */
const Whose = {
  roomId: z.string(),
  room: z.string(),
  sessionId: z.string().nullable(),
  initials: z.string().nullable(),
  route: Route.nullable(),
  simulated: z.boolean(),
  phase: ReviewPhase,
  /** From the first dose; null without one. */
  minute: z.number().nullable(),
  /** "spo2.low", "sensorOff:<deviceId>". */
  condition: z.string(),
  /** "SpO₂ low", "SpO₂ sensor off": the same for every device. */
  label: z.string(),
  since: z.number(),
  worst: z.number().nullable(),
  /** In force when it began. */
  limit: z.number().nullable(),
};

/** One alarm from its begin to its end, with what became of it. Times in EpochMs, lengths in milliseconds. */
export const Episode = z.object({
  ...Whose,
  episodeId: z.string(),
  kind: z.enum(["physiological", "technical"]),
  metric: MetricId.nullable(),
  side: Side.nullable(),
  technical: TechnicalId.nullable(),
  device: z.string().nullable(),
  cause: z.string().nullable(),
  /** "SpO₂ 84 < 92, lowest 81". */
  text: z.string(),
  /** The highest that it reached. */
  priority: Priority,
  signalledAt: z.number(),
  endedAt: moment,
  /** Null while it lasts. */
  lengthMs: moment,
  onsets: z.number(),
  acknowledgedBy: person,
  acknowledgedAt: moment,
  /** From its first signal. */
  acknowledgedAfterMs: moment,
  /** The furthest that was called. */
  escalatedTo: EscalationStep.nullable(),
  /** Stations at which it sounded. */
  heardAt: z.number(),
  heardAfterMs: moment,
  /** Until it first sounded anywhere; where it never did, until somebody took it, its end, or now. */
  unheardMs: z.number(),
  disposition: Disposition.nullable(),
  note: z.string().nullable(),
  /** Who said last what it was. */
  judgedBy: person,
  /** Signed by this physician as it is judged now; what is said later must be signed again. */
  reviewedBy: person,
  reviewedAt: moment,
});
export type Episode = z.infer<typeof Episode>;

/** Beyond a limit for less than its delay, or while a cuff inflated: kept, and not signalled. */
export const HeldBack = z.object({ ...Whose, endedAt: z.number() });
export type HeldBack = z.infer<typeof HeldBack>;

/** Called beyond the room's own nurse. */
export const isEscalated = ({ escalatedTo }: Pick<Episode, "escalatedTo">): boolean =>
  escalatedTo !== null && escalatedTo !== "roomNurse";

/** Every watched room has these at once, and for one reason: they say something of the clinic, not of a patient. */
const OF_THE_CLINIC: ReadonlySet<string> = new Set(["notHeard", "recordNotSaved"] satisfies TechnicalId[]);
export const isOfTheClinic = ({ condition }: Pick<Episode, "condition">): boolean => OF_THE_CLINIC.has(condition);

/**
 * A physician looks at every high-priority alarm, at every one that went beyond the room, and at every one with a note; at
 * what was the clinic's and no patient's only with a note.
 */
export const awaitsReview = (
  episode: Pick<Episode, "condition" | "escalatedTo" | "priority" | "note" | "reviewedAt">,
): boolean => {
  if (episode.reviewedAt !== null) return false;
  return episode.note !== null || (!isOfTheClinic(episode) && (episode.priority === "high" || isEscalated(episode)));
};

// ---- Asking ---------------------------------------------------------------------------------------------------------

const yesNo = z.enum(["yes", "no"]);
/** `from` and `to` in EpochMs, by the begin of the episode. Absent: the seven days until now. */
const Range = { from: z.coerce.number().optional(), to: z.coerce.number().optional() };
export const EpisodeFilter = z.object({
  ...Range,
  route: Route.optional(),
  /** The label: "SpO₂ low". */
  condition: z.string().min(1).max(80).optional(),
  priority: Priority.optional(),
  /** "none": nobody has said what it was. */
  disposition: z.union([Disposition, z.literal("none")]).optional(),
  reviewed: yesNo.optional(),
  simulated: yesNo.optional(),
  /** Only what awaits a physician's review, the oldest first; `from` is then 90 days ago when absent. */
  awaiting: yesNo.optional(),
  sessionId: z.string().min(1).max(200).optional(),
});
export type EpisodeFilter = z.infer<typeof EpisodeFilter>;

export const EpisodesQuery = EpisodeFilter.extend({
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().positive().max(500).default(100),
});
export const EpisodesAnswer = z.object({
  from: z.number(),
  to: z.number(),
  /** The newest first; what awaits review the oldest first. */
  episodes: z.array(Episode),
  /** Of all pages. */
  count: z.number(),
  /** Ask with this cursor for the next page; null at the end. */
  next: z.string().nullable(),
  /** The labels that came within the range, for a list to choose from. */
  conditions: z.array(z.string()),
  heldBack: z.number(),
});
export type EpisodesAnswer = z.infer<typeof EpisodesAnswer>;

const EPISODES_A_CALL_MAX = 500;
const episodeIds = z.array(z.string().min(1).max(200)).min(1).max(EPISODES_A_CALL_MAX);

/** What one or many alarms were. Null: as it is. At least one of the two is said. */
export const AnnotationsBody = z
  .object({
    episodeIds,
    disposition: Disposition.nullable(),
    note: z.string().trim().min(1).max(200).nullable(),
  })
  .refine(({ disposition, note }) => disposition !== null || note !== null, "Say what it was, or write a note.");
export type AnnotationsBody = z.infer<typeof AnnotationsBody>;
/** Signed: the person's own password. */
export const ReviewsBody = z.object({ episodeIds, password: z.string().min(1).max(200) });
export type ReviewsBody = z.infer<typeof ReviewsBody>;
/** The episodes as they are now. */
export const JudgedAnswer = z.object({ episodes: z.array(Episode) });

// ---- The strip of one episode ---------------------------------------------------------------------------------------

/** What stood around one alarm: from 60 s before its begin to 60 s after its end, of this patient only. */
export const StripAnswer = z.object({
  episode: Episode,
  from: z.number(),
  to: z.number(),
  /** The alarm went on for longer than a strip is. */
  isCut: z.boolean(),
  oximetry: z.object({
    at: z.array(z.number()),
    spo2: z.array(z.number().nullable()),
    pulseRate: z.array(z.number().nullable()),
  }),
  cuffs: TrendAnswer.shape.cuffs,
  /** Each set of limits from its moment on. */
  limits: z.array(z.object({ from: z.number(), limits: z.partialRecord(MetricId, AlarmLimit) })),
  phases: z.array(z.object({ from: z.number(), phase: Phase })),
  doses: z.array(Dose),
  baseline: z.object({ systolic: z.number(), diastolic: z.number(), at: z.number() }).nullable(),
  /** What people did, and what became of this alarm, in order of time. */
  done: z.array(z.object({ at: z.number(), kind: z.string(), text: z.string(), by: person })),
  /** Other alarms of the room in that time. */
  others: z.array(
    z.object({ episodeId: z.string(), text: z.string(), priority: Priority, since: z.number(), endedAt: moment }),
  ),
  /** By station, the first that sounded first. */
  heard: z.array(z.object({ station: z.string(), by: z.string(), afterMs: z.number() })),
});
export type StripAnswer = z.infer<typeof StripAnswer>;

// ---- The alarm load -------------------------------------------------------------------------------------------------

export const LoadQuery = z.object({ ...Range, timeZone: z.string().max(60).optional() });

const rate = z.number().nullable();
const Counts = { high: z.number(), medium: z.number(), low: z.number() };
/** Figures of a stretch of time. A rate counts alarms in sessions, by the hours that rooms were in session. */
export const LoadFigures = z.object({
  roomHours: z.number(),
  /** All alarms, in sessions and outside. */
  alarms: z.number(),
  inSession: z.number(),
  ...Counts,
  perRoomHour: rate,
  highPerRoomHour: rate,
  mediumPerRoomHour: rate,
  lowPerRoomHour: rate,
  heldBack: z.number(),
  escalated: z.number(),
  /** Somebody said what they were. */
  judged: z.number(),
  /** Of those, the ones that were worth it. */
  actionable: z.number(),
  actionableShare: rate,
  acknowledged: z.number(),
  acknowledgeMedianMs: rate,
  acknowledgeP90Ms: rate,
});
export type LoadFigures = z.infer<typeof LoadFigures>;

export const Load = z.object({
  figures: LoadFigures,
  byPhase: z.array(z.object({ phase: ReviewPhase, roomHours: z.number(), alarms: z.number(), perRoomHour: rate })),
  byCondition: z.array(
    z.object({
      label: z.string(),
      ...Counts,
      alarms: z.number(),
      perRoomHour: rate,
      judged: z.number(),
      actionable: z.number(),
      heldBack: z.number(),
    }),
  ),
  byDisposition: z.array(z.object({ disposition: Disposition.nullable(), alarms: z.number() })),
  /** Each calendar day of the range in the zone that was asked for, also those without a session. */
  byDay: z.array(z.object({ from: z.number(), day: z.string(), figures: LoadFigures })),
  /** The ones that nobody heard, or took, or that went on, for the longest; ten each. */
  unheard: z.array(Episode),
  slowest: z.array(Episode),
  longest: z.array(Episode),
});
export type Load = z.infer<typeof Load>;

/** Simulated treatments never count among the real ones. */
export const LoadAnswer = z.object({ from: z.number(), to: z.number(), real: Load, simulated: Load });
export type LoadAnswer = z.infer<typeof LoadAnswer>;

export const WeekQuery = z.object({
  /** ISO 8601: "2026-W47". */
  week: z.string().regex(/^\d{4}-W\d{2}$/, "Write the week as 2026-W47."),
  timeZone: z.string().max(60).optional(),
  paper: z.enum(["a4", "letter"]).default("a4"),
  /** Real treatments, or simulated ones. */
  simulated: yesNo.optional(),
});
