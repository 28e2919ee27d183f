import { ROUTES, Route } from "@watchroom/shared/session";
import type { CuffArm, Payload } from "@watchroom/shared/wire";
import { useState } from "react";
import { currentServerTime, useSending } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { FormDialog } from "../settings/FormDialog.tsx";
import { timeOfDay } from "../wall/duration.ts";
import { ChoiceField } from "./ChoiceField.tsx";
import { calendarDay } from "./calendarDay.ts";
import { PatientFields } from "./PatientFields.tsx";
import { type ProtocolChoice, ProtocolField, useProtocolChoice } from "./ProtocolField.tsx";
import { faultOfPatient, NOBODY_TYPED, type PatientDraft, patientOf } from "./patient.ts";
import { RoomDevices } from "./RoomDevices.tsx";
import "./checkIn.css";

const ROUTE_OPTIONS = Route.options.map((route) => ({ value: route, label: ROUTES[route].label }));

export const ARM_OPTIONS = [
  { value: "same", label: "Same arm" },
  { value: "other", label: "Other arm" },
  { value: "notSaid", label: "Not said" },
] as const;
export type ArmChoice = (typeof ARM_OPTIONS)[number]["value"];
export const armOf = (choice: ArmChoice): CuffArm | null => (choice === "notSaid" ? null : choice);

const EARLIER_OPTIONS = [
  { value: "yes", label: "Yes, it is this patient's" },
  { value: "no", label: "No, it is somebody else's or unknown" },
] as const;

type Answers = {
  readonly patient: PatientDraft;
  readonly route: Route | null;
  readonly protocolId: string | null;
  readonly arm: ArmChoice;
  readonly earlier: "yes" | "no" | null;
};
const NOTHING_SAID: Answers = { patient: NOBODY_TYPED, route: null, protocolId: null, arm: "notSaid", earlier: null };

/** What is still missing, in one sentence; null when the session can start. */
function missingIn(answers: Answers, { offered, chosen }: ProtocolChoice, asksEarlier: boolean): string | null {
  const fault = faultOfPatient(answers.patient, calendarDay(currentServerTime()));
  if (fault !== null) return fault;
  if (answers.route === null) return "Choose the route.";
  if (chosen === null && offered.length > 0) return "Choose the protocol.";
  return asksEarlier && answers.earlier === null ? "Say whether what was recorded so far is this patient's." : null;
}

function payloadOf(
  room: LiveRoom,
  answers: Answers,
  route: Route,
  { chosen }: ProtocolChoice,
): Payload<"startSession"> {
  const payload = {
    roomId: room.roomId,
    initials: answers.patient.initials,
    patient: patientOf(answers.patient),
    route,
    includeEarlier: answers.earlier === "yes",
    cuffArm: armOf(answers.arm),
  };
  return chosen === null ? payload : { ...payload, protocolId: chosen.protocol.id };
}

/** The check-in. Nothing about the patient is assumed: whose the record so far is must be said. */
export function StartSessionDialog({ room, onClose }: { readonly room: LiveRoom; readonly onClose: () => void }) {
  const { send, sending, failure } = useSending();
  const [answers, setAnswers] = useState(NOTHING_SAID);
  const [missing, setMissing] = useState<string | null>(null);
  const choice = useProtocolChoice(answers.route, answers.protocolId);
  const say = (change: Partial<Answers>): void => setAnswers({ ...answers, ...change });
  const { watchingSince } = room;
  const start = async (): Promise<void> => {
    const fault = missingIn(answers, choice, watchingSince !== null);
    setMissing(fault);
    if (fault !== null || answers.route === null) return;
    const reply = await send("startSession", payloadOf(room, answers, answers.route, choice));
    if (reply.ok) onClose();
  };
  return (
    <FormDialog
      title={`Start a session in ${room.name}`}
      description="The room is watched with the protocol's limits from now on."
      action="Start session"
      isBusy={sending}
      failure={missing ?? failure}
      onSubmit={() => void start()}
      onClose={onClose}
    >
      <span className="gloves" />
      <PatientFields draft={answers.patient} onChange={(patient) => say({ patient })} />
      <ChoiceField
        label="Route"
        value={answers.route}
        options={ROUTE_OPTIONS}
        onChange={(route) => say({ route, protocolId: null })}
      />
      {answers.route !== null && <ProtocolField choice={choice} onChoose={(protocolId) => say({ protocolId })} />}
      <RoomDevices room={room} />
      <ChoiceField
        label="Cuff and oximeter are on the"
        value={answers.arm}
        options={ARM_OPTIONS}
        onChange={(arm) => say({ arm })}
      />
      {watchingSince !== null && (
        <ChoiceField
          label={`Is what was recorded since ${timeOfDay(watchingSince)}, when the sensor went on, this patient's?`}
          value={answers.earlier}
          options={EARLIER_OPTIONS}
          onChange={(earlier) => say({ earlier })}
        />
      )}
    </FormDialog>
  );
}
