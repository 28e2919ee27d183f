import {
  type AlarmView,
  alarmAgeMs,
  alarmText,
  DISPOSITIONS,
  STARS,
  TECHNICAL_CONDITIONS,
  worstText,
} from "@watchroom/shared/alarm";
import { METRICS } from "@watchroom/shared/metric";
import type { EpochMs } from "@watchroom/shared/time";
import { escalationWords, isHelp, onsetWords } from "../alarm/answerWords.ts";
import { howLong } from "./duration.ts";

/** What, value, limit: never cut off. On a small tile the metric's short name leaves room for larger letters. */
export function alarmHeadline(alarm: AlarmView, short: boolean): string {
  // "Overdue" alone says nothing: which check it is belongs to it.
  if (alarm.technical === "checkOverdue") return alarmText(alarm);
  if (alarm.kind === "technical" && alarm.technical !== null) return TECHNICAL_CONDITIONS[alarm.technical].text;
  const text = alarmText(alarm);
  if (!short || alarm.metric === null) return text;
  const { label, short: name } = METRICS[alarm.metric];
  return text.startsWith(label) ? `${name}${text.slice(label.length)}` : text;
}

/** What still calls in a room whose first alarm somebody has, of `more` others: "!! Not reached +1", on a small tile "!! +2". */
export function alsoCallingWords(calling: AlarmView, more: number, short: boolean): string {
  if (short) return `${STARS[calling.priority]} +${more}`;
  const rest = more > 1 ? ` +${more - 1}` : "";
  return `${STARS[calling.priority]} ${alarmHeadline(calling, true)}${rest}`;
}

/** "M. Okafor" is "Okafor" where there is no room; the room page says the whole name. */
export const lastName = (name: string | null): string | null => name?.split(",")[0]?.trim().split(/\s+/).at(-1) ?? null;

/** "Haddad is coming", to a call for help that somebody has taken; null for all else. */
export function comingWords(alarm: AlarmView): string | null {
  const name = alarm.signal === "acknowledged" ? lastName(alarm.acknowledgedBy) : null;
  return name !== null && isHelp(alarm) ? `${name} is coming` : null;
}

/** "Artefact", or "Artefact (Haddad)" when it was not who has the alarm that said so; null while nobody has. */
function judgementWords({ disposition, judgedBy, acknowledgedBy }: AlarmView): string | null {
  if (disposition === null) return null;
  const { label } = DISPOSITIONS[disposition];
  return judgedBy === null || judgedBy === acknowledgedBy ? label : `${label} (${lastName(judgedBy)})`;
}

/** What gives way first when there is no room, the most telling first. Without how long it lasts: that part ticks. */
export function alarmDetails(alarm: AlarmView): readonly string[] {
  const details: (string | null)[] = [
    alarm.present ? null : "ended",
    alarm.signal === "acknowledged" ? (comingWords(alarm) ?? lastName(alarm.acknowledgedBy)) : null,
    judgementWords(alarm),
    worstText(alarm),
    alarm.kind === "technical" && alarm.technical !== "checkOverdue" ? alarm.cause : null,
    alarm.device,
  ];
  return details.filter((detail) => detail !== null);
}

/** How long the condition has lasted, or how long it lasted: "0:26". */
export const alarmDuration = (alarm: AlarmView, now: EpochMs): string => howLong(alarmAgeMs(alarm, now));

/** What ticks: who is called, how often it came, how long it lasts. */
export const tickingDetails = (alarm: AlarmView, now: EpochMs): readonly string[] =>
  [escalationWords(alarm, now), onsetWords(alarm, now) ?? alarmDuration(alarm, now)].filter((text) => text !== null);
