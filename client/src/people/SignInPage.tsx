import { PATHS, type Welcome } from "@watchroom/shared/http";
import { type FormEvent, useState } from "react";
import { useSound } from "../alarm/soundContext.ts";
import { Field } from "./Field.tsx";
import { roleLabel } from "./roleLabel.ts";
import { useSignInAct, useWelcome } from "./signedIn.ts";

export function SignInPage() {
  const welcome = useWelcome();
  return (
    <main className="entry">
      <h1>Watchroom</h1>
      {welcome.data !== undefined && <Clinic welcome={welcome.data} />}
      {welcome.data === undefined && welcome.failureCount > 0 && (
        <p role="alert" className="problem">
          The server cannot be reached. Check the network; it is tried again each second.
        </p>
      )}
      {welcome.data?.needsSetUp === true ? (
        <p>
          This clinic is not set up yet. Open the set-up link that the server printed when it started; it works once and
          makes the first administrator.
        </p>
      ) : (
        <SignInForm demoAccounts={welcome.data?.demoAccounts ?? []} />
      )}
      <p className="hint">This screen monitors nobody until somebody signs in.</p>
    </main>
  );
}

function Clinic({ welcome }: { readonly welcome: Welcome }) {
  return (
    <p className="entry-clinic">
      {welcome.clinic.name} {welcome.clinic.simulated && <span className="pill sim">SIMULATED CLINIC</span>}
    </p>
  );
}

function SignInForm({ demoAccounts }: { readonly demoAccounts: Welcome["demoAccounts"] }) {
  const signIn = useSignInAct<{ name: string; password: string }>(PATHS.signIn);
  const sound = useSound();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const enter = (account: { name: string; password: string }): void => {
    sound.unlock();
    signIn.mutate(account, { onError: () => setPassword("") });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enter({ name, password });
  };
  return (
    <form className="entry-form" onSubmit={submit}>
      <Field label="Name" value={name} onChange={setName} autoComplete="username" autoFocus required />
      <Field
        label="Password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        required
      />
      {signIn.error !== null && (
        <p role="alert" className="problem">
          {signIn.error.message}
        </p>
      )}
      <button type="submit" className="button primary" disabled={signIn.isPending}>
        {signIn.isPending ? "Signing in…" : "Sign in"}
      </button>
      {demoAccounts.length > 0 && (
        <fieldset className="field demo">
          <legend>Demo accounts of this simulated clinic</legend>
          {demoAccounts.map(({ role, ...account }) => (
            <button
              key={account.name}
              type="button"
              className="button"
              disabled={signIn.isPending}
              onClick={() => enter(account)}
            >
              Sign in as {roleLabel(role).toLowerCase()}
              <span className="hint">
                {account.name} · {account.password}
              </span>
            </button>
          ))}
        </fieldset>
      )}
    </form>
  );
}
