import { PATHS } from "@watchroom/shared/http";
import { type FormEvent, useId, useState } from "react";
import { useMe } from "../live/hooks.ts";
import { useSignInAct, useSignOut } from "./signedIn.ts";
import "./lockBar.css";

/** While locked: the wall stays, alarms sound, and this line asks who is there. */
export function LockBar() {
  const me = useMe();
  return me.locked ? <Unlock displayName={me.displayName} /> : null;
}

function Unlock({ displayName }: { readonly displayName: string }) {
  const unlock = useSignInAct<{ password: string }>(PATHS.unlock);
  const signOut = useSignOut();
  const [password, setPassword] = useState("");
  const id = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    unlock.mutate({ password }, { onError: () => setPassword("") });
  };
  const failure = unlock.error ?? signOut.error;
  return (
    <section className="lock-bar" aria-label="Locked">
      <b>Locked – {displayName}.</b>
      <span className="lock-hint">Alarms go on; acts need the password.</span>
      <form className="row" onSubmit={submit}>
        <label htmlFor={id}>Password</label>
        <input
          id={id}
          className="input"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <button type="submit" className="button primary" disabled={unlock.isPending}>
          {unlock.isPending ? "Unlocking…" : "Unlock"}
        </button>
        <button type="button" className="button" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
          Switch person
        </button>
      </form>
      {failure !== null && (
        <span role="alert" className="problem">
          {failure.message}
        </span>
      )}
    </section>
  );
}
