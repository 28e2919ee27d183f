import type { Load } from "@watchroom/shared/alarm-review";
import { dayText } from "../sessions/sessionWords.ts";
import { countedText, rateText } from "./loadWords.ts";

type Day = Load["byDay"][number];
type Props = {
  readonly days: readonly Day[];
  readonly chosen: string | null;
  readonly onChoose: (day: string | null) => void;
};
const KINDS = ["high", "medium", "low"] as const;
/** More days than this have no room for their figures. */
const LABELLED_MAX = 14;

const dayOfMonth = (from: number): string => dayText(from).split(" ").slice(0, 2).join(" ");

/** A column a day. A day can be tapped: the figures before it and from it on are then compared. */
export function DayBars({ days, chosen, onChoose }: Props) {
  const most = Math.max(0.5, ...days.map(({ figures }) => figures.perRoomHour ?? 0));
  return (
    <div className="dayBars" data-many={days.length > LABELLED_MAX || undefined}>
      {days.map(({ day, from, figures }) => (
        <button
          key={day}
          type="button"
          className="dayBar"
          aria-pressed={chosen === day}
          title={`${day}: ${rateText(figures.perRoomHour)} per room-hour, ${countedText(figures)}`}
          onClick={() => onChoose(chosen === day ? null : day)}
        >
          <span className="dayValue">{figures.perRoomHour === null ? "–" : rateText(figures.perRoomHour)}</span>
          <span className="dayColumn" aria-hidden="true">
            {KINDS.map((kind) => (
              <span
                key={kind}
                data-priority={kind}
                style={{ height: `${(100 * (figures[`${kind}PerRoomHour`] ?? 0)) / most}%` }}
              />
            ))}
          </span>
          <span className="dayName">{dayOfMonth(from)}</span>
          <span className="unseen">{countedText(figures)}. Compare before and after.</span>
        </button>
      ))}
    </div>
  );
}
