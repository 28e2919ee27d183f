import { DISPOSITIONS, Disposition, Priority, STARS } from "@watchroom/shared/alarm";
import { PatientsField, RouteField } from "../sessions/FilterFields.tsx";
import { Select } from "../settings/Select.tsx";
import { DAYS, type ReviewFilter } from "./reviewWords.ts";

const PRIORITY_WORDS: Readonly<Record<Priority, string>> = { high: "High", medium: "Medium", low: "Low" };
const DAY_OPTIONS = DAYS.map((days) => ({ value: String(days), label: days === 1 ? "Today" : `${days} days` }));
const PRIORITY_OPTIONS = [
  { value: "all", label: "All priorities" },
  ...Priority.options.map((value) => ({ value, label: `${PRIORITY_WORDS[value]} ${STARS[value]}` })),
] as const;
const DISPOSITION_OPTIONS = [
  { value: "all", label: "Judged or not" },
  { value: "none", label: "Not judged" },
  ...Disposition.options.map((value) => ({ value, label: DISPOSITIONS[value].label })),
] as const;
const REVIEWED_OPTIONS = [
  { value: "all", label: "Signed or not" },
  { value: "no", label: "Not signed" },
  { value: "yes", label: "Signed by a physician" },
] as const;

type DaysProps = { readonly days: number; readonly onChange: (days: number) => void };
/** How far back: the same choice over the list and over the load. */
export const DaysField = ({ days, onChange }: DaysProps) => (
  <Select
    label="Time"
    value={String(days)}
    options={DAY_OPTIONS}
    onChange={(value) => onChange(DAYS.find((one) => String(one) === value) ?? days)}
  />
);

type Props = {
  readonly filter: ReviewFilter;
  /** Those that came within the days. */
  readonly conditions: readonly string[];
  readonly onChange: (filter: ReviewFilter) => void;
};

/** What narrows the list; it stands in the address, so that it can be sent to somebody. */
export function FilterBar({ filter, conditions, onChange }: Props) {
  const known = filter.condition === "all" || conditions.includes(filter.condition) ? [] : [filter.condition];
  const options = ["all", ...known, ...conditions].map((value) => ({
    value,
    label: value === "all" ? "All alarms" : value,
  }));
  return (
    <search className="filterBar">
      <DaysField days={filter.days} onChange={(days) => onChange({ ...filter, days })} />
      <Select
        label="Alarm"
        value={filter.condition}
        options={options}
        onChange={(condition) => onChange({ ...filter, condition })}
      />
      <Select
        label="Priority"
        value={filter.priority}
        options={PRIORITY_OPTIONS}
        onChange={(priority) => onChange({ ...filter, priority })}
      />
      <Select
        label="Judged"
        value={filter.disposition}
        options={DISPOSITION_OPTIONS}
        onChange={(disposition) => onChange({ ...filter, disposition })}
      />
      <Select
        label="Review"
        value={filter.reviewed}
        options={REVIEWED_OPTIONS}
        onChange={(reviewed) => onChange({ ...filter, reviewed })}
      />
      <RouteField value={filter.route} onChange={(route) => onChange({ ...filter, route })} />
      <PatientsField value={filter.kind} onChange={(kind) => onChange({ ...filter, kind })} />
    </search>
  );
}
