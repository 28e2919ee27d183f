import { nextPhase } from "@watchroom/shared/session";
import type { CommandName } from "@watchroom/shared/wire";
import { type ComponentType, useState } from "react";
import { useSearch } from "wouter";
import { useMe } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { ActButton } from "../wall/ActButton.tsx";
import { whyNot } from "../wall/mayAct.ts";
import { EndSessionDialog } from "./EndSessionDialog.tsx";
import { HandOverDialog } from "./HandOverDialog.tsx";
import { IdentifyDialog } from "./IdentifyDialog.tsx";
import { LimitsDialog } from "./LimitsDialog.tsx";
import { StartSessionDialog } from "./StartSessionDialog.tsx";
import { ClearRoomDialog, CuffArmDialog, NoteDialog } from "./sessionDialogs.tsx";

type Act = {
  readonly label: string;
  readonly command: CommandName;
  readonly Dialog: ComponentType<{ room: LiveRoom; onClose: () => void }>;
};

const START: Act = { label: "Start session", command: "startSession", Dialog: StartSessionDialog };
const LIMITS: Act = { label: "Change limits", command: "setAlarmLimit", Dialog: LimitsDialog };
const NOTE: Act = { label: "Add note", command: "addMarker", Dialog: NoteDialog };
const ARM: Act = { label: "Cuff's arm", command: "setCuffArm", Dialog: CuffArmDialog };
const HAND_OVER: Act = { label: "Hand over", command: "handOver", Dialog: HandOverDialog };
const IDENTIFY: Act = { label: "Patient's details", command: "identify", Dialog: IdentifyDialog };
const STOP: Act = { label: "Stop without release", command: "endSession", Dialog: EndSessionDialog };
const CLEAR: Act = { label: "Clear room", command: "clearRoom", Dialog: ClearRoomDialog };

/** What can be done in the room's present state, the usual next act first. */
function actsOf(room: LiveRoom, isMine: boolean): readonly Act[] {
  if (room.session !== null) return [...(isMine ? [HAND_OVER] : []), IDENTIFY, LIMITS, NOTE, ARM, STOP];
  return room.watchingSince === null ? [START] : [START, LIMITS, NOTE, ARM, CLEAR];
}

/** All acts on the room. Who may not act sees them, and why not. */
export function ActionBar({ room }: { readonly room: LiveRoom }) {
  const me = useMe();
  const search = useSearch();
  const asksStart = search === "start" && room.session === null && whyNot("startSession", me, room) === null;
  const [open, setOpen] = useState<Act | null>(asksStart ? START : null);
  const acts = actsOf(room, room.session?.owner?.operatorId === me.operatorId);
  const barred = whyNot(acts[0]?.command ?? "startSession", me, room);
  return (
    <div className="row actionBar">
      <SessionActs room={room} />
      {acts.map((act) => (
        <button
          key={act.command}
          type="button"
          className={act === START ? "button primary" : "button"}
          disabled={whyNot(act.command, me, room) !== null}
          onClick={() => setOpen(act)}
        >
          {act.label}
        </button>
      ))}
      {barred !== null && <span className="hint">{barred}</span>}
      {open !== null && <open.Dialog room={room} onClose={() => setOpen(null)} />}
    </div>
  );
}

/** What is one tap without a question: the baseline, and a room that is somebody else's or nobody's. */
function SessionActs({ room }: { readonly room: LiveRoom }) {
  const { operatorId } = useMe();
  const { session, roomId } = room;
  if (session === null) return null;
  const phase = nextPhase(session.phase);
  return (
    <>
      {phase !== null && (
        <ActButton room={room} name="setPhase" payload={{ roomId, phase, at: null }} className="button primary">
          Begin baseline
        </ActButton>
      )}
      {session.owner?.operatorId !== operatorId && (
        <ActButton room={room} name="handOver" payload={{ roomId, to: operatorId }} className="button">
          Take over
        </ActButton>
      )}
    </>
  );
}
