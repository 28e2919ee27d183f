import { useId, useState } from "react";
import { currentServerTime } from "../live/hooks.ts";
import { browserTimeZone } from "../sessions/timeZone.ts";
import { useDownload } from "./reviewQueries.ts";
import { weekOf } from "./reviewWords.ts";

/** A week on paper, with plots. */
export function WeekReport({ isSimulated }: { readonly isSimulated: boolean }) {
  const id = useId();
  const download = useDownload();
  const [week, setWeek] = useState(() => weekOf(currentServerTime()));
  const isWeek = /^\d{4}-W\d{2}$/.test(week);
  const asked = new URLSearchParams({ week, timeZone: browserTimeZone(), simulated: isSimulated ? "yes" : "no" });
  const name = `watchroom-alarms-${week}${isSimulated ? "-simulated" : ""}.pdf`;
  return (
    <div className="field weekReport">
      <label htmlFor={id}>Report of a week</label>
      <div className="row">
        {/* Browsers without a picker for weeks show a line to write in. */}
        <input
          id={id}
          type="week"
          className="input"
          placeholder="2026-W47"
          value={week}
          onChange={(event) => setWeek(event.target.value)}
        />
        <button
          type="button"
          className="button"
          disabled={!isWeek || download.isPending}
          onClick={() => download.mutate({ path: `week.pdf?${asked}`, name })}
        >
          {download.isPending ? "Making the PDF…" : "PDF"}
        </button>
      </div>
      {download.error !== null && (
        <p role="alert" className="problem">
          {download.error.message}
        </p>
      )}
    </div>
  );
}
