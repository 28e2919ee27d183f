import type { ProtocolVersion } from "@watchroom/shared/http-sessions";
import { ROUTES } from "@watchroom/shared/session";
import { useState } from "react";
import { Link, useSearch } from "wouter";
import { useMe } from "../live/hooks.ts";
import { ActivationDialog } from "./ActivationDialog.tsx";
import { DiffTable } from "./DiffTable.tsx";
import { DocumentView } from "./DocumentView.tsx";
import { ComparePart, HistoryPart } from "./HistoryPart.tsx";
import { whyNotChange } from "./mayChange.ts";
import { documentPath, useProtocols } from "./protocolQueries.ts";
import { editPath, fromPreset, type Kept, keptOf, placesText, protocolsPath, versionOf } from "./protocolWords.ts";
import "./protocols.css";

/** One protocol to be read: a version in full, its history, and what can be done with it. */
export function ProtocolPage({ id }: { readonly id: string }) {
  const { data, error } = useProtocols();
  const wanted = versionOf(useSearch());
  const all = keptOf(data?.versions ?? []);
  const kept = all.find((one) => one.id === id);
  const version = wanted === null ? kept?.shown : kept?.versions.find(({ protocol }) => protocol.version === wanted);
  if (kept === undefined || version === undefined) {
    return <Missing error={error?.message ?? null} isRead={data !== undefined} />;
  }
  const { route } = version.protocol;
  const hasOther = all.some(({ id: other, active }) => other !== id && active?.protocol.route === route);
  return (
    <main className="page settings protocols" aria-label={version.protocol.name}>
      <Head kept={kept} version={version} hasOther={hasOther} />
      <HistoryPart kept={kept} shown={version} />
      <ComparePart kept={kept} />
      <AgainstPreset version={version} />
      <DocumentView protocol={version.protocol} />
    </main>
  );
}

function Missing({ error, isRead }: { readonly error: string | null; readonly isRead: boolean }) {
  return (
    <main className="page settings protocols">
      <h1>{isRead ? "There is no such protocol" : error === null ? "Reading the protocol…" : "It cannot be shown"}</h1>
      {error !== null && (
        <p role="alert" className="problem">
          {error}
        </p>
      )}
      <Link href={protocolsPath}>Back to the protocols</Link>
    </main>
  );
}

type HeadProps = { readonly kept: Kept; readonly version: ProtocolVersion; readonly hasOther: boolean };

function Head({ kept, version, hasOther }: HeadProps) {
  const whyNot = whyNotChange(useMe());
  const [isAsked, setAsked] = useState(false);
  const { protocol, active } = version;
  return (
    <header className="protocolHead">
      <div className="row">
        <Link href={protocolsPath} className="button">
          ← Protocols
        </Link>
        <h1>{protocol.name}</h1>
        <b>version {protocol.version}</b>
        {active ? <b className="tag activeNow">active</b> : <span className="tag">not active</span>}
        <span className="dim">{ROUTES[protocol.route].label}</span>
      </div>
      <div className="row">
        {whyNot === null ? (
          <Link href={editPath(kept.id, protocol.version)} className="button primary">
            Edit
          </Link>
        ) : (
          <button type="button" className="button" disabled>
            Edit
          </button>
        )}
        <button type="button" className="button" disabled={whyNot !== null} onClick={() => setAsked(true)}>
          {active ? "Make not active" : "Make active"}
        </button>
        <a href={documentPath(kept.id, protocol.version)} download className="button">
          Export as a file
        </a>
        {whyNot !== null && <span className="hint">{whyNot}</span>}
      </div>
      {isAsked && (
        <ActivationDialog version={version} kept={kept} hasOther={hasOther} onClose={() => setAsked(false)} />
      )}
    </header>
  );
}

function AgainstPreset({ version: { protocol } }: Pick<HeadProps, "version">) {
  const differences = fromPreset(protocol);
  if (differences.length === 0) return <p className="dim">Every number is that of the preset for its route.</p>;
  return (
    <details className="protocolPart">
      <summary>
        Differs from the preset in <b>{placesText(differences.length)}</b>
      </summary>
      <DiffTable
        caption={`The preset and version ${protocol.version}`}
        before="Preset"
        after={`Version ${protocol.version}`}
        differences={differences}
      />
    </details>
  );
}
