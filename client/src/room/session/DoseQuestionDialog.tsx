import type { SessionView } from "@watchroom/shared/session";
import { COMMANDS, type CommandReply } from "@watchroom/shared/wire";
import { useState } from "react";
import type { LiveRoom } from "../../live/store.ts";
import { FormDialog } from "../../settings/FormDialog.tsx";
import { minutesAndSeconds, timeOfDay } from "../../wall/duration.ts";
import { DECISION_MISSING, DecisionFields, useDecision } from "./Decision.tsx";
import { type Despite, type DoseStep, givenParts } from "./doseSteps.ts";

/**
 * What is asked before a dose that is not the usual next one. `rest`: the part before was given a moment ago, and
 * `restMs` were left; `hold`: the protocol holds the first dose, and the server said why.
 */
export type DoseQuestion = { readonly step: DoseStep } & (
  | { readonly kind: "ends" }
  | { readonly kind: "rest"; readonly restMs: number }
  | { readonly kind: "hold"; readonly why: string }
);

type DoseQuestionDialogProps = {
  readonly room: LiveRoom;
  readonly session: SessionView;
  readonly question: DoseQuestion;
  readonly isBusy: boolean;
  readonly onRecord: (step: DoseStep, despite?: Despite) => Promise<CommandReply>;
  readonly onClose: () => void;
};

type Words = { readonly title: string; readonly description: string; readonly action: string };

function wordsOf(question: DoseQuestion, room: LiveRoom, { doses, protocol }: SessionView): Words {
  const { label } = question.step;
  if (question.kind === "ends") {
    const description = "Observation begins, and nothing more can be given in this session.";
    return { title: `${label} in ${room.name}?`, description, action: label };
  }
  if (question.kind === "hold") {
    return { title: "Wait before the first dose", description: question.why, action: `${label} despite` };
  }
  const last = givenParts(doses).at(-1);
  const since = last === undefined ? "" : ` since the one before (${timeOfDay(last.at)})`;
  const left = minutesAndSeconds(question.restMs);
  const description = `${protocol.dosing.gapMin} min have not passed${since}: ${left} left. It is recorded with your name.`;
  return { title: `Give it now? ${label}`, description, action: "Give now" };
}

/** One question, one answer; a hold of the protocol is passed by a physician's decision only. */
export function DoseQuestionDialog({ room, session, question, isBusy, onRecord, onClose }: DoseQuestionDialogProps) {
  const decision = useDecision();
  const [fault, setFault] = useState<string | null>(null);
  const isHeld = question.kind === "hold";
  const submit = async (): Promise<void> => {
    const isDecided = COMMANDS.recordDose.payload.shape.despite.safeParse(decision.decision).success;
    if (isHeld && !isDecided) return setFault(DECISION_MISSING);
    const reply = await onRecord(question.step, isHeld ? decision.decision : undefined);
    if (reply.ok) onClose();
    else setFault(reply.code === "hold" ? null : reply.message);
  };
  return (
    <FormDialog
      {...wordsOf(question, room, session)}
      isBusy={isBusy}
      failure={fault}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <span className="gloves" />
      {isHeld && <DecisionFields {...decision} />}
    </FormDialog>
  );
}
