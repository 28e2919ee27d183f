import type { Role } from "@watchroom/shared/wire";
import { useId } from "react";
import { PatientsField, RouteField } from "./FilterFields.tsx";
import { type SessionFilter, SHOWN, type Shown } from "./sessionWords.ts";
import { signerOf } from "./signatures.ts";

type Props = {
  readonly filter: SessionFilter;
  readonly role: Role;
  /** How many sessions each choice has. */
  readonly counts: Readonly<Record<Shown, number>>;
  readonly onChange: (filter: SessionFilter) => void;
};

/** What waits for this person is one tap away; the rest narrows the list. */
export function SessionFilterBar({ filter, role, counts, onChange }: Props) {
  const id = useId();
  return (
    <search className="filterBar">
      <fieldset className="windows shownChoice">
        <legend className="unseen">Sessions shown</legend>
        {SHOWN.map((show) => (
          <button
            key={show}
            type="button"
            className="button"
            aria-pressed={filter.show === show}
            onClick={() => onChange({ ...filter, show })}
          >
            {shownLabel(show, role)} <span className="shownCount">{counts[show]}</span>
          </button>
        ))}
      </fieldset>
      <div className="field">
        <label htmlFor={id}>Initials, room or record number</label>
        <input
          id={id}
          type="search"
          className="input"
          value={filter.text}
          autoComplete="off"
          onChange={(event) => onChange({ ...filter, text: event.target.value })}
        />
      </div>
      <RouteField value={filter.route} onChange={(route) => onChange({ ...filter, route })} />
      <PatientsField value={filter.kind} onChange={(kind) => onChange({ ...filter, kind })} />
    </search>
  );
}

function shownLabel(show: Shown, role: Role): string {
  switch (show) {
    case "all":
      return "All";
    case "toSign":
      return signerOf(role) === null ? "To sign" : "To sign by you";
    case "remsDue":
      return "REMS due";
  }
}
