import { ASSESSMENTS, type AssessmentId, assessmentText } from "@watchroom/shared/assessment";
import type { SessionView } from "@watchroom/shared/session";
import { useState } from "react";
import { DueMark } from "../../board/DueMark.tsx";
import { dueState, dueWhen } from "../../board/dueWords.ts";
import { useMe, useNow, useSending } from "../../live/hooks.ts";
import type { LiveRoom } from "../../live/store.ts";
import { lastName } from "../../wall/alarmWords.ts";
import { timeOfDay } from "../../wall/duration.ts";
import { whyNot } from "../../wall/mayAct.ts";
import { type Ago, AgoChoice, useAgo } from "./Ago.tsx";
import { padScales } from "./padScales.ts";
import { ScaleValues } from "./ScaleValues.tsx";

type AssessPartProps = {
  readonly room: LiveRoom;
  readonly session: SessionView;
};

const CHOICES = [0, 2, 5, 10] as const;
/** Where a scale is found on this page. */
export const scaleId = (scale: AssessmentId): string => `scale-${scale}`;

/** The assessment pad: each scale in its own wording, one tap a value. */
export function AssessPart({ room, session }: AssessPartProps) {
  const ago = useAgo();
  const [opened, setOpened] = useState<readonly AssessmentId[]>([]);
  const { shown, more } = padScales(session, opened);
  return (
    <section className="sessionPart assessPart" aria-labelledby="assessTitle">
      <div className="row">
        <h2 id="assessTitle">Assessments</h2>
        <span className="grow" />
        <AgoChoice ago={ago} legend="Seen" choices={CHOICES} />
      </div>
      {shown.map((scale) => (
        <Scale key={scale} scale={scale} room={room} session={session} ago={ago} />
      ))}
      {more.length > 0 && (
        <fieldset className="row moreScales" aria-label="More scales">
          {more.map((scale) => (
            <button key={scale} type="button" className="button" onClick={() => setOpened([...opened, scale])}>
              + {ASSESSMENTS[scale].label}
            </button>
          ))}
        </fieldset>
      )}
    </section>
  );
}

type ScaleProps = AssessPartProps & { readonly scale: AssessmentId; readonly ago: Ago };

function Scale({ scale, room, session, ago }: ScaleProps) {
  const { send, sending, failure } = useSending();
  const isBarred = whyNot("assess", useMe(), room) !== null;
  const { label } = ASSESSMENTS[scale];
  const last = session.assessments[scale];
  const enter = (value: number): void => {
    if (sending) return;
    // The next scale, judged at the same time, is taken with the same choice.
    if (ago.minutes > 0) ago.choose(ago.minutes);
    void send("assess", { roomId: room.roomId, assessment: scale, value, at: ago.at() });
  };
  return (
    <fieldset className="scale" aria-labelledby={`${scaleId(scale)}-label`} id={scaleId(scale)} tabIndex={-1}>
      <div className="scaleHead">
        <b id={`${scaleId(scale)}-label`}>{label}</b>
        <ScaleDue scale={scale} session={session} />
        <span className="dim">
          {last === undefined
            ? "not assessed"
            : `${assessmentText(scale, last.value)} · ${timeOfDay(last.at)} ${lastName(last.by) ?? ""}`}
        </span>
      </div>
      <ScaleValues scale={scale} value={last?.value ?? null} isBarred={isBarred} isSending={sending} onEnter={enter} />
      <span role="status" className="problem">
        {failure}
      </span>
    </fieldset>
  );
}

/** When this scale is due, where it stands. */
function ScaleDue({ scale, session: { dues } }: Pick<ScaleProps, "scale" | "session">) {
  const now = useNow();
  const due = dues.find(({ what }) => what === scale);
  if (due === undefined) return null;
  const state = dueState(due, now);
  return (
    <span className="scaleDue" data-state={state}>
      <DueMark state={state} /> {dueWhen(due, now)}
    </span>
  );
}
