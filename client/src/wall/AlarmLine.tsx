import { type AlarmView, alarmSentence, STARS } from "@watchroom/shared/alarm";
import type { CSSProperties } from "react";
import { useNow } from "../live/hooks.ts";
import { alarmDetails, alarmDuration, alarmHeadline, lastName } from "./alarmWords.ts";
import { useFlashInPhase } from "./flash.ts";
import "./alarmLine.css";

const Lasting = ({ alarm }: { readonly alarm: AlarmView }) => <span>{alarmDuration(alarm, useNow())}</span>;

type AlarmLineProps = {
  readonly alarm: AlarmView;
  /** How many more alarms the room has. */
  readonly more: number;
  /** A small tile: short names, so that the letters are larger. */
  readonly short: boolean;
};

/** The room's first alarm. The headline's letters shrink with its length, so that value and limit are never cut off. */
export function AlarmLine({ alarm, more, short }: AlarmLineProps) {
  const headline = `${STARS[alarm.priority]} ${alarmHeadline(alarm, short)}`;
  const ref = useFlashInPhase<HTMLDivElement>(`${alarm.priority} ${alarm.signal}`);
  // Who acknowledged it is part of the line as well, in smaller letters.
  const name = short && alarm.signal === "acknowledged" ? (lastName(alarm.acknowledgedBy) ?? "").length * 0.75 : 0;
  const letters = headline.length + (more > 0 ? 4 : 0) + name;
  const style: CSSProperties & Record<"--letters", number> = { "--letters": letters };
  return (
    <div ref={ref} className="alarmLine" data-priority={alarm.priority} data-signal={alarm.signal} style={style}>
      <span className="unseen">
        {alarm.priority} priority: {alarmSentence(alarm)}
      </span>
      <strong className="alarmHeadline" aria-hidden>
        {headline}
      </strong>
      {more > 0 && <span className="alarmMore">+{more}</span>}
      <span className="alarmDetails">
        {alarmDetails(alarm).map((detail) => (
          <span key={detail} className={detail === alarm.device ? "alarmDevice" : undefined}>
            {detail}
          </span>
        ))}
        <Lasting alarm={alarm} />
      </span>
    </div>
  );
}
