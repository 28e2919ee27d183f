import { PROTOCOLS } from "@watchroom/shared/protocol";
import { Initials, ROUTES, Route } from "@watchroom/shared/session";
import type { CuffArm } from "@watchroom/shared/wire";
import { useState } from "react";
import { useSending } from "../live/hooks.ts";
import type { LiveRoom } from "../live/store.ts";
import { Field } from "../people/Field.tsx";
import { FormDialog } from "../settings/FormDialog.tsx";
import { timeOfDay } from "../wall/duration.ts";
import { ChoiceField } from "./ChoiceField.tsx";

const ROUTE_OPTIONS = Route.options.map((route) => ({ value: route, label: ROUTES[route].label }));

export const ARM_OPTIONS = [
  { value: "same", label: "Same arm" },
  { value: "other", label: "Other arm" },
  { value: "notSaid", label: "Not said" },
] as const;
export type ArmChoice = (typeof ARM_OPTIONS)[number]["value"];
export const armOf = (choice: ArmChoice): CuffArm | null => (choice === "notSaid" ? null : choice);

type Answers = { readonly initials: string; readonly route: Route | null; readonly earlier: "yes" | "no" | null };

/** What is still missing, in one sentence; null when the session can start. */
function missingIn({ initials, route, earlier }: Answers, asksEarlier: boolean): string | null {
  const parsed = Initials.safeParse(initials);
  if (!parsed.success) return parsed.error.issues[0]?.message ?? "Give the patient's initials.";
  if (route === null) return "Choose the route.";
  return asksEarlier && earlier === null ? "Say whether what was recorded so far is this patient's." : null;
}

/** Nothing about the patient is assumed: whose the record so far is must be said. */
export function StartSessionDialog({ room, onClose }: { readonly room: LiveRoom; readonly onClose: () => void }) {
  const { send, sending, failure } = useSending();
  const [initials, setInitials] = useState("");
  const [route, setRoute] = useState<Route | null>(null);
  const [arm, setArm] = useState<ArmChoice>("notSaid");
  const [earlier, setEarlier] = useState<"yes" | "no" | null>(null);
  const [missing, setMissing] = useState<string | null>(null);
  const { watchingSince, roomId } = room;
  const start = async (): Promise<void> => {
    const fault = missingIn({ initials, route, earlier }, watchingSince !== null);
    setMissing(fault);
    if (fault !== null || route === null) return;
    const includeEarlier = earlier === "yes";
    const reply = await send("startSession", { roomId, initials, route, includeEarlier, cuffArm: armOf(arm) });
    if (reply.ok) onClose();
  };
  return (
    <FormDialog
      title={`Start a session in ${room.name}`}
      description="The room is watched with the clinic's default limits until you change them."
      action="Start session"
      isBusy={sending}
      failure={missing ?? failure}
      onSubmit={() => void start()}
      onClose={onClose}
    >
      <Field label="Patient's initials" hint="As A. L.: no full name" value={initials} onChange={setInitials} />
      <ChoiceField label="Route" value={route} options={ROUTE_OPTIONS} onChange={setRoute} />
      {route !== null && (
        <p role="status">
          Protocol: <b>{PROTOCOLS[route].name}</b>{" "}
          <span className="dim">
            version {PROTOCOLS[route].version}, {PROTOCOLS[route].author}
          </span>
        </p>
      )}
      <ChoiceField label="Cuff and oximeter are on the" value={arm} options={ARM_OPTIONS} onChange={setArm} />
      {watchingSince !== null && (
        <ChoiceField
          label={`Is what was recorded since ${timeOfDay(watchingSince)}, when the sensor went on, this patient's?`}
          value={earlier}
          options={[
            { value: "yes", label: "Yes, it is this patient's" },
            { value: "no", label: "No, it is somebody else's or unknown" },
          ]}
          onChange={setEarlier}
        />
      )}
    </FormDialog>
  );
}
