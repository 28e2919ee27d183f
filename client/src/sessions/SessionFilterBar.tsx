import { ROUTES, Route } from "@watchroom/shared/session";
import type { Role } from "@watchroom/shared/wire";
import { useId } from "react";
import { Select } from "../settings/Select.tsx";
import { type SessionFilter, SHOWN, type Shown } from "./sessionWords.ts";
import { signerOf } from "./signatures.ts";

const ROUTE_OPTIONS = [
  { value: "all", label: "All routes" },
  ...Route.options.map((route) => ({ value: route, label: ROUTES[route].label })),
] as const;
const KIND_OPTIONS = [
  { value: "all", label: "Real and simulated" },
  { value: "real", label: "Real only" },
  { value: "simulated", label: "Simulated only" },
] as const;

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
    <search className="sessionsFilter">
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
      <Select
        label="Route"
        value={filter.route}
        options={ROUTE_OPTIONS}
        onChange={(route) => onChange({ ...filter, route })}
      />
      <Select
        label="Patients"
        value={filter.kind}
        options={KIND_OPTIONS}
        onChange={(kind) => onChange({ ...filter, kind })}
      />
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
