import { useState } from "react";
import { Field } from "../../people/Field.tsx";

const NAME_LENGTH_MAX = 80;
const REASON_LENGTH_MAX = 300;

export const DECISION_MISSING = "Give the physician's name and the reason in words.";

/** Who decided to go on against a rule of the protocol, and why, as typed. */
export function useDecision() {
  const [physician, setPhysician] = useState("");
  const [reason, setReason] = useState("");
  return { physician, setPhysician, reason, setReason, decision: { physician, reason } };
}

export const DecisionFields = ({ physician, setPhysician, reason, setReason }: ReturnType<typeof useDecision>) => (
  <>
    <Field
      label="Physician who decides"
      maxLength={NAME_LENGTH_MAX}
      autoComplete="off"
      value={physician}
      onChange={setPhysician}
    />
    <Field label="Reason" maxLength={REASON_LENGTH_MAX} autoComplete="off" value={reason} onChange={setReason} />
  </>
);
