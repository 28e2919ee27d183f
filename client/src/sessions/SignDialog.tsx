import type { ReportAnswer, SignBody } from "@watchroom/shared/http-sessions";
import { useState } from "react";
import { useMe } from "../live/hooks.ts";
import { OwnPassword } from "../people/OwnPassword.tsx";
import { FormDialog } from "../settings/FormDialog.tsx";
import { sessionBase, useAddition } from "./sessionQueries.ts";
import { givenText, spanText } from "./sessionWords.ts";
import { correctionsText, type Signer } from "./signatures.ts";

type Props = { readonly report: ReportAnswer; readonly signer: Signer; readonly onClose: () => void };

/** "42 entries, 84 mg, 7 alarms, 1 correction": what the name stands under. */
function contentText({ row, timeline, alarms, corrections }: ReportAnswer): string {
  const parts = [
    `${timeline.length} timeline entries`,
    givenText(row),
    `${alarms.length} ${alarms.length === 1 ? "alarm" : "alarms"}`,
    correctionsText(corrections.length),
  ];
  return parts.filter((part) => part !== null).join(", ");
}

/** What each of them says with their name. */
const SAYS: Readonly<Record<Signer, string>> = {
  nurse: "signs that the record is complete and correct",
  physician: "signs to have reviewed the record",
};

/** A signature is the person's, not the browser's: it asks who is there. */
export function SignDialog({ report, signer, onClose }: Props) {
  const { row } = report;
  const { displayName } = useMe();
  const sign = useAddition<ReturnType<typeof SignBody.parse>>(`${sessionBase(row.sessionId)}/signatures`);
  const [password, setPassword] = useState("");
  return (
    <FormDialog
      title={`Sign the session of ${row.initials} as ${signer}?`}
      description={`${displayName} ${SAYS[signer]}: ${row.initials}, ${row.room}, ${spanText(row)}: ${contentText(report)}. Signed by a nurse and by a physician it is locked: then only corrections can be added, beside it.`}
      action="Sign"
      isBusy={sign.isPending}
      failure={sign.error?.message ?? null}
      onSubmit={() => sign.mutate({ password }, { onSuccess: onClose, onError: () => setPassword("") })}
      onClose={onClose}
    >
      <OwnPassword value={password} onChange={setPassword} />
    </FormDialog>
  );
}
