import type { ProtocolVersion } from "@watchroom/shared/http-sessions";
import { differencesOf } from "@watchroom/shared/protocol-diff";
import { useState } from "react";
import { Link } from "wouter";
import { momentText } from "../sessions/sessionWords.ts";
import { Select } from "../settings/Select.tsx";
import { TableFrame } from "../theme/TableFrame.tsx";
import { DiffTable } from "./DiffTable.tsx";
import { type Kept, protocolPath } from "./protocolWords.ts";

type Props = { readonly kept: Kept; readonly shown: ProtocolVersion };

/** Who wrote which version, when and why, and when it counted. */
export function HistoryPart({ kept, shown }: Props) {
  return (
    <section className="protocolPart" aria-labelledby="historyTitle">
      <h2 id="historyTitle">Versions</h2>
      <TableFrame>
        <table>
          <caption className="unseen">Versions, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Saved</th>
              <th scope="col">Why</th>
              <th scope="col">Active</th>
            </tr>
          </thead>
          <tbody>
            {kept.versions.map((version) => (
              <VersionRow key={version.protocol.version} id={kept.id} version={version} isShown={version === shown} />
            ))}
          </tbody>
        </table>
      </TableFrame>
    </section>
  );
}

type RowProps = { readonly id: string; readonly version: ProtocolVersion; readonly isShown: boolean };

function VersionRow({ id, version: { protocol, savedAt, savedBy, note, active, activations }, isShown }: RowProps) {
  return (
    <tr>
      <th scope="row">
        <Link
          href={protocolPath(id, protocol.version)}
          className="button"
          aria-current={isShown ? "true" : undefined}
          aria-label={`Read version ${protocol.version}`}
        >
          {protocol.version}
        </Link>
      </th>
      <td>
        {momentText(savedAt)}
        <div className="hint">{savedBy}</div>
      </td>
      <td className="noteText">{note}</td>
      <td>
        {active && <b className="activeNow">active</b>}
        {activations.length === 0 && !active && <span className="dim">never</span>}
        {activations.map(({ at, by, active: became }) => (
          <div key={at} className="hint">
            {became ? "since" : "until"} {momentText(at)}, {by}
          </div>
        ))}
      </td>
    </tr>
  );
}

/** Any two versions, before and after. */
export function ComparePart({ kept }: Pick<Props, "kept">) {
  const numbers = kept.versions.map(({ protocol }) => String(protocol.version));
  const [after, setAfter] = useState(numbers[0] ?? "");
  const [before, setBefore] = useState(numbers[1] ?? numbers[0] ?? "");
  const documentOf = (number: string) =>
    kept.versions.find(({ protocol }) => String(protocol.version) === number)?.protocol;
  const [older, newer] = [documentOf(before), documentOf(after)];
  const options = numbers.map((value) => ({ value, label: `Version ${value}` }));
  if (numbers.length < 2 || older === undefined || newer === undefined) return null;
  return (
    <section className="protocolPart" aria-labelledby="compareTitle">
      <h2 id="compareTitle">Compare two versions</h2>
      <div className="compareChoice">
        <Select label="Before" value={before} options={options} onChange={setBefore} />
        <Select label="After" value={after} options={options} onChange={setAfter} />
      </div>
      <DiffTable
        caption={`Version ${before} and version ${after}`}
        before={`Version ${before}`}
        after={`Version ${after}`}
        differences={differencesOf(older, newer)}
      />
    </section>
  );
}
