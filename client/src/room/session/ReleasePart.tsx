import type { Criterion, SessionView } from "@watchroom/shared/session";
import { useState } from "react";
import { useMe } from "../../live/hooks.ts";
import type { LiveRoom } from "../../live/store.ts";
import { whyNot } from "../../wall/mayAct.ts";
import { ReleaseRing } from "../../wall/ReleaseRing.tsx";
import { CRITERION_WORDS, isReleasable } from "../../wall/releaseWords.ts";
import { ReleaseDialog } from "./ReleaseDialog.tsx";
import "./release.css";

type ReleasePartProps = { readonly room: LiveRoom; readonly session: SessionView };

const SHAPES: Readonly<Record<Criterion["state"], string>> = { met: "✓", notMet: "✕", unknown: "?" };

/** What the release waits for, criterion by criterion, and the release itself. Nothing before the first dose. */
export function ReleasePart({ room, session }: ReleasePartProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { release } = session;
  const isBarred = whyNot("release", useMe(), room) !== null;
  const isFull = isReleasable(release);
  if (release.length === 0) return null;
  return (
    <section className="roomPart" aria-labelledby="releaseTitle">
      <div className="row">
        <h2 id="releaseTitle">Release</h2>
        <span className="grow" />
        <b>
          <ReleaseRing criteria={release} />
        </b>
      </div>
      <ul className="criteria">
        {release.map(({ id, label, state, detail }) => (
          <li key={id} className="criterion" data-state={state}>
            <span className="criterionShape" aria-hidden>
              {SHAPES[state]}
            </span>
            <span className="criterionText">
              <span>
                {label}: <b className="criterionWord">{CRITERION_WORDS[state]}</b>
              </span>
              <span className="dim">{detail}</span>
            </span>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className={isFull ? "button primary big" : "button big"}
        disabled={isBarred}
        onClick={() => setIsOpen(true)}
      >
        {isFull ? "Release" : "Release despite …"}
      </button>
      {isOpen && <ReleaseDialog room={room} session={session} onClose={() => setIsOpen(false)} />}
    </section>
  );
}
