import { PRIORITIES } from "@watchroom/shared/alarm";
import { useState, useSyncExternalStore } from "react";
import { serverNow } from "../live/clock.ts";
import { station } from "../live/station-state.ts";
import type { Hearing } from "./sound.ts";
import { useSound } from "./soundContext.ts";

const OUTCOMES = {
  none: "",
  played: "You should have heard it. If not, check the speaker of this station.",
  notPlayed: "Not played: an alarm is sounding, or this station makes no sound.",
  listening: "Listening…",
  heard: "This station heard itself.",
  notHeard: "This station did not hear itself. Check its speaker and that nothing is muted.",
  refused: "The microphone was not allowed. Allow it in the browser's settings for this site, or listen yourself.",
  noMicrophone: "No microphone was found. Play a test and listen yourself.",
  insecure:
    "No microphone: browsers allow it only where the address begins with https. Play a test and listen yourself.",
} as const;
type Outcome = keyof typeof OUTCOMES;

/** A burst on the same path as an alarm, heard by the person or, if they allow the microphone, by the station itself. */
export function SoundTest() {
  const sound = useSound();
  const [outcome, setOutcome] = useState<Outcome>("none");
  const isUnheard = useSyncExternalStore(station.subscribe, () => station.get().testFailedAt !== null);
  const test = async (): Promise<void> => {
    setOutcome("listening");
    const hearing: Hearing = await sound.hearItself();
    if (hearing === "heard") station.noteHeard();
    if (hearing === "notHeard") station.noteUnheard(serverNow());
    setOutcome(hearing);
  };
  const isListening = outcome === "listening";
  return (
    <fieldset className="field">
      <legend>Test sound</legend>
      <div className="row">
        {PRIORITIES.map((priority) => (
          <button
            key={priority}
            type="button"
            className="button"
            disabled={isListening}
            onClick={() => setOutcome(sound.test(priority) ? "played" : "notPlayed")}
          >
            Test {priority}
          </button>
        ))}
        <button type="button" className="button" disabled={isListening} onClick={() => void test()}>
          Test with microphone
        </button>
      </div>
      <p className="hint">The microphone listens for two seconds. Nothing is recorded or sent.</p>
      <p className={outcome === "notHeard" ? "problem" : "hint"} role="status">
        {OUTCOMES[outcome]}
      </p>
      {isUnheard && <Unheard />}
    </fieldset>
  );
}

function Unheard() {
  return (
    <div className="unheard">
      <p className="problem">
        Until a test is heard, this station does not count as one that hears, and the others are told so.
      </p>
      <button type="button" className="button" onClick={station.noteHeard}>
        I heard it
      </button>
    </div>
  );
}
