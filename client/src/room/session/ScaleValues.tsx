import { ASSESSMENTS, type AssessmentId } from "@watchroom/shared/assessment";

type ScaleValuesProps = {
  readonly scale: AssessmentId;
  /** The newest value, or the one chosen; null: none. */
  readonly value: number | null;
  readonly isBarred: boolean;
  readonly isSending: boolean;
  readonly onEnter: (value: number) => void;
};

/** All values of a scale in its own wording, one tap each. */
export function ScaleValues({ scale, value: chosen, isBarred, isSending, onEnter }: ScaleValuesProps) {
  const { values } = ASSESSMENTS[scale];
  const isWorded = values.every(({ text }) => text !== "");
  return (
    <div className="scaleValues" data-worded={isWorded || undefined}>
      {values.map(({ value, text }) => (
        <button
          key={value}
          type="button"
          className="button scaleValue"
          disabled={isBarred}
          aria-disabled={isSending || undefined}
          aria-pressed={chosen === value}
          onClick={() => onEnter(value)}
        >
          <b>{value}</b>
          {text !== "" && <span>{text}</span>}
        </button>
      ))}
    </div>
  );
}
