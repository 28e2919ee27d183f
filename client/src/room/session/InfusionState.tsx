import type { SessionView } from "@watchroom/shared/session";
import { useState } from "react";
import { useMe, useNow } from "../../live/hooks.ts";
import type { LiveRoom } from "../../live/store.ts";
import { whyNot } from "../../wall/mayAct.ts";
import { DosePlanDialog } from "./DosePlanDialog.tsx";
import { planText } from "./dosePlan.ts";
import { givenText, runningText } from "./infusion.ts";

type InfusionStateProps = { readonly room: LiveRoom; readonly session: SessionView };

/** How much of the infusion is given, at which rate, and the plan that it follows. */
export function InfusionState({ room, session }: InfusionStateProps) {
  const now = useNow();
  const [isPlanning, setIsPlanning] = useState(false);
  const isBarred = whyNot("setDosePlan", useMe(), room) !== null;
  const { doses, dosePlan, dosingEndedAt } = session;
  const given = givenText(doses, dosePlan, now);
  const running = runningText(doses, dosePlan, now);
  const isFirst = dosePlan === null && doses.length === 0;
  return (
    <>
      {given !== null && (
        <p className="doseGiven">
          <b>{given}</b> <span>{running}</span>
        </p>
      )}
      <div className="row">
        <span className={dosePlan === null ? "dim" : undefined}>
          {dosePlan === null ? "No plan: the rate will not be known." : planText(dosePlan)}
        </span>
        <span className="grow" />
        {dosingEndedAt === null && (
          <button
            type="button"
            className={isFirst ? "button primary" : "button"}
            disabled={isBarred}
            onClick={() => setIsPlanning(true)}
          >
            {dosePlan === null ? "Plan the infusion" : "Change plan"}
          </button>
        )}
      </div>
      {isPlanning && <DosePlanDialog room={room} session={session} onClose={() => setIsPlanning(false)} />}
    </>
  );
}
