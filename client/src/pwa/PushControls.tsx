import { useEffect, useState, useSyncExternalStore } from "react";
import { ApiFailure } from "../live/api.ts";
import { station } from "../live/station-state.ts";
import { type PushState, readPushState, switchPushOff, switchPushOn } from "./push.ts";

const WORDS: Readonly<Record<PushState | "reading", string>> = {
  reading: "Looking…",
  on: "On. Alarms that nobody takes reach this device when Watchroom is not open.",
  off: "Off. Alarms reach this device only while Watchroom is open.",
  denied: "Refused in this browser. Allow notifications for this site in the browser's settings, then come back.",
  insecure: "Not possible here: browsers allow notifications only where the address begins with https.",
  unsupported: "This browser has none. On an iPhone or iPad, first add Watchroom to the Home Screen and open it there.",
};

/** Notifications for the person signed in, on this device. The browser asks only after a tap. */
export function PushControls() {
  const [state, setState] = useState<PushState | "reading">("reading");
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const label = useSyncExternalStore(station.subscribe, () => station.get().label);
  useEffect(() => {
    void readPushState().then(setState);
  }, []);
  const turn = async (act: () => Promise<PushState>): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      setState(await act());
    } catch (error) {
      setFailure(sentenceOf(error));
    }
    setBusy(false);
  };
  return (
    <fieldset className="field">
      <legend>Notifications</legend>
      <p role="status">{WORDS[state]}</p>
      {(state === "on" || state === "off") && (
        <div className="row">
          <button
            type="button"
            className="button"
            disabled={isBusy}
            onClick={() => void turn(state === "on" ? switchPushOff : () => switchPushOn(label))}
          >
            {isBusy ? "Asking…" : state === "on" ? "Turn notifications off" : "Turn notifications on"}
          </button>
        </div>
      )}
      {failure !== null && (
        <p role="alert" className="problem">
          {failure}
        </p>
      )}
      <p className="hint">They never hold a patient's name. Acknowledging needs the app itself.</p>
    </fieldset>
  );
}

function sentenceOf(error: unknown): string {
  if (error instanceof ApiFailure) return error.message;
  console.error("Notifications could not be switched.", error);
  return "This browser could not do it. Reload the page, then try again.";
}
