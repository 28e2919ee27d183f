import { givenMg } from "@watchroom/shared/dose";
import type { SessionFacts } from "@watchroom/shared/http-sessions";
import type { SessionView } from "@watchroom/shared/session";
import type { EpochMs, RoomId, SessionId } from "@watchroom/shared/time";
import type { EntryBody } from "../journal/entry.ts";
import type { SessionRow } from "../store/store.ts";

export type CommandBody = Extract<EntryBody, { kind: "command" }>;

/** Pure. A session as lists show it. `ending`: the act that ended it; null while it runs. */
export function sessionRow(
  view: SessionView,
  roomId: RoomId,
  ending: CommandBody | null,
  endedAt: EpochMs | null,
): SessionRow {
  return {
    sessionId: view.sessionId as SessionId,
    roomId,
    initials: view.initials,
    route: view.route,
    recordFrom: view.recordFrom as EpochMs,
    startedAt: view.startedAt as EpochMs,
    endedAt,
    simulated: view.simulated,
    facts: {
      patient: view.patient,
      protocol: { id: view.protocol.id, name: view.protocol.name, version: view.protocol.version },
      owner: view.owner?.name ?? null,
      doseAt: view.doseAt,
      dosingEndedAt: view.dosingEndedAt,
      givenMg: givenMg(view.doses, endedAt ?? view.doses.at(-1)?.at ?? view.startedAt),
      ending: ending === null ? null : endingOf(ending),
      preCheck: view.preCheck.answers,
      signatures: [],
      corrections: 0,
      rems: null,
    },
  };
}

function endingOf({ command, by }: CommandBody): SessionFacts["ending"] {
  if (command.name === "endSession") {
    return { how: command.payload.how, by: by.name, reason: command.payload.reason, physician: null };
  }
  const despite = command.name === "release" ? command.payload.despite : null;
  return { how: "released", by: by.name, reason: despite?.reason ?? null, physician: despite?.physician ?? null };
}
