import type { StandbyView } from "@watchroom/shared/wire";
import type { CSSProperties } from "react";
import { useNow } from "../live/hooks.ts";
import { standbyText } from "./standbyWords.ts";

/** Where the alarm line stands when there is none: the patient is away, where, and how long of how long. */
export function StandbyLine({ standby }: { readonly standby: StandbyView }) {
  const now = useNow();
  const text = standbyText(standby, now);
  const style: CSSProperties & Record<"--letters", number> = { "--letters": text.length };
  return (
    <div className="alarmLine standbyLine" data-over={now >= standby.until || undefined} style={style}>
      <strong className="alarmHeadline">{text}</strong>
    </div>
  );
}
