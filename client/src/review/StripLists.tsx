import { STARS } from "@watchroom/shared/alarm";
import type { StripAnswer } from "@watchroom/shared/alarm-review";
import { DOSE_LABELS, type Dose } from "@watchroom/shared/dose";
import { stationName } from "../app/stationWords.ts";
import { soonText, timeOfDayExact } from "../wall/duration.ts";
import { tickText } from "./strip.ts";

const MINUTE_MS = 60_000;

const doseText = ({ action, amountMg, rateMgPerH }: Dose): string =>
  [
    DOSE_LABELS[action],
    amountMg === null ? "" : `${amountMg} mg`,
    rateMgPerH === null ? "" : `${Math.round(rateMgPerH)} mg/h`,
  ]
    .filter(Boolean)
    .join(" ");

/** "−6 min" before the alarm, "+4 min" while it went on. */
const minutesFrom = (since: number, at: number): string =>
  `${at < since ? "−" : "+"}${Math.round(Math.abs(at - since) / MINUTE_MS)} min`;

/** What was done in that time, what was given until then, who heard it, what else was alarming. */
export function StripLists({ strip }: { readonly strip: StripAnswer }) {
  const { episode, done, doses, others, heard, baseline } = strip;
  return (
    <div className="stripLists">
      <section className="roomPart">
        <h2>What was done</h2>
        <ol className="doneList">
          {done.map((act) => (
            <Act key={`${act.at} ${act.kind} ${done.indexOf(act)}`} act={act} since={episode.since} />
          ))}
        </ol>
      </section>
      <section className="roomPart">
        <h2>Given until then</h2>
        {doses.length === 0 && <p className="dim">Nothing was given until the end of this strip.</p>}
        <ul className="doneList">
          {doses.map((dose) => (
            <li key={`${dose.at} ${dose.action}`}>
              <time>{timeOfDayExact(dose.at)}</time>
              <span className="dim">{minutesFrom(episode.since, dose.at)}</span>
              <span>{doseText(dose)}</span>
            </li>
          ))}
        </ul>
        {baseline !== null && (
          <p className="dim">
            Baseline pressure {baseline.systolic}/{baseline.diastolic}, {timeOfDayExact(baseline.at)}
          </p>
        )}
        <h2>Heard at</h2>
        {heard.length === 0 && <p className="dim">No station said that it sounded.</p>}
        <ul className="doneList">
          {heard.map(({ station, by, afterMs }) => (
            <li key={`${station} ${afterMs}`}>
              <span className="nowrap">{soonText(afterMs)}</span>
              <span className="dim">after</span>
              <span>{stationName({ by, label: station })}</span>
            </li>
          ))}
        </ul>
        {others.length > 0 && (
          <>
            <h2>At the same time</h2>
            <ul className="doneList">
              {others.map((other) => (
                <li key={other.episodeId}>
                  <time>{timeOfDayExact(other.since)}</time>
                  <b className="episodeStars" data-priority={other.priority}>
                    {STARS[other.priority]}
                  </b>
                  <span>{other.text}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
    </div>
  );
}

type ActProps = { readonly act: StripAnswer["done"][number]; readonly since: number };
const Act = ({ act: { at, kind, text, by }, since }: ActProps) => (
  <li data-kind={kind}>
    <time>{timeOfDayExact(at)}</time>
    <span className="dim">{tickText(at, since)}</span>
    <span>
      {text}
      {by !== null && <span className="dim"> · {by}</span>}
    </span>
  </li>
);
