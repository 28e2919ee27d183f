import { type AlarmView, alarmSentence, compareAlarms, STARS, TECHNICAL_CONDITIONS } from "@watchroom/shared/alarm";
import { useNow } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { ActButton } from "../wall/ActButton.tsx";
import { alarmDuration } from "../wall/alarmWords.ts";
import { timeOfDayExact } from "../wall/duration.ts";
import { AUDIO_PAUSE_MS } from "../wall/mayAct.ts";
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
      </div>
      {alarm.signal === "on" && (
        <ActButton
          room={room}
          name="acknowledge"
          payload={{ roomId: room.roomId, episodeId }}
          className="button primary"
        >
          Acknowledge
          <span className="unseen"> {alarmSentence(alarm)}</span>
        </ActButton>
      )}
    </li>
  );
}

function AlarmActions({ room }: RoomProps) {
  const { roomId } = room;
  return (
    <div className="row">
      {room.audioPaused === null ? (
        <ActButton room={room} name="pauseAudio" payload={{ roomId, durationMs: AUDIO_PAUSE_MS }} className="button">
          Pause audio 2 min
        </ActButton>
      ) : (
        <>
          <AudioPause paused={room.audioPaused} />
          <ActButton room={room} name="resumeAudio" payload={{ roomId }} className="button">
            Resume audio
          </ActButton>
        </>
      )}
      {room.alarms.some((alarm) => alarm.signal === "latched") && (
        <ActButton room={room} name="alarmReset" payload={{ roomId }} className="button">
          Reset ended alarms
        </ActButton>
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
