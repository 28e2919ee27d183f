import { type AlarmView, alarmSentence, STARS } from "@watchroom/shared/alarm";
import { type AlarmGroup, restText } from "@watchroom/shared/alarm-groups";
import { type CSSProperties, Fragment } from "react";
import { alarmMarks } from "../alarm/alarmMarks.ts";
import { useNow } from "../live/hooks.ts";
import { alarmDetails, alarmHeadline, alsoCallingWords, lastName, tickingDetails } from "./alarmWords.ts";
import { useFlashInPhase } from "./flash.ts";
import "./alarmLine.css";

const Ticking = ({ alarm }: { readonly alarm: AlarmView }) =>
  tickingDetails(alarm, useNow()).map((text, index) => <span key={tickingKey(index)}>{text}</span>);
const tickingKey = (index: number): string => `ticking-${index}`;

type AlarmLineProps = {
  readonly group: AlarmGroup;
  /** How many more alarms the room has, without what follows from this one. */
  readonly more: number;
  /** What nobody has acknowledged, when the room has such. */
  readonly calling: AlarmView | undefined;
  /** A small tile: short names, so that the letters are larger. */
  readonly short: boolean;
};

/** The room's first alarm, which may be the cause of others. The headline's letters shrink with its length, so that value and limit are never cut off. */
export function AlarmLine({ group, more, calling, short }: AlarmLineProps) {
  const { cause: alarm } = group;
  const rest = restText(group);
  // What is grave in the patient and taken keeps the line: what still calls stands beside it.
  const also = calling === undefined || alarm.signal === "on" ? null : calling;
  const headline = `${STARS[alarm.priority]} ${alarmHeadline(alarm, short)}`;
  const ref = useFlashInPhase<HTMLDivElement>(`${alarm.priority} ${alarm.signal}`);
  // Who acknowledged it is part of the line as well, in smaller letters.
  const name = short && alarm.signal === "acknowledged" ? (lastName(alarm.acknowledgedBy) ?? "").length * 0.75 : 0;
  const alsoWords = also === null ? "" : alsoCallingWords(also, more, short);
  const marks = also === null ? (more > 0 ? 4 : 0) : short ? alsoWords.length : 0;
  const letters = headline.length + marks + name;
  const style: CSSProperties & Record<"--letters", number> = { "--letters": letters };
  return (
    <div ref={ref} className="alarmLine" {...alarmMarks(alarm)} style={style}>
      <span className="unseen">
        {alarm.priority} priority: {alarmSentence(alarm)}
        {rest !== null && `, ${rest}`}
      </span>
      <strong className="alarmHeadline" aria-hidden>
        {headline}
      </strong>
      {also === null && more > 0 && <span className="alarmMore">+{more}</span>}
      <span className="alarmDetails">
        {alarmDetails(alarm).map((detail, index) => (
          <Fragment key={detail}>
            <span className={detail === alarm.device ? "alarmDevice" : undefined}>{detail}</span>
            {index === 0 && also !== null && (
              <AlsoCalling key={also.episodeId} alarm={also} words={alsoWords} taken={detail} />
            )}
          </Fragment>
        ))}
        <Ticking alarm={alarm} />
        {rest !== null && <span className="alarmRest">{rest}</span>}
      </span>
    </div>
  );
}

type AlsoCallingProps = { readonly alarm: AlarmView; readonly words: string; readonly taken: string };

/** The line's width for who has the alarm and what else calls, and the height and width of its letters, in the tile's unit. */
const LINE = 78;
const LETTERS = { high: 4.6, wide: 0.62 };

/** What still calls, beside who has the patient's alarm. Its letters shrink, so that it is never cut off. */
function AlsoCalling({ alarm, words, taken }: AlsoCallingProps) {
  const ref = useFlashInPhase<HTMLSpanElement>(`${alarm.priority} ${alarm.signal}`);
  const left = LINE - taken.length * LETTERS.high * LETTERS.wide;
  const style: CSSProperties & Record<"--size", number> = {
    "--size": Math.min(LETTERS.high, left / (words.length * LETTERS.wide)),
  };
  return (
    <span ref={ref} className="alarmAlso" {...alarmMarks(alarm)} style={style}>
      <span className="unseen">
        {alarm.priority} priority: {alarmSentence(alarm)}
      </span>
      <span aria-hidden>{words}</span>
    </span>
  );
}
