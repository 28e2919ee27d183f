import { useSound, useSoundState } from "../alarm/soundContext.ts";
import { serverHeardAt } from "../live/clock.ts";
import { useLink, useNow } from "../live/hooks.ts";
import { howLong } from "../wall/duration.ts";

/** What makes this station unfit to watch with, above every page. */
export function Banners() {
  const link = useLink();
  const { audio } = useSoundState();
  return (
    <section className="banners" aria-label="State of this station">
      {link === "lost" && <NoConnection />}
      {audio === "blocked" && <NoSound />}
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
