type Props = {
  /** How many. */
  readonly faults: number;
  readonly isUnsaved: boolean;
  readonly whyNot: string | null;
  readonly onSave: () => void;
};

function stateText({ faults, isUnsaved, whyNot }: Omit<Props, "onSave">): string {
  if (whyNot !== null) return whyNot;
  if (faults > 0) return `${faults === 1 ? "One thing is" : `${faults} things are`} wrong: it cannot be saved yet.`;
  return isUnsaved ? "Changed, not saved." : "Nothing is changed.";
}

/** Always in sight: whether it can be saved, and why not. */
export const SaveBar = ({ onSave, ...state }: Props) => (
  <div className="saveBar">
    <p role="status">{stateText(state)}</p>
    <button
      type="button"
      className="button primary"
      disabled={state.faults > 0 || !state.isUnsaved || state.whyNot !== null}
      onClick={onSave}
    >
      Save …
    </button>
  </div>
);
