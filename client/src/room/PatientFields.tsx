import { Field } from "../people/Field.tsx";
import { missingOfPatient, type PatientDraft, patientOf } from "./patient.ts";

const DETAIL_LENGTH_MAX = { recordNumber: 40, name: 80 } as const;

type PatientFieldsProps = { readonly draft: PatientDraft; readonly onChange: (draft: PatientDraft) => void };

/** Who the patient is: no more than is needed, and only the initials are asked for at once. */
export function PatientFields({ draft, onChange }: PatientFieldsProps) {
  const missing = missingOfPatient(patientOf(draft));
  const field = (name: keyof PatientDraft) => ({
    value: draft[name],
    autoComplete: "off",
    onChange: (text: string) => onChange({ ...draft, [name]: text }),
  });
  return (
    <>
      <div className="patientFields">
        <Field label="Patient's initials" hint="As A. L.: what the wall shows" {...field("initials")} />
        <Field label="Record number" maxLength={DETAIL_LENGTH_MAX.recordNumber} {...field("recordNumber")} />
        <Field label="Birth date" type="date" {...field("birthDate")} />
        <Field label="Name (not needed)" maxLength={DETAIL_LENGTH_MAX.name} {...field("name")} />
      </div>
      {missing !== null && (
        <p className="patientMissing">Without the {missing}: can be added later with “Patient's details”.</p>
      )}
    </>
  );
}
