import type { PushWays } from "@watchroom/shared/notify";
import { useEffect, useState, useSyncExternalStore } from "react";
import { ApiFailure } from "../live/api.ts";
import { station } from "../live/station-state.ts";
import { momentText } from "../sessions/sessionWords.ts";
import { endPushAt, type PushReading, readPush, switchPushOff, switchPushOn } from "./push.ts";

const OTHERWISE = {
  denied: "Refused in this browser. Allow notifications for this site in the browser's settings, then come back.",
  insecure: "Not possible here: browsers allow notifications only where the address begins with https.",
  unsupported: "This browser has none. On an iPhone or iPad, first add Watchroom to the Home Screen and open it there.",
} as const;

type Act = () => Promise<unknown>;

/** What came of looking, and of the last act; an act is followed by another look. */
function usePush() {
  const [reading, setReading] = useState<PushReading | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(true);
  useEffect(() => {
    readPush()
      .then(setReading, (error: unknown) => setFailure(sentenceOf(error)))
      .then(() => setBusy(false));
  }, []);
  const turn = async (act: Act): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await act();
    } catch (error) {
      setFailure(sentenceOf(error));
    }
    await readPush().then(setReading, (error: unknown) => setFailure(sentenceOf(error)));
    setBusy(false);
  };
  return { reading, failure, isBusy, turn };
}

/** Notifications on this device: whose they are, and the ways to turn them on, off, or to take them over. */
export function PushControls() {
  const { reading, failure, isBusy, turn } = usePush();
  return (
    <fieldset className="field" disabled={isBusy}>
      <legend>Notifications</legend>
      <p role="status">{reading === null ? (isBusy ? "Looking…" : "Not known.") : wordsOf(reading)}</p>
      {reading?.power === "possible" && <Here here={reading.ways.here} onTurn={(act) => void turn(act)} />}
      {failure !== null && (
        <p role="alert" className="problem">
          {failure}
        </p>
      )}
      <p className="hint">They never hold a patient's name. Acknowledging needs the app itself.</p>
      {reading !== null && <Elsewhere ways={reading.ways} onTurn={(act) => void turn(act)} />}
    </fieldset>
  );
}

/** Pure. */
function wordsOf({ power, ways: { here } }: PushReading): string {
  if (power !== "possible") return OTHERWISE[power];
  if (here === null) return "Off. Alarms reach this device only while Watchroom is open.";
  if (!here.isMine) return `On for ${here.name}, whoever is signed in here. Yours do not reach this device.`;
  const until = here.keeps ? "also when you are signed out" : "until you sign out here";
  return `On for you, ${until}. Alarms that nobody takes reach this device when Watchroom is not open.`;
}

function Here({ here, onTurn }: { readonly here: PushWays["here"]; readonly onTurn: (act: Act) => void }) {
  const label = useSyncExternalStore(station.subscribe, () => station.get().label);
  const isMine = here?.isMine === true;
  return (
    <div className="row">
      {here !== null && (
        <button type="button" className="button" onClick={() => onTurn(switchPushOff)}>
          {isMine ? "Turn notifications off" : `Turn off for ${here.name}`}
        </button>
      )}
      {!isMine && (
        <>
          <button type="button" className="button" onClick={() => onTurn(() => switchPushOn(label, false))}>
            Turn on for me, until I sign out
          </button>
          <button type="button" className="button" onClick={() => onTurn(() => switchPushOn(label, true))}>
            Turn on for me, this is my own device
          </button>
        </>
      )}
    </div>
  );
}

/** The person's other devices: one that is lost or given away can be taken off from here. */
function Elsewhere({ ways, onTurn }: { readonly ways: PushWays; readonly onTurn: (act: Act) => void }) {
  const others = ways.mine.filter(({ id }) => id !== ways.here?.id);
  if (others.length === 0) return null;
  return (
    <>
      <p>Yours are also on at:</p>
      <ul className="push-devices" aria-label="Your other devices with notifications">
        {others.map(({ id, label, at }) => (
          <li key={id} className="row">
            <span>
              {label} <span className="hint">since {momentText(at)}</span>
            </span>
            <button
              type="button"
              className="button small"
              aria-label={`Remove: ${label}`}
              onClick={() => onTurn(() => endPushAt(id))}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function sentenceOf(error: unknown): string {
  if (error instanceof ApiFailure) return error.message;
  console.error("Notifications could not be switched.", error);
  return "This browser could not do it. Reload the page, then try again.";
}
