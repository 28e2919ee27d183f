import { type AlarmView, compareAlarms } from "@watchroom/shared/alarm";
import { type AlarmGroup, groupAlarms, restText } from "@watchroom/shared/alarm-groups";
import type { LiveRoom } from "../live/store.ts";
import { ActButton } from "../wall/ActButton.tsx";
import { AUDIO_PAUSE_MS } from "../wall/mayAct.ts";
import { AudioPause } from "../wall/TileHead.tsx";
import { AlarmRow } from "./AlarmRow.tsx";
import "./alarmPanel.css";

type RoomProps = { readonly room: LiveRoom };

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

/** What is present or kept now, the most pressing first, beneath each what follows from it. Each is answered by itself. */
export function AlarmPanel({ room }: RoomProps) {
  // Who has the room before them answers first what nobody has.
  const groups = [...groupAlarms(room.alarms)].sort((a, b) => compareAlarms(a.cause, b.cause));
  return (
    <section
      className="roomPart alarmPanel"
      aria-labelledby="alarmsNow"
      data-pressing={room.alarms.some(({ present, signal }) => present || signal === "on") || undefined}
    >
      <div className="row alarmPanelHead">
        <h2 id="alarmsNow">Alarms now</h2>
        <span className="grow" />
        <AlarmActions room={room} />
      </div>
      {groups.length === 0 ? (
        <p className="hint">No alarm.</p>
      ) : (
        <ul className="alarmRows">
          {groups.map((group) => (
            <GroupRow key={group.cause.episodeId} group={group} room={room} />
          ))}
        </ul>
      )}
    </section>
  );
}

const marksOf = (alarm: AlarmView) => ({
  "data-priority": alarm.priority,
  "data-signal": alarm.signal,
  "data-episode": alarm.episodeId,
  "data-signalled-at": alarm.signalledAt ?? undefined,
});

function GroupRow({ group, room }: RoomProps & { readonly group: AlarmGroup }) {
  const rest = restText(group);
  return (
    <li className="alarmGroup">
      <div className="alarmRow" {...marksOf(group.cause)}>
        <AlarmRow alarm={group.cause} room={room} />
      </div>
      {rest !== null && (
        <>
          <p className="alarmRestText">{rest}:</p>
          <ul className="alarmRows alarmRest">
            {group.rest.map((alarm) => (
              <li key={alarm.episodeId} className="alarmRow" {...marksOf(alarm)}>
                <AlarmRow alarm={alarm} room={room} />
              </li>
            ))}
          </ul>
        </>
      )}
    </li>
  );
}
