import type { SessionView } from "@watchroom/shared/session";
import type { LiveRoom } from "../../live/store.ts";
import { FormDialog } from "../../settings/FormDialog.tsx";
import { minutesAndSeconds, timeOfDay } from "../../wall/duration.ts";
import { type DoseStep, givenParts } from "./doseSteps.ts";

/** What is asked before it is recorded. `restMs`: what was left of the rest when it was asked; 0: it ends dosing. */
export type DoseQuestion = { readonly step: DoseStep; readonly restMs: number };

type DoseQuestionDialogProps = {
  readonly room: LiveRoom;
  readonly session: SessionView;
  readonly question: DoseQuestion;
  readonly isBusy: boolean;
  readonly failure: string | null;
  readonly onRecord: (step: DoseStep) => Promise<boolean>;
  readonly onClose: () => void;
};

function describe({ step, restMs }: DoseQuestion, { doses, protocol }: SessionView): string {
  if (step.ends) return "Observation begins, and nothing more can be given in this session.";
  const last = givenParts(doses).at(-1);
  const before = last === undefined ? "" : ` since the one before (${timeOfDay(last.at)})`;
  return `${protocol.dosing.gapMin} min have not passed${before}: ${minutesAndSeconds(restMs)} left. It is recorded with your name.`;
}

/** The one question before a dose that is not the usual next one. */
export function DoseQuestionDialog({
  room,
  session,
  question,
  isBusy,
  failure,
  onRecord,
  onClose,
}: DoseQuestionDialogProps) {
  const { step } = question;
  const submit = async (): Promise<void> => {
    if (await onRecord(step)) onClose();
  };
  return (
    <FormDialog
      title={step.ends ? `${step.label} in ${room.name}?` : `Give it now? ${step.label}`}
      description={describe(question, session)}
      action={step.ends ? step.label : "Give now"}
      isBusy={isBusy}
      failure={failure}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <span className="gloves" />
    </FormDialog>
  );
}
