import type { Episode } from "@watchroom/shared/alarm-review";
import { useMe } from "../live/hooks.ts";
import { JudgeBar } from "./JudgeBar.tsx";

type Props = {
  readonly all: readonly Episode[];
  readonly picked: readonly Episode[];
  readonly onPick: (chosen: ReadonlySet<string>) => void;
};

/** Several alarms judged or signed at once. It stays in sight while the list is gone through. */
export function BulkBar({ all, picked, onPick }: Props) {
  const { role } = useMe();
  if (role === "administrator") return null;
  const isAll = picked.length === all.length;
  return (
    <section className="bulkBar" aria-label="Chosen alarms" data-open={picked.length > 0 || undefined}>
      <div className="row">
        <label className="choice">
          <input
            type="checkbox"
            checked={isAll}
            ref={(box) => {
              if (box !== null) box.indeterminate = picked.length > 0 && !isAll;
            }}
            onChange={() => onPick(new Set(isAll ? [] : all.map(({ episodeId }) => episodeId)))}
          />
          {picked.length === 0 ? "Choose all shown" : `${picked.length} chosen`}
        </label>
        {picked.length > 0 && (
          <button type="button" className="link-button" onClick={() => onPick(new Set())}>
            Choose none
          </button>
        )}
      </div>
      {picked.length > 0 && <JudgeBar episodes={picked} onSigned={() => onPick(new Set())} />}
    </section>
  );
}
