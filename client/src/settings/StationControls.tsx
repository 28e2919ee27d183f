import { PRIORITIES } from "@watchroom/shared/alarm";
import { useId, useState } from "react";
import { VOLUME_MIN } from "../alarm/sound.ts";
import { useSound, useSoundState } from "../alarm/soundContext.ts";
import { setTheme, useTheme } from "../theme/theme.ts";

/** Volume, test and colours of this station: kept in this browser, for whoever signs in here. */
export function StationControls() {
  return (
    <div className="station-controls">
      <Volume />
      <TestSound />
      <ThemeChoice />
    </div>
  );
}

function Volume() {
  const sound = useSound();
  const { volume } = useSoundState();
  const id = useId();
  const percent = Math.round(volume * 100);
  return (
    <div className="field">
      <label htmlFor={id}>
        Volume <output htmlFor={id}>{percent} %</output>
      </label>
      <input
        id={id}
        type="range"
        min={VOLUME_MIN * 100}
        max={100}
        step={5}
        value={percent}
        onChange={(event) => sound.setVolume(Number(event.target.value) / 100)}
      />
      <p className="hint">Not below {VOLUME_MIN * 100} %, so that alarms are heard.</p>
    </div>
  );
}

const OUTCOMES = {
  none: "",
  played: "You should have heard it. If not, check the speaker of this station.",
  refused: "Not played: an alarm is sounding, or this station makes no sound.",
} as const;

function TestSound() {
  const sound = useSound();
  const [outcome, setOutcome] = useState<keyof typeof OUTCOMES>("none");
  return (
    <fieldset className="field">
      <legend>Test sound</legend>
      <div className="row">
        {PRIORITIES.map((priority) => (
          <button
            key={priority}
            type="button"
            className="button"
            onClick={() => setOutcome(sound.test(priority) ? "played" : "refused")}
          >
            Test {priority}
          </button>
        ))}
      </div>
      <p className="hint" role="status">
        {OUTCOMES[outcome]}
      </p>
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
