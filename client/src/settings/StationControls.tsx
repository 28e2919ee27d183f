import { type FormEvent, useId, useState, useSyncExternalStore } from "react";
import { Link, useRoute } from "wouter";
import { LevelControls } from "../alarm/LevelControls.tsx";
import { SoundTest } from "../alarm/SoundTest.tsx";
import "../alarm/soundControls.css";
import { LABEL_MAX, type StationState, station } from "../live/station-state.ts";
import { InstallControl } from "../pwa/InstallControl.tsx";
import { PushControls } from "../pwa/PushControls.tsx";
import { setTheme, useTheme } from "../theme/theme.ts";
import { KeyList } from "./KeyList.tsx";

const PAGE = "/settings/station";

/** What this station is and does: kept in this browser, for whoever signs in here. On its own page, all of it. */
export function StationControls() {
  const [isPage] = useRoute(PAGE);
  return (
    <div className="station-controls">
      {isPage && <StationName />}
      <LevelControls all={isPage} />
      <SoundTest />
      {isPage && <AwakeState />}
      {isPage && <PushControls />}
      {isPage && <InstallControl />}
      <ThemeChoice />
      {isPage && <KeyList />}
      {!isPage && (
        <Link href={PAGE} className="more-link">
          Name, night, notifications and more
        </Link>
      )}
    </div>
  );
}

const useStation = (): StationState => useSyncExternalStore(station.subscribe, station.get);

function StationName() {
  const { label } = useStation();
  const [typed, setTyped] = useState(label);
  const id = useId();
  const keep = (event: FormEvent): void => {
    event.preventDefault();
    station.setLabel(typed);
    setTyped(typed.trim());
  };
  return (
    <form className="field" onSubmit={keep}>
      <label htmlFor={id}>Name of this station</label>
      <input
        id={id}
        className="input"
        maxLength={LABEL_MAX}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={keep}
      />
      <p className="hint">
        {label === "" ? "Such as “Nurses' desk”: the others see it when this station does not hear." : "Kept."}
      </p>
    </form>
  );
}

const AWAKE = {
  held: "The screen stays on while Watchroom is in front.",
  refused: "The system refuses to keep the screen on. Turn battery saving off, or set the screen never to sleep.",
  none: "This browser cannot keep the screen on. Set the screen never to sleep and never to lock.",
} as const;

function AwakeState() {
  const { wakeLock } = useStation();
  return (
    <fieldset className="field">
      <legend>Screen</legend>
      <p className={wakeLock === "held" ? undefined : "problem"}>{AWAKE[wakeLock]}</p>
    </fieldset>
  );
}

function ThemeChoice() {
  const theme = useTheme();
  const name = useId();
  return (
    <fieldset className="field">
      <legend>Colours</legend>
      <div className="row">
        {(["dark", "light"] as const).map((choice) => (
          <label key={choice} className="choice">
            <input type="radio" name={name} checked={theme === choice} onChange={() => setTheme(choice)} />
            {choice === "dark" ? "Dark" : "Light"}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
