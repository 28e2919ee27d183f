import type { WhatIfAnswer, WhatIfRun } from "@watchroom/shared/what-if";
import { useEffect, useRef, useState } from "react";
import type { Kept } from "../protocols/protocolWords.ts";
import { momentText } from "../sessions/sessionWords.ts";
import { askedText } from "./changes.ts";
import { DraftDialog } from "./DraftDialog.tsx";
import { KeepDialog } from "./KeepDialog.tsx";
import { ResultPart } from "./ResultPart.tsx";
import { useCancel, useRun } from "./whatIfQueries.ts";
import { PATIENTS_LABELS, progressText } from "./whatIfWords.ts";

type Props = { readonly runId: string; readonly answer: WhatIfAnswer; readonly kept: readonly Kept[] };

/** One what-if: how far it is, then what came out. */
export function RunPart({ runId, answer, kept }: Props) {
  const { data: run, error, isPending } = useRun(runId);
  if (error !== null)
    return (
      <p role="alert" className="problem">
        {error.message}
      </p>
    );
  if (isPending || run === undefined) return <p role="status">Reading the what-if…</p>;
  return (
    <section className="whatIfRun" aria-labelledby="what-if-run">
      <RunTitle text={run.saved?.name ?? "Result"} />
      <AskedPart run={run} answer={answer} kept={kept} />
      {run.result === null ? <Progress run={run} /> : <Acts run={run} answer={answer} kept={kept} />}
      {run.result !== null && <ResultPart result={run.result} patients={run.asked.patients} />}
    </section>
  );
}

/** Whoever has just asked, far down in the form, goes on at what comes of it. */
function RunTitle({ text }: { readonly text: string }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <h2 id="what-if-run" ref={title} tabIndex={-1}>
      {text}
    </h2>
  );
}

function AskedPart({ run, answer, kept }: { run: WhatIfRun; answer: WhatIfAnswer; kept: readonly Kept[] }) {
  const { asked, saved } = run;
  const protocols = kept.map(({ shown }) => shown.protocol);
  const texts = askedText(asked, answer.limits, protocols, answer.flapMs);
  return (
    <div className="roomPart">
      <ul className="askedList">
        {texts.length === 0 && <li>No number changed: the limits as they are.</li>}
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <p className="hint">
        Sessions begun {momentText(asked.from)} to {momentText(asked.to)} · {PATIENTS_LABELS[asked.patients]} · asked by{" "}
        {run.by}, {momentText(run.startedAt)}
      </p>
      {saved !== null && (
        <p className="noteText">
          {saved.comment === "" ? "Kept" : saved.comment}
          <span className="under">
            {saved.by}, {momentText(saved.at)}
          </span>
        </p>
      )}
    </div>
  );
}

function Progress({ run }: { readonly run: WhatIfRun }) {
  const cancel = useCancel(run.runId);
  const isOpen = run.state === "waiting" || run.state === "running";
  if (!isOpen)
    return (
      <p role={run.state === "failed" ? "alert" : "status"} className={run.state === "failed" ? "problem" : undefined}>
        {progressText(run)}
      </p>
    );
  return (
    <div className="roomPart row">
      <progress className="grow" aria-label="Sessions replayed" value={run.done} max={Math.max(1, run.total)} />
      <span className="progressWords">{progressText(run)}</span>
      <button type="button" className="button" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
        Cancel
      </button>
      {cancel.error !== null && (
        <p role="alert" className="problem">
          {cancel.error.message}
        </p>
      )}
    </div>
  );
}

function Acts({ run, answer, kept }: { run: WhatIfRun; answer: WhatIfAnswer; kept: readonly Kept[] }) {
  const [dialog, setDialog] = useState<"keep" | "draft" | null>(null);
  const close = (): void => setDialog(null);
  return (
    <div className="row whatIfActs">
      <span role="status" className="hint">
        {progressText(run)}
      </span>
      <span className="grow" />
      <button type="button" className="button" onClick={() => setDialog("keep")}>
        {run.saved === null ? "Save …" : "Change name or comment …"}
      </button>
      <button type="button" className="button" onClick={() => setDialog("draft")}>
        Make a protocol draft …
      </button>
      <button type="button" className="button" onClick={() => window.print()}>
        Print
      </button>
      {dialog === "keep" && <KeepDialog run={run} onClose={close} />}
      {dialog === "draft" && <DraftDialog run={run} limits={answer.limits} kept={kept} onClose={close} />}
    </div>
  );
}
