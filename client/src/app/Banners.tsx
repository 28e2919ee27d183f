import { useState, useSyncExternalStore } from "react";
import { useSound, useSoundState } from "../alarm/soundContext.ts";
import { serverHeardAt } from "../live/clock.ts";
import { useLink, useNow } from "../live/hooks.ts";
import { station } from "../live/station-state.ts";
import { howLong, timeOfDay } from "../wall/duration.ts";

/** What makes this station unfit to watch with, above every page. */
export function Banners() {
  const link = useLink();
  const { audio } = useSoundState();
  const testFailedAt = useSyncExternalStore(station.subscribe, () => station.get().testFailedAt);
  return (
    <section className="banners" aria-label="State of this station">
      {link === "lost" && <NoConnection />}
      {audio === "blocked" && <NoSound />}
      {testFailedAt !== null && <NotHeard at={testFailedAt} canSound={audio === "running"} />}
    </section>
  );
}

function NoConnection() {
  const now = useNow();
  const heardAt = serverHeardAt();
  return (
    <div className="banner lost">
      <span role="alert">
        <b>No connection. Not monitoring.</b> Look at the patients.
      </span>
      {/* Outside the alert: a screen reader would say it each second. */}
      {heardAt !== null && <span className="banner-time">for {howLong(now - heardAt)}</span>}
    </div>
  );
}

function NoSound() {
  const sound = useSound();
  return (
    <div className="banner silent">
      <span role="alert">
        <b>This station makes no sound.</b> Alarms are seen here, not heard.
      </span>
      <button type="button" className="button" onClick={sound.unlock}>
        Tap to turn sound on
      </button>
    </div>
  );
}

/** Whoever stands here settles it: a microphone fails too, and then a person's ear is the better one. */
function NotHeard({ at, canSound }: { readonly at: number; readonly canSound: boolean }) {
  const sound = useSound();
  const [isPlayed, setPlayed] = useState(false);
  return (
    <div className="banner silent">
      <span role="alert">
        <b>Sound test failed at {timeOfDay(at)}.</b> This station does not count as one that hears.
      </span>
      {canSound && (
        <button
          type="button"
          className="button"
          onClick={() => {
            sound.test("medium"); // Where it is not played, an alarm sounds: that is heard as well.
            setPlayed(true);
          }}
        >
          Play a test
        </button>
      )}
      {canSound && isPlayed && (
        <button type="button" className="button" onClick={station.noteHeard}>
          I heard it
        </button>
      )}
    </div>
  );
}
