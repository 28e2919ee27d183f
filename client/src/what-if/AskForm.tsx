import { type WhatIfAnswer, WhatIfPatients } from "@watchroom/shared/what-if";
import { useState } from "react";
import { currentServerTime, useClinic } from "../live/hooks.ts";
import { Field } from "../people/Field.tsx";
import type { Kept } from "../protocols/protocolWords.ts";
import { RouteField } from "../sessions/FilterFields.tsx";
import { Select } from "../settings/Select.tsx";
import { changesOf, linesOf, type Typed } from "./changes.ts";
import { LimitTable } from "./LimitTable.tsx";
import { firstChoice, type SpanChoice, spanOf } from "./span.ts";
import { useStart } from "./whatIfQueries.ts";
import { PATIENTS_LABELS } from "./whatIfWords.ts";

type Props = {
  readonly answer: WhatIfAnswer;
  readonly kept: readonly Kept[];
  readonly onStarted: (runId: string) => void;
};

const PATIENT_OPTIONS = WhatIfPatients.options.map((value) => ({ value, label: PATIENTS_LABELS[value] }));
const CLINIC = "";
const FLAP_S_MAX = 300;

/** Which sessions, and which numbers: what is left empty stays as it is. */
export function AskForm({ answer, kept, onStarted }: Props) {
  const isSimulated = useClinic()?.simulated === true;
  const [choice, setChoice] = useState(() => firstChoice(currentServerTime(), isSimulated));
  const [of, setOf] = useState(CLINIC);
  const [typed, setTyped] = useState<Typed>({});
  const [flap, setFlap] = useState("");
  const start = useStart();
  const protocols = kept.map(({ shown }) => shown.protocol);
  const lines = [null, ...protocols].flatMap((protocol) => linesOf(answer.limits, protocol));
  const { changes, faults } = changesOf(lines, typed);
  const flapMs = flapOf(flap);
  const span = spanOf(choice);
  const sentences = [
    ...faults,
    ...(flapMs === undefined ? [`"${flap}" is no number of seconds from 0 to ${FLAP_S_MAX}.`] : []),
    ...(span === null ? ["Choose the first and the last day."] : []),
  ];
  const isEmpty = changes.length === 0 && flapMs === null;
  const ask = (): void => {
    if (span === null || flapMs === undefined) return;
    start.mutate({ changes, flapMs, ...span }, { onSuccess: ({ runId }) => onStarted(runId) });
  };
  return (
    <form
      className="roomPart whatIfForm"
      aria-label="What to ask"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <h2>Which sessions</h2>
      <SpanFields choice={choice} onChange={setChoice} />
      <h2>What would be other</h2>
      <Select
        label="Limits of"
        value={of}
        options={[
          { value: CLINIC, label: "The clinic, wherever a protocol has none of its own" },
          ...protocols.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={setOf}
      />
      <LimitTable
        lines={lines.filter(({ protocolId }) => (protocolId ?? CLINIC) === of)}
        typed={typed}
        onChange={setTyped}
      />
      <Field
        label={`An alarm that comes back within so many seconds is the same one (now ${answer.flapMs / 1_000})`}
        inputMode="decimal"
        autoComplete="off"
        value={flap}
        onChange={setFlap}
      />
      {sentences.length > 0 && (
        <ul className="faultSentences problem" role="alert">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {start.error !== null && (
        <p role="alert" className="problem">
          {start.error.message}
        </p>
      )}
      <div className="row">
        <button type="submit" className="button primary" disabled={isEmpty || sentences.length > 0 || start.isPending}>
          {start.isPending ? "Sending…" : "Run"}
        </button>
        <button
          type="button"
          className="button"
          disabled={isEmpty && sentences.length === 0}
          onClick={() => {
            setTyped({});
            setFlap("");
          }}
        >
          Empty all
        </button>
        <span className="hint">
          {isEmpty ? "Type at least one other number." : changedText(changes.length, flapMs)}
        </span>
      </div>
    </form>
  );
}

function changedText(limits: number, flapMs: number | null | undefined): string {
  const parts = [
    ...(limits === 0 ? [] : [`${limits} ${limits === 1 ? "limit" : "limits"} changed`]),
    ...(flapMs == null ? [] : ["time to come back changed"]),
  ];
  return parts.join(", ");
}

/** Milliseconds; null when nothing was typed, undefined when it is no number. */
function flapOf(text: string): number | null | undefined {
  if (text.trim() === "") return null;
  const seconds = Number(text.trim().replace(",", "."));
  return seconds >= 0 && seconds <= FLAP_S_MAX ? Math.round(seconds * 1_000) : undefined;
}

type SpanProps = { readonly choice: SpanChoice; readonly onChange: (choice: SpanChoice) => void };

const SpanFields = ({ choice, onChange }: SpanProps) => (
  <div className="fieldGrid">
    <Field
      label="First day"
      type="date"
      required
      value={choice.from}
      onChange={(from) => onChange({ ...choice, from })}
    />
    <Field label="Last day" type="date" required value={choice.to} onChange={(to) => onChange({ ...choice, to })} />
    <RouteField value={choice.route} onChange={(route) => onChange({ ...choice, route })} />
    <Select
      label="Patients"
      value={choice.patients}
      options={PATIENT_OPTIONS}
      onChange={(patients) => onChange({ ...choice, patients })}
    />
  </div>
);
