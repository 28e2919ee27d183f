import type { OperatorRow } from "@watchroom/shared/http";
import { useState } from "react";
import { useMe } from "../live/hooks.ts";
import { roleLabel } from "../people/roleLabel.ts";
import { useOperators } from "./lists.ts";
import { AddPerson, ChangePassword, ChangeRole, WithdrawPerson } from "./personDialogs.tsx";

type Asked =
  | { readonly what: "add" }
  | { readonly what: "role" | "password" | "withdraw"; readonly person: OperatorRow };

/** Who may sign in. Nobody is deleted: the record names people for ever. */
export function PeoplePart() {
  const people = useOperators();
  const { locked } = useMe();
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <>
      <div className="row">
        <button type="button" className="button primary" disabled={locked} onClick={() => setAsked({ what: "add" })}>
          Add a person
        </button>
      </div>
      {people.error !== null && (
        <p role="alert" className="problem">
          {people.error.message}
        </p>
      )}
      {people.isPending && people.error === null && <p role="status">Reading the list…</p>}
      {people.data !== undefined && <PeopleTable people={people.data} isLocked={locked} onAsk={setAsked} />}
      {asked !== null && <AskedDialog asked={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function AskedDialog({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }) {
  switch (asked.what) {
    case "add":
      return <AddPerson onClose={onClose} />;
    case "role":
      return <ChangeRole person={asked.person} onClose={onClose} />;
    case "password":
      return <ChangePassword person={asked.person} onClose={onClose} />;
    case "withdraw":
      return <WithdrawPerson person={asked.person} onClose={onClose} />;
  }
}

type TableProps = {
  readonly people: readonly OperatorRow[];
  readonly isLocked: boolean;
  readonly onAsk: (asked: Asked) => void;
};

function PeopleTable({ people, isLocked, onAsk }: TableProps) {
  const { operatorId } = useMe();
  return (
    <div className="table-frame">
      <table>
        <caption className="unseen">People who may sign in</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Signs in as</th>
            <th scope="col">Role</th>
            <th scope="col">State</th>
            <th scope="col">
              <span className="unseen">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.operatorId} className={person.withdrawn ? "withdrawn" : undefined}>
              <th scope="row">{person.displayName}</th>
              <td>{person.name}</td>
              <td>{roleLabel(person.role)}</td>
              <td>{person.withdrawn ? "Withdrawn" : person.operatorId === operatorId ? "You" : "May sign in"}</td>
              <td>
                <div className="row end">
                  <Ask label="Role" what="role" person={person} isLocked={isLocked} onAsk={onAsk} />
                  <Ask label="New password" what="password" person={person} isLocked={isLocked} onAsk={onAsk} />
                  {person.operatorId !== operatorId && (
                    <Ask
                      label={person.withdrawn ? "Let in again" : "Withdraw"}
                      what="withdraw"
                      person={person}
                      isLocked={isLocked}
                      onAsk={onAsk}
                    />
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type AskProps = {
  readonly label: string;
  readonly what: "role" | "password" | "withdraw";
  readonly person: OperatorRow;
  readonly isLocked: boolean;
  readonly onAsk: (asked: Asked) => void;
};

function Ask({ label, what, person, isLocked, onAsk }: AskProps) {
  return (
    <button
      type="button"
      className="button small"
      disabled={isLocked}
      aria-label={`${label}: ${person.displayName}`}
      onClick={() => onAsk({ what, person })}
    >
      {label}
    </button>
  );
}
