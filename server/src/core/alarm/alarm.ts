import type { AlarmChangeKind, Disposition, EscalationStep, Priority, Side, Signal } from "@watchroom/shared/alarm";
import type { Instant, MonoMs } from "@watchroom/shared/time";
import { INTEGRAL_AT_REST, type Integral } from "./integral.ts";

/** One degree of urgency of a condition. */
type Degree = {
  readonly priority: Priority;
  readonly conditionDelayMs: number;
  /** How long it waits at most while every value of the fall came on a signal that the device itself calls weak. */
  readonly weakSignalDelayMs?: number | undefined;
  readonly latching: boolean;
  /** Counts instead of the delay. */
  readonly pointSeconds?: number | undefined;
};
type ChainStep = { readonly to: EscalationStep; readonly afterMs: number };

/** What the engine must know of a condition. `degrees`: the least urgent first. */
export type AlarmRule = {
  readonly degrees: readonly Degree[];
  /** Which way is worse; null for a technical condition. */
  readonly side: Side | null;
  /** The limit that people see; null for a technical condition. */
  readonly limit: number | null;
  /** A value that goes beyond the first bound again and again is present then, though it never stays for the delay. */
  readonly countsExcursions: boolean;
  /** The value of each degree's bound; empty for a technical condition. */
  readonly bounds: readonly number[];
  readonly presentationMinMs: number;
  readonly resignalMs: number;
  readonly flapMs: number;
  /** Who is called while nobody takes it. */
  readonly chain: Readonly<Partial<Record<Priority, readonly ChainStep[]>>>;
};

/** What was just seen of a condition. */
export type Observation = {
  /** So many degrees are beyond their bound now; 0: none. */
  readonly level: number;
  /** So many of them need no delay. */
  readonly immediate: number;
  readonly value: number | null;
  readonly cause: string | null;
  /** The device calls its signal weak, and the value is not so deep that this would not matter. */
  readonly isDoubted?: boolean;
};

type Acknowledgement = { readonly by: string; readonly at: Instant };

/**
 * One alarm: the condition (how far beyond, since when, how far present) and, apart from it, the signal. A pure value:
 * every function below returns a new one.
 */
export type Alarm = {
  readonly level: number;
  /** Since when each degree is beyond its bound. */
  readonly beyondSince: readonly (MonoMs | null)[];
  /** The first value beyond its bound that was not doubted, since the value went there; null: none was yet. */
  readonly trustedSince: MonoMs | null;
  /** So many degrees would be present, or would have been in this excursion, on a good signal; 0: none, or they are. */
  readonly waited: number;
  /** So many degrees are present; 0: the condition is absent or pending. */
  readonly present: number;
  /** Onsets wait while a cuff on the same arm inflates. */
  readonly held: boolean;
  readonly signal: Signal;
  /** The signal has been given since then without a pause in presence. */
  readonly presentedSince: MonoMs | null;
  readonly signalledAt: Instant | null;
  /** The priority with which it stays after its end; null: it does not latch. */
  readonly latches: Priority | null;
  readonly episodeId: string | null;
  readonly since: Instant | null;
  readonly endedAt: Instant | null;
  readonly acknowledged: Acknowledgement | null;
  readonly priority: Priority | null;
  readonly value: number | null;
  readonly worst: number | null;
  /** The worst value since the value went beyond its bound, present or not yet. */
  readonly excursion: number | null;
  readonly cause: string | null;
  /** How often the condition came within this episode. */
  readonly onsets: number;
  /** So many steps of the chain were called, the last one to whom and when. */
  readonly escalated: number;
  readonly escalatedTo: { readonly to: EscalationStep; readonly at: Instant } | null;
  readonly disposition: Disposition | null;
  /** Who said so last. */
  readonly judgedBy: string | null;
  readonly note: string | null;
  /** For degrees that count points and seconds. */
  readonly integral: Integral;
};

export const ALARM_AT_REST: Alarm = {
  level: 0,
  beyondSince: [],
  trustedSince: null,
  waited: 0,
  present: 0,
  held: false,
  signal: "off",
  presentedSince: null,
  signalledAt: null,
  latches: null,
  episodeId: null,
  since: null,
  endedAt: null,
  acknowledged: null,
  priority: null,
  value: null,
  worst: null,
  excursion: null,
  cause: null,
  onsets: 0,
  escalated: 0,
  escalatedTo: null,
  disposition: null,
  judgedBy: null,
  note: null,
  integral: INTEGRAL_AT_REST,
};

/** Nothing is shown, pending or remembered: the alarm may be forgotten. */
export const isAtRest = (alarm: Alarm): boolean =>
  alarm.level === 0 &&
  alarm.present === 0 &&
  alarm.signal === "off" &&
  alarm.endedAt === null &&
  alarm.integral.at === null;

/** What came out, in order; the monitor turns it into entries of the journal. */
export type Change = {
  readonly change: AlarmChangeKind;
  readonly at: Instant;
  readonly by: string | null;
  readonly alarm: Alarm;
};
export type Stepped = { readonly alarm: Alarm; readonly changes: readonly Change[] };
export type NewEpisode = () => string;
