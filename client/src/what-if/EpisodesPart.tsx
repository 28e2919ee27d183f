import { DISPOSITIONS } from "@watchroom/shared/alarm";
import type { WhatIfEpisode } from "@watchroom/shared/what-if";
import { useState } from "react";
import { Link } from "wouter";
import { episodePath } from "../review/reviewWords.ts";
import { momentText, sessionPath } from "../sessions/sessionWords.ts";
import { TableFrame } from "../theme/TableFrame.tsx";
import {
  becomesText,
  conditionText,
  excursionText,
  isOfKind,
  KIND_LABELS,
  KINDS,
  type Kind,
  secondsText,
  worstText,
} from "./whatIfWords.ts";
import "../sessions/tabs.css";

type Props = { readonly episodes: readonly WhatIfEpisode[]; readonly leftOff: number };

/** The alarms that are others after the change, one by one: each leads to its strip, a new one to its session. */
export function EpisodesPart({ episodes, leftOff }: Props) {
  const [kind, setKind] = useState<Kind>("all");
  const shown = episodes.filter((episode) => isOfKind(episode, kind));
  return (
    <section className="roomPart" aria-labelledby="what-if-episodes">
      <h3 id="what-if-episodes">The alarms concerned</h3>
      <fieldset className="windows shownChoice">
        <legend className="unseen">Alarms shown</legend>
        {KINDS.map((one) => (
          <button key={one} type="button" className="button" aria-pressed={kind === one} onClick={() => setKind(one)}>
            {KIND_LABELS[one]}{" "}
            <span className="shownCount">{episodes.filter((episode) => isOfKind(episode, one)).length}</span>
          </button>
        ))}
      </fieldset>
      {leftOff > 0 && (
        <p className="hint">
          The {episodes.length} that miss most are listed; {leftOff} more are in the sums only.
        </p>
      )}
      {shown.length === 0 ? (
        <p className="hint" role="status">
          {episodes.length === 0 ? "Every alarm is as it was." : "None is like that."}
        </p>
      ) : (
        <EpisodeTable episodes={shown} />
      )}
    </section>
  );
}

const EpisodeTable = ({ episodes }: { readonly episodes: readonly WhatIfEpisode[] }) => (
  <TableFrame>
    <table>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Alarm</th>
          <th scope="col" className="number">
            Worst
          </th>
          <th scope="col" className="number">
            Lasted
          </th>
          <th scope="col">Taken by</th>
          <th scope="col">After the change</th>
          <th scope="col" className="number">
            Excursion missed
          </th>
        </tr>
      </thead>
      <tbody>
        {episodes.map((episode) => (
          <EpisodeRow
            key={`${episode.sessionId} ${episode.condition} ${episode.since} ${episode.kind}`}
            episode={episode}
          />
        ))}
      </tbody>
    </table>
  </TableFrame>
);

function EpisodeRow({ episode }: { readonly episode: WhatIfEpisode }) {
  const { sessionId, episodeId, room, simulated, condition, priority, since, acknowledgedBy, disposition } = episode;
  return (
    <tr>
      <th scope="row">
        <Link href={episodeId === null ? sessionPath(sessionId, "") : episodePath(episodeId, "all", "")}>
          {momentText(since)}
        </Link>{" "}
        {simulated && <span className="tag sim">SIMULATED</span>}
        <span className="under">{room}</span>
      </th>
      <td>
        {conditionText(condition)}
        <span className="under priorityWord" data-priority={priority}>
          {priority}
        </span>
      </td>
      <td className="number">{worstText(episode)}</td>
      <td className="number">{secondsText(episode.seconds)}</td>
      <td>
        {acknowledgedBy ?? <span className="dim">nobody</span>}
        <span className="under">{disposition === null ? "" : DISPOSITIONS[disposition].label}</span>
      </td>
      <td>{becomesText(episode)}</td>
      <td className="number">{excursionText(episode.missedS, episode.missedValues) || "none"}</td>
    </tr>
  );
}
