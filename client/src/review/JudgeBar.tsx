import { DISPOSITIONS, Disposition } from "@watchroom/shared/alarm";
import type { Episode } from "@watchroom/shared/alarm-review";
import { type FormEvent, useId, useState } from "react";
import { useMe } from "../live/hooks.ts";
import { ReviewDialog } from "./ReviewDialog.tsx";
import { useAnnotate } from "./reviewQueries.ts";

type Props = { readonly episodes: readonly Episode[]; readonly onSigned: () => void };

/** What these alarms were: one tap each; a note; a physician's signature. */
export function JudgeBar({ episodes, onSigned }: Props) {
  const { role } = useMe();
  const id = useId();
  const annotate = useAnnotate();
  const [note, setNote] = useState("");
  const [isSigning, setIsSigning] = useState(false);
  const episodeIds = episodes.map(({ episodeId }) => episodeId);
  const isOfAll = (disposition: Disposition): boolean => episodes.every((one) => one.disposition === disposition);
  const saveNote = (event: FormEvent): void => {
    event.preventDefault();
    annotate.mutate({ episodeIds, disposition: null, note }, { onSuccess: () => setNote("") });
  };
  const open = episodes.filter(({ reviewedAt }) => reviewedAt === null);
  return (
    <div className="judgeBar">
      <fieldset className="judgeChoice">
        <legend className="unseen">What it was</legend>
        {Disposition.options.map((disposition) => (
          <button
            key={disposition}
            type="button"
            className="button"
            aria-pressed={isOfAll(disposition)}
            disabled={annotate.isPending}
            onClick={() => annotate.mutate({ episodeIds, disposition, note: null })}
          >
            {DISPOSITIONS[disposition].label}
          </button>
        ))}
      </fieldset>
      <form className="judgeNote" onSubmit={saveNote}>
        <label htmlFor={id} className="unseen">
          Note
        </label>
        <input
          id={id}
          className="input"
          placeholder="Note"
          maxLength={200}
          autoComplete="off"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <button type="submit" className="button" disabled={annotate.isPending || note.trim() === ""}>
          Save note
        </button>
      </form>
      {role === "physician" && (
        <button
          type="button"
          className="button primary"
          disabled={open.length === 0}
          onClick={() => setIsSigning(true)}
        >
          {open.length === 0 ? "✓ Signed" : open.length === 1 ? "Sign as judged" : `Sign ${open.length} as judged`}
        </button>
      )}
      <p className="judgeState" role="status">
        {annotate.isPending && "Saving…"}
      </p>
      {annotate.error !== null && (
        <p role="alert" className="problem">
          {annotate.error.message}
        </p>
      )}
      {isSigning && <ReviewDialog episodes={open} onSigned={onSigned} onClose={() => setIsSigning(false)} />}
    </div>
  );
}
