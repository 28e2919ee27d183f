import { useId, useState } from "react";
import { currentServerTime, useNow } from "../../live/hooks.ts";

const MINUTE_MS = 60_000;
/** A choice falls back to "now" by itself: a time that somebody forgot must not date the next entry. */
const HELD_MS = 60_000;

export type Ago = {
  readonly minutes: number;
  readonly choose: (minutes: number) => void;
  /** For the command: null is now. */
  readonly at: () => number | null;
};

/** How late an entry is. A choice holds for one minute after it was last used. */
export function useAgo(): Ago {
  const now = useNow();
  const [chosen, setChosen] = useState({ minutes: 0, at: 0 });
  const minutes = now - chosen.at > HELD_MS ? 0 : chosen.minutes;
  const choose = (next: number): void => setChosen({ minutes: next, at: currentServerTime() });
  return { minutes, choose, at: () => (minutes === 0 ? null : currentServerTime() - minutes * MINUTE_MS) };
}

type AgoChoiceProps = { readonly ago: Ago; readonly legend: string; readonly choices: readonly number[] };

/** "Given: now, 1, 2, 5 or 10 min ago", one tap. */
export function AgoChoice({ ago, legend, choices }: AgoChoiceProps) {
  const id = useId();
  return (
    <fieldset className="ago" aria-labelledby={id}>
      <span id={id} className="agoLegend">
        {legend}
      </span>
      {choices.map((minutes) => (
        <button
          key={minutes}
          type="button"
          className="button"
          aria-pressed={ago.minutes === minutes}
          onClick={() => ago.choose(minutes)}
        >
          {minutes === 0 ? "now" : minutes}
          {minutes > 0 && <span className="unseen"> min ago</span>}
        </button>
      ))}
      <span className="agoLegend">min ago</span>
    </fieldset>
  );
}
