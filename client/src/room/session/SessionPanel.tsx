import type { DueCheck, SessionView } from "@watchroom/shared/session";
import { useCallback, useEffect, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { useMe } from "../../live/hooks.ts";
import type { LiveRoom } from "../../live/store.ts";
import { whyNot } from "../../wall/mayAct.ts";
import { AssessPart, scaleId } from "./AssessPart.tsx";
import { DOSE_ID, DosePart } from "./DosePart.tsx";
import { DuePart, SYMPTOMS_ID } from "./DuePart.tsx";
import { EventsPart } from "./EventsPart.tsx";
import { PreCheckPart } from "./PreCheckPart.tsx";
import { PressureDialog } from "./PressureDialog.tsx";
import "./session.css";

/** Where on this page a check is done. */
const placeOf = (what: Exclude<DueCheck["what"], "bloodPressure">): string =>
  what === "dose" ? DOSE_ID : what === "symptoms" ? SYMPTOMS_ID : scaleId(what);

type SessionPanelProps = { readonly room: LiveRoom; readonly session: SessionView };

/** Brings a part of the page under the eyes and the keyboard. */
function goTo(id: string): void {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}

/** `?check=ID` in the address opens that check once; then it leaves the address, so that going back does not reopen it. */
function useAskedCheck(dues: SessionView["dues"], open: (due: DueCheck) => void): void {
  const asked = new URLSearchParams(useSearch()).get("check");
  const [path, navigate] = useLocation();
  useEffect(() => {
    if (asked === null) return;
    const due = dues.find(({ checkId }) => checkId === asked);
    if (due !== undefined) open(due);
    navigate(path, { replace: true });
  }, [asked, dues, open, path, navigate]);
}

/** What is due, what is given and what was judged in this session. */
export function SessionPanel({ room, session }: SessionPanelProps) {
  const [isTyping, setIsTyping] = useState(false);
  const mayType = whyNot("enterPressure", useMe(), room) === null;
  const open = useCallback(
    ({ what }: DueCheck): void => {
      if (what === "bloodPressure") setIsTyping(mayType);
      else goTo(placeOf(what));
    },
    [mayType],
  );
  useAskedCheck(session.dues, open);
  return (
    <div className="roomPart sessionPanel">
      <div className="sessionTop">
        <DuePart room={room} session={session} onDo={open} onPressure={() => setIsTyping(mayType)} />
        <DosePart key={session.sessionId} room={room} session={session} />
      </div>
      <PreCheckPart key={`check ${session.sessionId}`} room={room} session={session} />
      <AssessPart room={room} session={session} />
      <EventsPart key={`events ${session.sessionId}`} room={room} session={session} />
      {isTyping && <PressureDialog room={room} onClose={() => setIsTyping(false)} />}
    </div>
  );
}
