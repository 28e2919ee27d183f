import type { SessionView } from "@watchroom/shared/session";
import { COMMANDS, type Payload } from "@watchroom/shared/wire";
import { useState } from "react";
import { useSending } from "../../live/hooks.ts";
import type { LiveRoom } from "../../live/store.ts";
import { FormDialog } from "../../settings/FormDialog.tsx";
import { CRITERION_WORDS, isReleasable } from "../../wall/releaseWords.ts";
import { DECISION_MISSING, DecisionFields, useDecision } from "./Decision.tsx";

type ReleaseDialogProps = {
  readonly room: LiveRoom;
  readonly session: SessionView;
  readonly onClose: () => void;
};

const CLEARED = "The session ends and the room is cleared: values, alarms and changed limits. The record is kept.";

/** The last question before a patient goes: with a criterion open, whose decision it is and why. */
export function ReleaseDialog({ room, session, onClose }: ReleaseDialogProps) {
  const { send, sending, failure } = useSending();
  const decision = useDecision();
  const [fault, setFault] = useState<string | null>(null);
  const open = session.release.filter(({ state }) => state !== "met");
  const isFull = isReleasable(session.release);
  const submit = async (): Promise<void> => {
    const payload: Payload<"release"> = { roomId: room.roomId, despite: isFull ? null : decision.decision };
    const isComplete = COMMANDS.release.payload.safeParse(payload).success;
    setFault(isComplete ? null : DECISION_MISSING);
    if (!isComplete) return;
    const reply = await send("release", payload);
    if (reply.ok) onClose();
  };
  return (
    <FormDialog
      title={`Release ${session.initials} from ${room.name}${isFull ? "?" : " despite what is open?"}`}
      description={isFull ? `All ${session.release.length} criteria are met. ${CLEARED}` : CLEARED}
      action={isFull ? "Release" : "Release despite"}
      isBusy={sending}
      failure={fault ?? failure}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <span className="gloves" />
      {!isFull && (
        <>
          <ul className="openCriteria" aria-label="Open criteria">
            {open.map(({ id, label, state, detail }) => (
              <li key={id}>
                {label}: <b>{CRITERION_WORDS[state]}</b> <span className="dim">{detail}</span>
              </li>
            ))}
          </ul>
          <DecisionFields {...decision} />
        </>
      )}
    </FormDialog>
  );
}
