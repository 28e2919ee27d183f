import type { PreCheckItem } from "@watchroom/shared/precheck";
import { COMMANDS } from "@watchroom/shared/wire";
import { useState } from "react";
import { useSending } from "../../live/hooks.ts";
import type { LiveRoom } from "../../live/store.ts";
import { FormDialog } from "../../settings/FormDialog.tsx";
import { DECISION_MISSING, DecisionFields, useDecision } from "./Decision.tsx";

type PreCheckDecisionDialogProps = {
  readonly room: LiveRoom;
  readonly undecided: readonly PreCheckItem[];
  readonly onClose: () => void;
};

/** One decision for all answers that are not as expected. */
export function PreCheckDecisionDialog({ room, undecided, onClose }: PreCheckDecisionDialogProps) {
  const { send, sending, failure } = useSending();
  const decision = useDecision();
  const [fault, setFault] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    const payload = { roomId: room.roomId, decision: decision.decision };
    const isComplete = COMMANDS.decidePreCheck.payload.safeParse(payload).success;
    setFault(isComplete ? null : DECISION_MISSING);
    if (!isComplete) return;
    const reply = await send("decidePreCheck", payload);
    if (reply.ok) onClose();
  };
  return (
    <FormDialog
      title={`Go on in ${room.name}?`}
      description="A physician decides, and says why. An answer that changes after it asks again."
      action="Record the decision"
      isBusy={sending}
      failure={fault ?? failure}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <span className="gloves" />
      <ul className="openCriteria" aria-label="Not as expected">
        {undecided.map(({ id, question, expected }) => (
          <li key={id}>
            {question}: <b>{expected === "no" ? "yes" : "no"}</b>
          </li>
        ))}
      </ul>
      <DecisionFields {...decision} />
    </FormDialog>
  );
}
