import { STARS } from "@watchroom/shared/alarm";
import type { StripAnswer } from "@watchroom/shared/alarm-review";
import type { Dose } from "@watchroom/shared/dose";
import { timeOfDayExact } from "../wall/duration.ts";
import { tickText } from "./strip.ts";

const ACTIONS: Readonly<Record<Dose["action"], string>> = {
  start: "Infusion started",
  pause: "Infusion paused",
  resume: "Infusion resumed",
  changeRate: "Rate changed",
  give: "Given",
  swallow: "Swallowed",
  spit: "Spat out",
  end: "Dosing ended",
  stopEarly: "Stopped early",
};
const MINUTE_MS = 60_000;

const doseText = ({ action, amountMg, rateMgPerH }: Dose): string =>
  [
    ACTIONS[action],
    amountMg === null ? "" : `${amountMg} mg`,
    rateMgPerH === null ? "" : `${Math.round(rateMgPerH)} mg/h`,
  ]
    .filter(Boolean)
    .join(" ");

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
        {doses.length === 0 && <p className="dim">Nothing was given before this alarm.</p>}
        <ul className="doneList">
          {doses.map((dose) => (
            <li key={`${dose.at} ${dose.action}`}>
              <time>{timeOfDayExact(dose.at)}</time>
              <span className="dim">−{Math.round((episode.since - dose.at) / MINUTE_MS)} min</span>
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
              <span className="nowrap">{(afterMs / 1_000).toFixed(1)} s</span>
              <span className="dim">after</span>
              <span>
                {station} <span className="dim">· {by}</span>
              </span>
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
