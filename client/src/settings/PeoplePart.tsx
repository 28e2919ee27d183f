import type { OperatorRow } from "@watchroom/shared/http";
import { useState } from "react";
import { useMe } from "../live/hooks.ts";
import { roleLabel } from "../people/roleLabel.ts";
import { CardRow, CardRows, CardTable, Cell } from "../theme/Cards.tsx";
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
    <CardTable
      caption="People who may sign in"
      columns={[["Name"], ["Signs in as"], ["Role"], ["State"], ["What can be done", "unseen"]]}
    >
      <CardRows>
        {people.map((person) => (
          <CardRow key={person.operatorId} className={person.withdrawn ? "withdrawn" : undefined}>
            <th scope="row">{person.displayName}</th>
            <Cell label="Signs in as">{person.name}</Cell>
            <Cell label="Role">{roleLabel(person.role)}</Cell>
            <Cell label="State">
              {person.withdrawn ? "Withdrawn" : person.operatorId === operatorId ? "You" : "May sign in"}
            </Cell>
            <Cell>
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
            </Cell>
          </CardRow>
        ))}
      </CardRows>
    </CardTable>
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
