import {
  type AlarmView,
  ESCALATION_LABELS,
  type EscalationStep,
  type Priority,
  TECHNICAL_CONDITIONS,
  type TechnicalId,
} from "@watchroom/shared/alarm";
import { METRICS } from "@watchroom/shared/metric";
import type { ChannelKind } from "@watchroom/shared/notify";

/** What the ward says of an alarm that goes a step further. `room`: the room's name. */
export type Escalated = {
  readonly roomId: string;
  readonly room: string;
  readonly simulated: boolean;
  readonly alarm: AlarmView;
  readonly to: EscalationStep;
  /** EpochMs. */
  readonly at: number;
  /** What the whole clinic has: how many rooms in session it concerns. */
  readonly rooms?: number;
  /** Who could not be told of this room's alarms, where that is the alarm. */
  readonly unreached?: readonly Unreached[];
};

/** A recipient by the step of the chain and the way, never by name. */
export type Unreached = { readonly to: EscalationStep | null; readonly channel: ChannelKind };

/**
 * All that may leave the house about an alarm. No name, initials, record number or birth date: it is made of the room's
 * name, times and words of closed tables. An alarm's free text (`cause`, `device`, names of people) is not taken.
 */
export type Notice = {
  readonly kind: "alarm" | "test";
  readonly roomId: string | null;
  readonly room: string | null;
  readonly episodeId: string | null;
  readonly simulated: boolean;
  readonly priority: Priority | null;
  /** "SpO₂ low", "SpO₂ sensor off". */
  readonly what: string;
  readonly since: number;
  readonly to: EscalationStep | null;
};

export function noticeOf({ roomId, room, simulated, alarm, to, rooms = 1, unreached = [] }: Escalated): Notice {
  const several = rooms > 1 && alarm.technical !== null ? OF_SEVERAL[alarm.technical] : undefined;
  return {
    kind: "alarm",
    roomId,
    room: rooms > 1 ? `${rooms} rooms in session` : oneLine(room),
    episodeId: alarm.episodeId,
    simulated,
    priority: alarm.priority,
    what: several ?? [whatOf(alarm), wordsOfUnreached(unreached)].filter(Boolean).join(": "),
    since: alarm.since,
    to,
  };
}

export const testNotice = (at: number): Notice => ({
  kind: "test",
  roomId: null,
  room: null,
  episodeId: null,
  simulated: false,
  priority: null,
  what: "Test",
  since: at,
  to: null,
});

/** Where the words of one room would not do. */
const OF_SEVERAL: Readonly<Partial<Record<TechnicalId, string>>> = { notHeard: "No station hears them" };

const WAY_WORDS: Readonly<Record<ChannelKind, string>> = { push: "push", email: "e-mail", webhook: "webhook" };

/** "physician by e-mail, charge nurse by webhook"; empty when nobody is known. */
function wordsOfUnreached(unreached: readonly Unreached[]): string {
  const words = unreached.flatMap(({ to, channel }) =>
    to === null ? [] : [`${ESCALATION_LABELS[to]} by ${WAY_WORDS[channel]}`],
  );
  return [...new Set(words)].join(", ");
}

function whatOf({ metric, side, technical }: AlarmView): string {
  if (technical !== null) return TECHNICAL_CONDITIONS[technical].text;
  if (metric !== null && side !== null) return `${METRICS[metric].label} ${side}`;
  return "Alarm";
}

const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, " ").trim();

const clockTime = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "shortOffset",
});

const PRIORITY_WORDS: Readonly<Record<Priority, string>> = {
  high: "HIGH priority",
  medium: "Medium priority",
  low: "Low priority",
};

/** For people: a line, and what stands below it. */
export function wordsOf(notice: Notice): { readonly title: string; readonly text: string } {
  if (notice.kind === "test" || notice.priority === null) {
    return {
      title: "Watchroom test",
      text: `Somebody pressed Test in Watchroom at ${clockTime.format(notice.since)}. No alarm: nothing is to be done.`,
    };
  }
  const simulated = notice.simulated ? "SIMULATED: " : "";
  const title = `${simulated}${PRIORITY_WORDS[notice.priority]}, ${notice.room ?? "a room"}: ${notice.what}`;
  const step = notice.to === null ? "" : ` Nobody has taken it; it goes to: ${ESCALATION_LABELS[notice.to]}.`;
  const real = notice.simulated ? " This is a simulation, no patient." : "";
  return { title, text: `Since ${clockTime.format(notice.since)}.${step}${real} Open Watchroom.` };
}

/** Where the room is shown; null when the clinic has not said where people open Watchroom. */
export function linkOf({ roomId }: Notice, address: string | null): string | null {
  if (address === null) return null;
  return new URL(pathOf(roomId), address).href;
}

export const pathOf = (roomId: string | null): string =>
  roomId === null ? "/settings/notifications" : `/rooms/${encodeURIComponent(roomId)}`;
