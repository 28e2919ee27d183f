import type { SessionView } from "@watchroom/shared/session";
import type { CommandReply } from "@watchroom/shared/wire";
import { useState } from "react";
import { useNow } from "../../live/hooks.ts";
import { Field } from "../../people/Field.tsx";
import { FormDialog } from "../../settings/FormDialog.tsx";
import { typedNumber } from "../typedNumber.ts";
import { mg, rateMeaning, rateNow } from "./infusion.ts";

type RateDialogProps = {
  readonly session: SessionView;
  readonly isBusy: boolean;
  readonly onRecord: (rateMgPerH: number) => Promise<CommandReply>;
  readonly onClose: () => void;
};

const RATE_MAX = 2_000;

/** Another rate of the running infusion, and what it means for its end. */
export function RateDialog({ session, isBusy, onRecord, onClose }: RateDialogProps) {
  const now = useNow();
  const { doses, dosePlan } = session;
  const before = rateNow(doses);
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const rate = typedNumber(text);
  const isRate = rate !== null && rate > 0 && rate <= RATE_MAX;
  const submit = async (): Promise<void> => {
    if (!isRate) return setFault(`Give the rate in mg an hour, above 0 and up to ${RATE_MAX}.`);
    const reply = await onRecord(rate);
    if (reply.ok) onClose();
    else setFault(reply.message);
  };
  return (
    <FormDialog
      title="Change the rate"
      description={before === null ? "No rate is recorded so far." : `It runs at ${mg(before)} mg/h.`}
      action={isRate ? `Record ${mg(rate)} mg/h` : "Record"}
      isBusy={isBusy}
      failure={fault}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <div className="planFields gloves">
        <Field
          label="New rate (mg an hour)"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          onChange={(next) => {
            setText(next);
            setFault(null);
          }}
        />
      </div>
      <p role="status" className="planResult">
        {isRate && rateMeaning(doses, dosePlan, rate, now)}
      </p>
    </FormDialog>
  );
}
