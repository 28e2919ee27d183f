import { Field } from "./Field.tsx";

type Props = { readonly label?: string; readonly value: string; readonly onChange: (password: string) => void };

/** The password of the person signed in, given again as a signature. */
export const OwnPassword = ({ label = "Your password", value, onChange }: Props) => (
  <Field
    label={label}
    type="password"
    autoComplete="current-password"
    maxLength={200}
    required
    value={value}
    onChange={onChange}
  />
);
