import type { Episode } from "@watchroom/shared/alarm-review";
import { useState } from "react";
import { useMe } from "../live/hooks.ts";
import { OwnPassword } from "../people/OwnPassword.tsx";
import { FormDialog } from "../settings/FormDialog.tsx";
import { useReview } from "./reviewQueries.ts";
import { judgedText } from "./reviewWords.ts";

type Props = {
  readonly episodes: readonly Episode[];
  readonly onSigned: () => void;
  readonly onClose: () => void;
};

/** "2 treated, 1 artefact, 3 not judged": what the name stands under. */
function judgedCounts(episodes: readonly Episode[]): string {
  const counts = new Map<string, number>();
  for (const episode of episodes) {
    const text = judgedText(episode).toLowerCase();
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => `${count} ${text}`).join(", ");
}

/** A signature is the person's, not the browser's: it asks who is there. */
export function ReviewDialog({ episodes, onSigned, onClose }: Props) {
  const { displayName } = useMe();
  const review = useReview();
  const [password, setPassword] = useState("");
  const episodeIds = episodes.map(({ episodeId }) => episodeId);
  const [first] = episodes;
  const what =
    episodes.length === 1 && first !== undefined ? `${first.text}, ${first.room}` : `${episodes.length} alarms`;
  return (
    <FormDialog
      title={episodes.length === 1 ? "Sign this alarm as judged?" : `Sign ${episodes.length} alarms as judged?`}
      description={`${displayName} signs to have reviewed: ${what} (${judgedCounts(episodes)}). What is said of them later must be signed again.`}
      action="Sign"
      isBusy={review.isPending}
      failure={review.error?.message ?? null}
      onSubmit={() =>
        review.mutate(
          { episodeIds, password },
          {
            onSuccess() {
              onClose();
              onSigned();
            },
            onError: () => setPassword(""),
          },
        )
      }
      onClose={onClose}
    >
      <OwnPassword value={password} onChange={setPassword} />
    </FormDialog>
  );
}
