import type { SessionView } from "@watchroom/shared/session";
import type { CommandReply } from "@watchroom/shared/wire";
import { useState } from "react";
import { currentServerTime, useMe, useNow, useSending } from "../../live/hooks.ts";
import type { LiveRoom } from "../../live/store.ts";
import { Field } from "../../people/Field.tsx";
import { minutesAndSeconds } from "../../wall/duration.ts";
import { whyNot } from "../../wall/mayAct.ts";
import { AgoChoice, useAgo } from "./Ago.tsx";
import { DoseList } from "./DoseList.tsx";
import { type DoseQuestion, DoseQuestionDialog } from "./DoseQuestionDialog.tsx";
import { type Despite, type DoseStep, doseState, doseSteps, heldText, restMs } from "./doseSteps.ts";
import { InfusionState } from "./InfusionState.tsx";
import { preCheckHold } from "./preCheckRows.ts";
import { RateDialog } from "./RateDialog.tsx";
import "./dose.css";

type DosePartProps = { readonly room: LiveRoom; readonly session: SessionView };

const MINUTE_MS = 60_000;
/** A second tap of a gloved finger must not be a second dose. */
const AFTER_TAP_MS = 3_000;
const LOT_LENGTH_MAX = 40;
/** Where the dose is found on this page. */
export const DOSE_ID = "dose";
const CHOICES = [0, 1, 2, 5, 10] as const;

/** What some doses need besides. */
type DoseMore = { readonly despite?: Despite; readonly rateMgPerH?: number };

/** All that a dose needs: its time, its lot number, and the sending itself. */
function useDosing({ room, session }: DosePartProps) {
  const { send, sending, failure } = useSending();
  const ago = useAgo();
  const now = useNow();
  const [sentAt, setSentAt] = useState(0);
  // The lot of the device before, in this session only: the next one is mostly from the same box.
  const [lot, setLot] = useState(() => session.doses.findLast((dose) => dose.lot !== null)?.lot ?? "");
  const record = async ({ action, amountMg }: DoseStep, more: DoseMore = {}): Promise<CommandReply> => {
    const kept = session.protocol.dosing.lotNumber && action === "give" ? lot.trim() : "";
    const payload = { roomId: room.roomId, action, amountMg, lot: kept === "" ? null : kept, at: ago.at() };
    const reply = await send("recordDose", { ...payload, ...more });
    if (reply.ok) {
      setSentAt(currentServerTime());
      ago.choose(0);
      // The button that was pressed is gone: whoever works by keyboard goes on from here.
      document.getElementById(DOSE_ID)?.focus({ preventScroll: true });
    }
    return reply;
  };
  const isBusy = sending || now - sentAt < AFTER_TAP_MS;
  return { ago, lot, setLot, record, sending, isBusy, failure, at: now - ago.minutes * MINUTE_MS };
}

/** What can be given next, and what was given. Kept by session: nothing typed here outlives it. */
export function DosePart({ room, session }: DosePartProps) {
  return (
    <section className="sessionPart" aria-labelledby="doseTitle" id={DOSE_ID} tabIndex={-1}>
      <div className="row">
        <h2 id="doseTitle">Dose</h2>
        <span className="grow" />
        <b>{doseState(session)}</b>
      </div>
      {session.doses.length === 0 && room.metrics.systolic === undefined && (
        <p className="hint">No pressure yet: the last one before the first dose is the baseline.</p>
      )}
      <WaitingFor session={session} />
      {session.protocol.dosing.form === "infusion" && <InfusionState room={room} session={session} />}
      <Held session={session} />
      <NextDose room={room} session={session} />
      <DoseList session={session} />
    </section>
  );
}

/** What of the pre-session check keeps the first dose waiting, where the dose is given. */
function WaitingFor({ session: { preCheck, doseAt } }: Pick<DosePartProps, "session">) {
  const hold = doseAt === null ? preCheckHold(preCheck) : null;
  return hold === null ? null : <p className="doseWaits">Waits for the pre-session check: {hold}</p>;
}

/** How long the lozenge is in the mouth, counted up. */
function Held({ session }: Pick<DosePartProps, "session">) {
  const held = heldText(session, useNow());
  return held === null ? null : (
    <p className="doseGiven">
      <b>{held}</b> <span>in the mouth</span>
    </p>
  );
}

function NextDose({ room, session }: DosePartProps) {
  const dosing = useDosing({ room, session });
  const [question, setQuestion] = useState<Question | null>(null);
  const isOff = whyNot("recordDose", useMe(), room) !== null || dosing.isBusy;
  const steps = doseSteps(session);
  const rest = restMs(session, dosing.at);
  const record = async (step: DoseStep): Promise<void> => {
    const reply = await dosing.record(step);
    if (!reply.ok && reply.code === "hold") setQuestion({ kind: "hold", step, why: reply.message });
  };
  const ask = (step: DoseStep): void => setQuestion(questionOf(step, rest));
  const shared = { session, isBusy: dosing.sending, onClose: () => setQuestion(null) };
  return (
    <>
      {session.protocol.dosing.lotNumber && steps.some(({ action }) => action === "give") && (
        <Field label="Lot number" maxLength={LOT_LENGTH_MAX} value={dosing.lot} onChange={dosing.setLot} />
      )}
      <div className="steps">
        {steps.map((step) => {
          const acts = { onRecord: () => void record(step), onAsk: () => ask(step) };
          return (
            <Step key={step.label} step={step} restMs={step.action === "give" ? rest : 0} isOff={isOff} {...acts} />
          );
        })}
      </div>
      {steps.length > 0 && <AgoChoice ago={dosing.ago} legend="Given" choices={CHOICES} />}
      <p role="status" className="problem">
        {question === null && dosing.failure}
      </p>
      {question?.kind === "rate" && (
        <RateDialog {...shared} onRecord={(rateMgPerH) => dosing.record(question.step, { rateMgPerH })} />
      )}
      {question !== null && question.kind !== "rate" && (
        <DoseQuestionDialog
          {...shared}
          room={room}
          question={question}
          onRecord={(step, despite) => dosing.record(step, despite === undefined ? {} : { despite })}
        />
      )}
    </>
  );
}

type Question = DoseQuestion | { readonly kind: "rate"; readonly step: DoseStep };

/** What has to be known before this step is recorded. */
function questionOf(step: DoseStep, restMsLeft: number): Question {
  if (step.asks === "rate") return { kind: "rate", step };
  return step.asks === "end" ? { kind: "ends", step } : { kind: "rest", step, restMs: restMsLeft };
}

type StepProps = {
  readonly step: DoseStep;
  readonly restMs: number;
  readonly isOff: boolean;
  readonly onRecord: () => void;
  readonly onAsk: () => void;
};

/** One tap records it. What ends dosing, another rate, and a part before its rest is over, is asked first. */
function Step({ step, restMs: rest, isOff, onRecord, onAsk }: StepProps) {
  const { label, isUsual, asks } = step;
  const className = isUsual ? "button primary" : "button";
  if (rest > 0) {
    return (
      <div className="stepResting">
        <button type="button" className={className} disabled>
          {label} in <b>{minutesAndSeconds(rest)}</b>
        </button>
        <button type="button" className="button" disabled={isOff} onClick={onAsk}>
          Give now …
        </button>
      </div>
    );
  }
  return (
    <button type="button" className={className} disabled={isOff} onClick={asks === null ? onRecord : onAsk}>
      {asks === null ? label : `${label} …`}
    </button>
  );
}
