import { Link, useRoute } from "wouter";
import { useLink } from "../live/hooks.ts";
import { overdueCount } from "./board.ts";
import { DueMark } from "./DueMark.tsx";
import { useBoard } from "./useBoard.ts";
import "./board.css";

/** The way to the board, with how many checks are overdue; without a connection nobody knows. */
export function DueNavLink() {
  const [isHere] = useRoute("/due");
  const count = overdueCount(useBoard().rows);
  const isLive = useLink() === "up";
  return (
    <Link href="/due" aria-current={isHere ? "page" : undefined}>
      Due
      {isLive && count > 0 && (
        <span className="dueCount">
          <DueMark state="overdue" />
          {count}
          <span className="unseen"> overdue</span>
        </span>
      )}
    </Link>
  );
}
