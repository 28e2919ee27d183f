import type { SessionRowAnswer } from "@watchroom/shared/http-sessions";
import { useClinic } from "../live/hooks.ts";
import { spanText } from "./sessionWords.ts";
import { browserTimeZone } from "./timeZone.ts";

type Props = {
  readonly session: Pick<
    SessionRowAnswer,
    "simulated" | "initials" | "room" | "startedAt" | "endedAt" | "sessionId" | "facts"
  >;
  readonly note?: string;
};

/** Stands at the head of each printed page, since pages get separated. */
export function PaperHead({ session, note }: Props) {
  const clinic = useClinic();
  const { recordNumber } = session.facts.patient;
  return (
    <div className="paperHead" aria-hidden="true">
      <div>
        {session.simulated && <b className="pill sim">SIMULATED</b>} <b>{session.initials}</b>
        {recordNumber !== null && ` · ${recordNumber}`} · {session.room} · {spanText(session)}, times in{" "}
        {browserTimeZone()}
        {clinic !== null && ` · ${clinic.name}`}
        {note !== undefined && ` · ${note}`}
      </div>
    </div>
  );
}
