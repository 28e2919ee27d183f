import type { Path } from "@watchroom/shared/protocol-faults";
import type { ReactNode } from "react";
import { useEditing, usePlace } from "./context.ts";
import { listAt, moveAt, removeAt } from "./draft.ts";
import { arrowId, goAlong, goToAfter } from "./goTo.ts";
import { Sentences } from "./marks.tsx";

type Props = {
  /** Of the list. */
  readonly path: Path;
  readonly index: number;
  readonly title: string;
  readonly canMove?: boolean;
  readonly children: ReactNode;
};

/** One item of a list: what it is, its fields, and how to move it or take it away. */
export function ItemCard({ path, index, title, canMove = false, children }: Props) {
  const { draft, change } = useEditing();
  const { id, fromPreset, sentences } = usePlace([...path, index]);
  const last = listAt(draft, path).length - 1;
  return (
    <fieldset
      className="itemCard"
      id={id}
      tabIndex={-1}
      aria-describedby={sentences.length === 0 ? undefined : `${id}-fault`}
    >
      <legend className="unseen">{title}</legend>
      <div className="row itemHead">
        <b aria-hidden="true">{title}</b>
        {fromPreset === null && <span className="presetMark">Not in the preset</span>}
        <span className="grow" />
        {canMove && (
          <>
            <Arrow path={path} index={index} title={title} arrow="up" isEnd={index === 0} />
            <Arrow path={path} index={index} title={title} arrow="down" isEnd={index === last} />
          </>
        )}
        <button
          type="button"
          className="button small"
          aria-label={`Remove: ${title}`}
          onClick={() => {
            change((before) => removeAt(before, path, index));
            goToAfter([...path, Math.min(index, last - 1)]);
          }}
        >
          Remove
        </button>
      </div>
      <Sentences id={id} sentences={sentences} />
      <div className="fieldGrid">{children}</div>
    </fieldset>
  );
}

type ArrowProps = {
  readonly path: Path;
  readonly index: number;
  readonly title: string;
  readonly arrow: "up" | "down";
  readonly isEnd: boolean;
};

function Arrow({ path, index, title, arrow, isEnd }: ArrowProps) {
  const { change } = useEditing();
  const by = arrow === "up" ? -1 : 1;
  const move = (): void => {
    change((before) => moveAt(before, path, index, by));
    goAlong(path, index + by, arrow);
  };
  return (
    <button
      type="button"
      id={arrowId(path, index, arrow)}
      className="button small"
      disabled={isEnd}
      aria-label={`Move ${arrow}: ${title}`}
      onClick={move}
    >
      {arrow === "up" ? "↑" : "↓"}
    </button>
  );
}
