import { Link, useRoute } from "wouter";
import { useRemsList } from "../rems/remsQueries.ts";
import { REMS_LIST_PATH } from "../rems/remsWords.ts";
import "./tabs.css";

/** All sessions, and those whose form for the REMS is still to be submitted, with how many and how late. */
export function SessionsTabs() {
  const [isRems] = useRoute(REMS_LIST_PATH);
  const waiting = useRemsList().data?.sessions ?? [];
  const overdue = waiting.filter(({ daysLeft }) => daysLeft < 0).length;
  return (
    <nav className="pageTabs" aria-label="Sessions">
      <Link href="/sessions" aria-current={isRems ? undefined : "page"}>
        All sessions
      </Link>
      <Link href={REMS_LIST_PATH} aria-current={isRems ? "page" : undefined}>
        REMS forms
        {waiting.length > 0 && (
          <span className="tabCount" data-overdue={overdue > 0 || undefined}>
            {waiting.length}
            <span className="unseen"> to submit</span>
            {overdue > 0 && `, ${overdue} overdue`}
          </span>
        )}
      </Link>
    </nav>
  );
}
