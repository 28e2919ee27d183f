import type { RemsField } from "@watchroom/shared/http-sessions";
import { sectionsOf, sourceText } from "./remsWords.ts";

type Props = {
  readonly fields: readonly RemsField[];
  readonly onCopy: (label: string, value: string) => void;
};

/** Where a field stands on the page, for the list of what is missing. */
export const fieldId = (id: string): string => `rems-${id}`;

/** The form, section by section, each value with where it came from. */
export const RemsFields = ({ fields, onCopy }: Props) => (
  <>
    {sectionsOf(fields).map(({ title, fields: own }) => (
      <section key={title} className="roomPart roomTab" aria-label={title}>
        <h2>{title}</h2>
        <dl className="remsFields">
          {own.map((field) => (
            <FieldLine key={field.id} field={field} onCopy={onCopy} />
          ))}
        </dl>
      </section>
    ))}
  </>
);

type LineProps = Pick<Props, "onCopy"> & { readonly field: RemsField };

function FieldLine({ field, onCopy }: LineProps) {
  const { id, label, value, required } = field;
  return (
    <div id={fieldId(id)} tabIndex={-1} data-missing={(required && value === null) || undefined}>
      <dt>
        {label}
        {required && (
          <span title="Required">
            <span aria-hidden="true"> *</span>
            <span className="unseen"> required</span>
          </span>
        )}
      </dt>
      <dd>
        {value === null ? (
          <span className={required ? "attention" : "dim"}>
            {required ? "! not in the record" : "not in the record"}
          </span>
        ) : (
          <b>{value}</b>
        )}
        <span className="fieldSource">{sourceText(field)}</span>
      </dd>
      <dd className="fieldCopy">
        {value !== null && (
          <button type="button" className="button small" onClick={() => onCopy(label, value)}>
            Copy<span className="unseen"> {label}</span>
          </button>
        )}
      </dd>
    </div>
  );
}
