import { daysText, urgencyOf } from "./remsWords.ts";
import "./rems.css";

/** How much of the seven days is left; overdue is said in words and in shape, not by colour alone. */
export const DaysLeft = ({ daysLeft }: { readonly daysLeft: number }) => (
  <span className="daysLeft" data-urgency={urgencyOf(daysLeft)}>
    {urgencyOf(daysLeft) === "overdue" && <span aria-hidden="true">! </span>}
    {daysText(daysLeft)}
  </span>
);
