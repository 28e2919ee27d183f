import type { Protocol } from "@watchroom/shared/protocol";
import { linesOf, type ProtocolDifference, type ProtocolLine } from "@watchroom/shared/protocol-diff";
import { PLACE_LABELS, PROTOCOL_PARTS } from "@watchroom/shared/protocol-words";
import { groupedBy } from "./groupedBy.ts";
import { fromPreset } from "./protocolWords.ts";

const SOURCE = PLACE_LABELS["dosing.source"];

/** A protocol as a document to be read: its parts in order, each statement with its source. */
export function DocumentView({ protocol }: { readonly protocol: Protocol }) {
  const lines = linesOf(protocol).filter(({ part }) => part !== PROTOCOL_PARTS.name);
  const changed = fromPreset(protocol);
  const parts = [...groupedBy(lines, ({ part }) => part)];
  return (
    <div className="protocolDocument">
      {parts.map(([part, ofPart]) => (
        <DocumentPart key={part} part={part} lines={ofPart} changed={changed} />
      ))}
    </div>
  );
}

type PartProps = {
  readonly part: string;
  readonly lines: readonly ProtocolLine[];
  readonly changed: readonly ProtocolDifference[];
};

function DocumentPart({ part, lines, changed }: PartProps) {
  const id = `document-${part.replaceAll(/\W+/g, "-")}`;
  const source = lines.find(({ label }) => label === SOURCE);
  return (
    <section className="protocolPart" aria-labelledby={id}>
      <h2 id={id}>{part}</h2>
      <dl>
        {lines
          .filter((line) => line !== source)
          .map((line) => (
            <Statement key={line.key} line={line} changed={changed.filter(({ key }) => key === line.key)} />
          ))}
      </dl>
      {source !== undefined && <p className="hint">Source: {source.text}</p>}
    </section>
  );
}

type StatementProps = { readonly line: ProtocolLine; readonly changed: readonly ProtocolDifference[] };

function Statement({ line, changed }: StatementProps) {
  const isNew = changed.some(({ before, label }) => before === null && label === line.label);
  return (
    <div className="statement">
      <dt>{line.label}</dt>
      <dd>
        <b>{line.unit === null ? line.text : `${line.text} ${line.unit}`}</b>
        {line.more.length > 0 && (
          <span className="dim">{line.more.map(([label, text]) => `${label.toLowerCase()}: ${text}`).join(" · ")}</span>
        )}
        {changed.length > 0 && (
          <span className="presetMark">
            {isNew ? "Not in the preset" : `Preset: ${changed.map(({ before }) => before ?? "not there").join("; ")}`}
          </span>
        )}
      </dd>
      {line.source !== null && <dd className="hint">{line.source}</dd>}
    </div>
  );
}
