import type { DueState } from "./dueWords.ts";

const SHAPES: Readonly<Record<DueState, string>> = {
  overdue: "M8 1.5 15 14H1z",
  due: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z",
  soon: "M8 2.7a5.3 5.3 0 1 1 0 10.6A5.3 5.3 0 0 1 8 2.7zM8 5v3.2l2.2 1.4",
  later: "M4 8h8",
};

/** A filled triangle, a filled disc, a clock: how pressing it is without its colour. */
export const DueMark = ({ state }: { readonly state: DueState }) => (
  <svg className="dueMark" data-state={state} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d={SHAPES[state]} />
  </svg>
);
