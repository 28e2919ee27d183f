import { type AlarmView, alarmSentence, compareAlarms, STARS, TECHNICAL_CONDITIONS } from "@watchroom/shared/alarm";
import { useMe, useNow, useSending } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { alarmDuration } from "../wall/alarmWords.ts";
import { timeOfDayExact } from "../wall/duration.ts";
import { AUDIO_PAUSE_MS, whyNot } from "../wall/mayAct.ts";
import { AudioPause } from "../wall/TileHead.tsx";

type RoomProps = { readonly room: LiveRoom };

function stateOf(alarm: AlarmView): string {
  if (alarm.signal === "acknowledged") {
    const at = alarm.acknowledgedAt === null ? "" : ` at ${timeOfDayExact(alarm.acknowledgedAt)}`;
    return `acknowledged by ${alarm.acknowledgedBy ?? "somebody"}${at}`;
  }
  if (alarm.signal === "latched") return "ended, kept until reset";
  return alarm.present ? "not acknowledged" : "just ended";
}

const Lasting = ({ alarm }: { readonly alarm: AlarmView }) => <span>{alarmDuration(alarm, useNow())}</span>;

function AlarmRow({ alarm, room }: RoomProps & { readonly alarm: AlarmView }) {
  const me = useMe();
  const { send, sending, failure } = useSending();
  const { roomId } = room;
  const { episodeId } = alarm;
  return (
    <li className="alarmRow" data-priority={alarm.priority} data-signal={alarm.signal}>
      <div className="alarmRowText">
        <strong>
          {STARS[alarm.priority]} {alarmSentence(alarm)}
        </strong>
        <span>
          {alarm.priority} priority{alarm.device === null ? "" : ` · ${alarm.device}`} · since{" "}
          {timeOfDayExact(alarm.since)}, <Lasting alarm={alarm} /> · {stateOf(alarm)}
        </span>
        {alarm.technical !== null && <span>{TECHNICAL_CONDITIONS[alarm.technical].action}.</span>}
        {failure !== null && <span role="status">{failure}</span>}
      </div>
      {alarm.signal === "on" && (
        <button
          type="button"
          className="button primary"
          disabled={sending || whyNot("acknowledge", me, room) !== null}
          onClick={() => void send("acknowledge", { roomId, episodeId })}
        >
          {sending ? "Sending" : "Acknowledge"}
          <span className="unseen"> {alarmSentence(alarm)}</span>
        </button>
      )}
    </li>
  );
}

function AlarmActions({ room }: RoomProps) {
  const me = useMe();
  const { send, sending, failure } = useSending();
  const barred = whyNot("pauseAudio", me, room) !== null;
  const { roomId } = room;
  return (
    <div className="row">
      {room.audioPaused === null ? (
        <button
          type="button"
          className="button"
          disabled={sending || barred}
          onClick={() => void send("pauseAudio", { roomId, durationMs: AUDIO_PAUSE_MS })}
        >
          {sending ? "Sending" : "Pause audio 2 min"}
        </button>
      ) : (
        <>
          <AudioPause paused={room.audioPaused} />
          <button
            type="button"
            className="button"
            disabled={sending || barred}
            onClick={() => void send("resumeAudio", { roomId })}
          >
            {sending ? "Sending" : "Resume audio"}
          </button>
        </>
      )}
      {room.alarms.some((alarm) => alarm.signal === "latched") && (
        <button
          type="button"
          className="button"
          disabled={sending || barred}
          onClick={() => void send("alarmReset", { roomId })}
        >
          Reset ended alarms
        </button>
      )}
      {failure !== null && (
        <span className="problem" role="status">
          {failure}
        </span>
      )}
    </div>
  );
}

/** What is present or kept now, the most pressing first, each with its own acknowledgement. */
export function AlarmPanel({ room }: RoomProps) {
  const alarms = [...room.alarms].sort(compareAlarms);
  return (
    <section className="roomPart" aria-labelledby="alarmsNow">
      <div className="row">
        <h2 id="alarmsNow">Alarms now</h2>
        <span className="grow" />
        <AlarmActions room={room} />
      </div>
      {alarms.length === 0 ? (
        <p className="hint">No alarm.</p>
      ) : (
        <ul className="alarmRows">
          {alarms.map((alarm) => (
            <AlarmRow key={alarm.episodeId} alarm={alarm} room={room} />
          ))}
        </ul>
      )}
    </section>
  );
}
