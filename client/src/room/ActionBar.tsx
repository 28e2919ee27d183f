import type { CommandName } from "@watchroom/shared/wire";
import { type ComponentType, useState } from "react";
import { useSearch } from "wouter";
import { useMe } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { whyNot } from "../wall/mayAct.ts";
import { LimitsDialog } from "./LimitsDialog.tsx";
import { StartSessionDialog } from "./StartSessionDialog.tsx";
import { ClearRoomDialog, CuffArmDialog, EndSessionDialog, NoteDialog, PhaseDialog } from "./sessionDialogs.tsx";

type Act = {
  readonly label: string;
  readonly command: CommandName;
  readonly Dialog: ComponentType<{ room: LiveRoom; onClose: () => void }>;
};

const START: Act = { label: "Start session", command: "startSession", Dialog: StartSessionDialog };
const LIMITS: Act = { label: "Change limits", command: "setAlarmLimit", Dialog: LimitsDialog };
const NOTE: Act = { label: "Add note", command: "addMarker", Dialog: NoteDialog };
const ARM: Act = { label: "Cuff's arm", command: "setCuffArm", Dialog: CuffArmDialog };

/** What can be done in the room's present state, the usual next act first. */
function actsOf(room: LiveRoom): readonly Act[] {
  if (room.session !== null) {
    return [
      { label: "Set phase", command: "setPhase", Dialog: PhaseDialog },
      LIMITS,
      NOTE,
      ARM,
      { label: "End without release", command: "endSession", Dialog: EndSessionDialog },
    ];
  }
  if (room.watchingSince === null) return [START];
  return [START, LIMITS, NOTE, ARM, { label: "Clear room", command: "clearRoom", Dialog: ClearRoomDialog }];
}

/** All acts on the room. Who may not act sees them, and why not. */
export function ActionBar({ room }: { readonly room: LiveRoom }) {
  const me = useMe();
  const search = useSearch();
  const asksStart = search === "start" && room.session === null && whyNot("startSession", me, room) === null;
  const [open, setOpen] = useState<Act | null>(asksStart ? START : null);
  const acts = actsOf(room);
  const barred = whyNot(acts[0]?.command ?? "startSession", me, room);
  return (
    <div className="row actionBar">
      {acts.map((act, index) => (
        <button
          key={act.command}
          type="button"
          className={index === 0 && act === START ? "button primary" : "button"}
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
