import type { SessionView } from "@watchroom/shared/session";
import { useState } from "react";
import { useSending } from "../../live/hooks.ts";
import type { LiveRoom } from "../../live/store.ts";
import { Field } from "../../people/Field.tsx";
import { FormDialog } from "../../settings/FormDialog.tsx";
import { draftOfPlan, type PlanField, planText, readPlan, typePlan, unusualPlan } from "./dosePlan.ts";

type DosePlanDialogProps = { readonly room: LiveRoom; readonly session: SessionView; readonly onClose: () => void };

const FIELDS: readonly { readonly field: PlanField; readonly label: string }[] = [
  { field: "weightKg", label: "Weight (kg)" },
  { field: "mgPerKg", label: "mg for each kg" },
  { field: "amountMg", label: "Amount (mg)" },
  { field: "minutes", label: "Minutes" },
];

/** How much in how long: weight and mg/kg make the amount, or the amount makes the mg/kg. Shown whole before it counts. */
export function DosePlanDialog({ room, session, onClose }: DosePlanDialogProps) {
  const { send, sending, failure } = useSending();
  const { dosing } = session.protocol;
  const [draft, setDraft] = useState(() => draftOfPlan(session.dosePlan, dosing));
  const [fault, setFault] = useState<string | null>(null);
  const read = readPlan(draft);
  const unusual = read.plan === null ? null : unusualPlan(read.plan, dosing);
  const submit = async (): Promise<void> => {
    setFault(read.fault);
    if (read.plan === null) return;
    const reply = await send("setDosePlan", { roomId: room.roomId, plan: read.plan });
    if (reply.ok) onClose();
  };
  const isRunning = session.doses.length > 0;
  return (
    <FormDialog
      title={`Dose plan in ${room.name}`}
      description={
        isRunning
          ? "The planned amount and time change; the rate that runs does not: change it at the pump and here."
          : "The infusion starts with this rate."
      }
      action="Set plan"
      isBusy={sending}
      failure={fault ?? failure}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <div className="planFields gloves">
        {FIELDS.map(({ field, label }) => (
          <Field
            key={field}
            label={label}
            inputMode="decimal"
            autoComplete="off"
            value={draft[field]}
            onChange={(text) => {
              setDraft(typePlan(draft, field, text));
              setFault(null);
            }}
          />
        ))}
      </div>
      <p role="status" className="planResult">
        {read.plan === null ? "Give weight and mg/kg, or the amount." : planText(read.plan)}
      </p>
      <p className="pressureUnusual">{unusual}</p>
    </FormDialog>
  );
}
