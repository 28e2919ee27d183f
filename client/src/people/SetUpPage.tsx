import { PASSWORD_LENGTH_MIN, PATHS } from "@watchroom/shared/http";
import { type FormEvent, useState } from "react";
import { Field } from "./Field.tsx";
import { useSignInAct, useWelcome } from "./signedIn.ts";

const EMPTY = { clinicName: "", name: "", displayName: "", password: "" };
type Answers = typeof EMPTY;

/** Makes the clinic's first administrator. The token is behind the "#", so that it reaches no server's log. */
export function SetUpPage() {
  const token = location.hash.slice(1);
  const welcome = useWelcome();
  return (
    <main className="entry">
      <h1>Set up this clinic</h1>
      {token === "" && (
        <p role="alert" className="problem">
          This link is not whole. Copy the set-up link again, with all that stands after the #.
        </p>
      )}
      {welcome.data?.needsSetUp === false ? (
        <p>
          This clinic is set up already. <a href="/">Sign in</a>
        </p>
      ) : (
        <SetUpForm token={token} />
      )}
    </main>
  );
}

function SetUpForm({ token }: { readonly token: string }) {
  const setUp = useSignInAct<Answers & { token: string }>(PATHS.setUp);
  const [answers, setAnswers] = useState(EMPTY);
  const set = (key: keyof Answers) => (value: string) => setAnswers((before) => ({ ...before, [key]: value }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setUp.mutate({ ...answers, token });
  };
  return (
    <form className="entry-form" onSubmit={submit}>
      <Field
        label="Name of the clinic"
        value={answers.clinicName}
        onChange={set("clinicName")}
        maxLength={80}
        required
      />
      <Field
        label="Your name, as others see it"
        value={answers.displayName}
        onChange={set("displayName")}
        autoComplete="name"
        maxLength={80}
        required
      />
      <Field
        label="Name to sign in with"
        value={answers.name}
        onChange={set("name")}
        autoComplete="username"
        maxLength={60}
        required
      />
      <Field
        label="Password"
        hint={`At least ${PASSWORD_LENGTH_MIN} characters`}
        type="password"
        value={answers.password}
        onChange={set("password")}
        autoComplete="new-password"
        minLength={PASSWORD_LENGTH_MIN}
        maxLength={200}
        required
      />
      {setUp.error !== null && (
        <p role="alert" className="problem">
          {setUp.error.message}
        </p>
      )}
      <button type="submit" className="button primary" disabled={setUp.isPending || token === ""}>
        {setUp.isPending ? "Setting up…" : "Set up and become its administrator"}
      </button>
    </form>
  );
}
