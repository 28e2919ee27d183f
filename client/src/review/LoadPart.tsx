import type { Load, LoadAnswer } from "@watchroom/shared/alarm-review";
import { useState } from "react";
import { useLocation } from "wouter";
import { currentServerTime, useClinic } from "../live/hooks.ts";
import { Select } from "../settings/Select.tsx";
import { BeforeAfter } from "./BeforeAfter.tsx";
import { DayBars } from "./DayBars.tsx";
import { DaysField } from "./FilterBar.tsx";
import { LoadLists } from "./LoadLists.tsx";
import { figuresOf } from "./loadWords.ts";
import { useLoad } from "./reviewQueries.ts";
import { beginOf, type ReviewFilter, searchOf, tabPath } from "./reviewWords.ts";
import { WeekReport } from "./WeekReport.tsx";
import "./load.css";

const KIND_OPTIONS = [
  { value: "real", label: "Real only" },
  { value: "simulated", label: "Simulated only" },
] as const;

/** How many alarms there were, and what they were worth, in a clinic lead's words. */
export function LoadPart({ filter }: { readonly filter: ReviewFilter }) {
  const [, navigate] = useLocation();
  const isSimulatedClinic = useClinic()?.simulated === true;
  const { data, error, isPending } = useLoad(beginOf(filter.days, currentServerTime()), null);
  const kind = filter.kind === "all" ? (isSimulatedClinic ? "simulated" : "real") : filter.kind;
  const change = (next: ReviewFilter): void => navigate(`${tabPath("load")}${searchOf(next)}`, { replace: true });
  return (
    <>
      <search className="filterBar">
        <DaysField days={filter.days} onChange={(days) => change({ ...filter, days })} />
        <Select
          label="Counted"
          value={kind}
          options={KIND_OPTIONS}
          onChange={(value) => change({ ...filter, kind: value })}
        />
        <WeekReport isSimulated={kind === "simulated"} />
      </search>
      {error !== null && (
        <p role="alert" className="problem">
          {error.message}
        </p>
      )}
      {isPending && error === null && <p role="status">Counting the alarms…</p>}
      {data !== undefined && <Whole answer={data} load={data[kind]} kind={kind} />}
    </>
  );
}

type WholeProps = {
  readonly answer: LoadAnswer;
  readonly load: Load;
  readonly kind: "real" | "simulated";
};

function Whole({ answer, load, kind }: WholeProps) {
  const [day, setDay] = useState<string | null>(null);
  const other = kind === "real" ? answer.simulated : answer.real;
  if (load.figures.alarms === 0 && load.figures.roomHours === 0) {
    const there = other.figures.alarms > 0 || other.figures.roomHours > 0;
    return (
      <p className="reviewEmpty">
        No {kind} treatment in these days.
        {there && ` There were ${kind === "real" ? "simulated" : "real"} ones: choose them above.`}
      </p>
    );
  }
  return (
    <>
      {kind === "simulated" && <p className="pill sim loadSimulated">SIMULATED: no patient was treated</p>}
      <dl className="figures">
        {figuresOf(load.figures).map(({ label, value, means }) => (
          <div key={label} className="roomPart figure">
            <dt>{label}</dt>
            <dd className="figureValue">{value}</dd>
            <dd className="dim">{means}</dd>
          </div>
        ))}
      </dl>
      <p className="hint">
        Counted is what interrupts a person once: one cuff value beyond several limits is one alarm, and so is what all
        rooms had at once, such as no station that hears. The list to review has each by itself.
      </p>
      {load.byDay.length > 1 && (
        <section className="roomPart">
          <h2>Alarms per room-hour, by day</h2>
          <DayBars days={load.byDay} chosen={day} onChoose={setDay} />
          <BeforeAfter days={load.byDay} day={day} kind={kind} onChoose={setDay} />
        </section>
      )}
      <LoadLists load={load} />
    </>
  );
}
