import {
  type AddOperatorBody,
  type ChangeOperatorBody,
  type OperatorRow,
  PASSWORD_LENGTH_MIN,
  PATHS,
} from "@watchroom/shared/http";
import { ROLES, type Role } from "@watchroom/shared/wire";
import { useState } from "react";
import { Field } from "../people/Field.tsx";
import { roleLabel } from "../people/roleLabel.ts";
import { FormDialog } from "./FormDialog.tsx";
import { useChange } from "./lists.ts";
import { Select } from "./Select.tsx";

type Addition = ReturnType<typeof AddOperatorBody.parse>;
type Change = ReturnType<typeof ChangeOperatorBody.parse>;
type Closing = { readonly onClose: () => void };
type OfPerson = Closing & { readonly person: OperatorRow };

const ROLE_OPTIONS = ROLES.map((value) => ({ value, label: roleLabel(value) }));
const PASSWORD_HINT = `At least ${PASSWORD_LENGTH_MIN} characters. Tell it to the person yourself; it is not shown again.`;

export function AddPerson({ onClose }: Closing) {
  const add = useChange<Addition>(PATHS.operators);
  const [answers, setAnswers] = useState<Addition>({ name: "", displayName: "", role: "nurse", password: "" });
  const set = <Key extends keyof Addition>(key: Key, value: Addition[Key]): void =>
    setAnswers((before) => ({ ...before, [key]: value }));
  return (
    <FormDialog
      title="Add a person"
      description="Each person signs in with a name of their own, since every act is recorded with it."
      action="Add"
      isBusy={add.isPending}
      failure={add.error?.message ?? null}
      onSubmit={() => add.mutate({ body: answers }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Field
        label="Name, as others see it"
        value={answers.displayName}
        onChange={(text) => set("displayName", text)}
        maxLength={80}
        required
      />
      <Field
        label="Name to sign in with"
        value={answers.name}
        onChange={(text) => set("name", text)}
        maxLength={60}
        autoComplete="off"
        required
      />
      <Select label="Role" value={answers.role} options={ROLE_OPTIONS} onChange={(role) => set("role", role)} />
      <PasswordField value={answers.password} onChange={(text) => set("password", text)} />
    </FormDialog>
  );
}

export function ChangeRole({ person, onClose }: OfPerson) {
  const change = useChange<Change>(PATHS.operators);
  const [role, setRole] = useState<Role>(person.role);
  return (
    <FormDialog
      title={`Role of ${person.displayName}`}
      description="Counts from now on. What was done before keeps its name."
      action="Change role"
      isBusy={change.isPending}
      failure={change.error?.message ?? null}
      onSubmit={() => change.mutate({ id: person.operatorId, body: { role } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Select label="Role" value={role} options={ROLE_OPTIONS} onChange={setRole} />
    </FormDialog>
  );
}

export function ChangePassword({ person, onClose }: OfPerson) {
  const change = useChange<Change>(PATHS.operators);
  const [password, setPassword] = useState("");
  return (
    <FormDialog
      title={`New password for ${person.displayName}`}
      description="The old one stops working at once."
      action="Set password"
      isBusy={change.isPending}
      failure={change.error?.message ?? null}
      onSubmit={() => change.mutate({ id: person.operatorId, body: { password } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <PasswordField value={password} onChange={setPassword} />
    </FormDialog>
  );
}

export function WithdrawPerson({ person, onClose }: OfPerson) {
  const change = useChange<Change>(PATHS.operators);
  const withdrawn = !person.withdrawn;
  return (
    <FormDialog
      title={withdrawn ? `Withdraw ${person.displayName}?` : `Let ${person.displayName} in again?`}
      description={
        withdrawn
          ? "They are signed out everywhere at once and cannot sign in. Their name stays in the record."
          : "They can sign in again with their old password."
      }
      action={withdrawn ? "Withdraw" : "Let in again"}
      isBusy={change.isPending}
      failure={change.error?.message ?? null}
      onSubmit={() => change.mutate({ id: person.operatorId, body: { withdrawn } }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

function PasswordField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  return (
    <Field
      label="Password"
      hint={PASSWORD_HINT}
      type="password"
      autoComplete="new-password"
      minLength={PASSWORD_LENGTH_MIN}
      maxLength={200}
      required
      value={value}
      onChange={onChange}
    />
  );
}
