import { type AlarmView, alarmSentence, STARS } from "@watchroom/shared/alarm";
import { type AlarmGroup, restText } from "@watchroom/shared/alarm-groups";
import type { CSSProperties } from "react";
import { useNow } from "../live/hooks.ts";
import { alarmDetails, alarmHeadline, lastName, tickingDetails } from "./alarmWords.ts";
import { useFlashInPhase } from "./flash.ts";
import "./alarmLine.css";

const Ticking = ({ alarm }: { readonly alarm: AlarmView }) =>
  tickingDetails(alarm, useNow()).map((text, index) => <span key={tickingKey(index)}>{text}</span>);
const tickingKey = (index: number): string => `ticking-${index}`;

type AlarmLineProps = {
  readonly group: AlarmGroup;
  /** How many more alarms the room has, without what follows from this one. */
  readonly more: number;
  /** A small tile: short names, so that the letters are larger. */
  readonly short: boolean;
};

/** The room's first alarm, which may be the cause of others. The headline's letters shrink with its length, so that value and limit are never cut off. */
export function AlarmLine({ group, more, short }: AlarmLineProps) {
  const { cause: alarm } = group;
  const rest = restText(group);
  const headline = `${STARS[alarm.priority]} ${alarmHeadline(alarm, short)}`;
  const ref = useFlashInPhase<HTMLDivElement>(`${alarm.priority} ${alarm.signal}`);
  // Who acknowledged it is part of the line as well, in smaller letters.
  const name = short && alarm.signal === "acknowledged" ? (lastName(alarm.acknowledgedBy) ?? "").length * 0.75 : 0;
  const letters = headline.length + (more > 0 ? 4 : 0) + name;
  const style: CSSProperties & Record<"--letters", number> = { "--letters": letters };
  return (
    <div
      ref={ref}
      className="alarmLine"
      data-priority={alarm.priority}
      data-signal={alarm.signal}
      data-episode={alarm.episodeId}
      data-signalled-at={alarm.signalledAt ?? undefined}
      style={style}
    >
      <span className="unseen">
        {alarm.priority} priority: {alarmSentence(alarm)}
        {rest !== null && `, ${rest}`}
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
        <Ticking alarm={alarm} />
        {rest !== null && <span className="alarmRest">{rest}</span>}
      </span>
    </div>
  );
}
