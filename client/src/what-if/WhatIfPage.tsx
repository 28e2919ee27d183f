import { useLocation, useSearch } from "wouter";
import { useMe } from "../live/hooks.ts";
import { useProtocols } from "../protocols/protocolQueries.ts";
import { keptOf } from "../protocols/protocolWords.ts";
import { AskForm } from "./AskForm.tsx";
import { KeptList } from "./KeptList.tsx";
import { RunPart } from "./RunPart.tsx";
import { useWhatIf } from "./whatIfQueries.ts";
import { runOf, runPath, whyNotAsk } from "./whatIfWords.ts";
import "../room/room.css";
import "../room/print.css";
import "../protocols/protocols.css";
import "./whatIf.css";

/** Other limits over the clinic's own recorded sessions, before anybody changes a protocol. */
export function WhatIfPage() {
  const whyNot = whyNotAsk(useMe());
  const { data, error, isPending } = useWhatIf(whyNot === null);
  const protocols = useProtocols();
  const runId = runOf(useSearch());
  const [, navigate] = useLocation();
  const kept = keptOf(protocols.data?.versions ?? []);
  const problem = error ?? protocols.error;
  return (
    <main className="page whatIf">
      <h1>What if?</h1>
      <p className="hint whatIfLead">
        Recorded sessions are played again by the same alarm engine with other limits and delays. You see which alarms
        would not have been given, and what they would have shown. Nothing changes for patients.
      </p>
      {whyNot !== null && <p role="status">{whyNot}</p>}
      {problem !== null && (
        <p role="alert" className="problem">
          {problem.message}
        </p>
      )}
      {whyNot === null && isPending && error === null && <p role="status">Reading the limits…</p>}
      {data !== undefined && protocols.data !== undefined && (
        <>
          {runId !== null && <RunPart key={runId} runId={runId} answer={data} kept={kept} />}
          <AskForm answer={data} kept={kept} onStarted={(started) => navigate(runPath(started))} />
          <KeptList answer={data} shown={runId} />
        </>
      )}
    </main>
  );
}
