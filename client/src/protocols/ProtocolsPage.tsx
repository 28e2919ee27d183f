import { ROUTES, Route } from "@watchroom/shared/session";
import { useState } from "react";
import { Link } from "wouter";
import { useMe } from "../live/hooks.ts";
import { momentText } from "../sessions/sessionWords.ts";
import { SettingsNav } from "../settings/SettingsPage.tsx";
import { ImportDialog, NewFromDialog } from "./BeginDialogs.tsx";
import { whyNotChange } from "./mayChange.ts";
import { useProtocols } from "./protocolQueries.ts";
import { fromPreset, type Kept, keptOf, placesText, protocolPath } from "./protocolWords.ts";
import "../settings/settings.css";
import "./protocols.css";
import { CardRow, CardRows, CardTable, Cell } from "../theme/Cards.tsx";

/** All protocols of the clinic, by route: what new sessions may take, and what is being prepared. */
export function ProtocolsPage() {
  const { data, error, isPending } = useProtocols();
  const whyNot = whyNotChange(useMe());
  const [asked, setAsked] = useState<"new" | "file" | null>(null);
  const kept = keptOf(data?.versions ?? []);
  return (
    <main className="page settings protocols">
      <SettingsNav path="protocols" />
      <h1>Protocols</h1>
      <p className="hint">
        A session takes the active version when it starts, and keeps it. Saving a version changes nothing for patients;
        making it active does, for sessions that start after it.
      </p>
      <div className="row">
        <button
          type="button"
          className="button primary"
          disabled={whyNot !== null || kept.length === 0}
          onClick={() => setAsked("new")}
        >
          New from …
        </button>
        <button type="button" className="button" disabled={whyNot !== null} onClick={() => setAsked("file")}>
          Import
        </button>
        {whyNot !== null && <span className="hint">{whyNot}</span>}
      </div>
      {error !== null && (
        <p role="alert" className="problem">
          {error.message}
        </p>
      )}
      {isPending && error === null && <p role="status">Reading the list…</p>}
      {data !== undefined && <ProtocolTable kept={kept} />}
      {asked === "new" && <NewFromDialog kept={kept} onClose={() => setAsked(null)} />}
      {asked === "file" && <ImportDialog kept={kept} onClose={() => setAsked(null)} />}
    </main>
  );
}

function ProtocolTable({ kept }: { readonly kept: readonly Kept[] }) {
  const routes = Route.options.filter((route) => kept.some(({ shown }) => shown.protocol.route === route));
  return (
    <CardTable
      caption="Protocols by route"
      columns={[["Protocol"], ["Active version"], ["Saved"], ["Versions"], ["Against the preset"], ["Open", "unseen"]]}
      className="protocolTable"
    >
      {routes.map((route) => (
        <CardRows key={route}>
          <CardRow className="diffPart">
            <th scope="rowgroup" colSpan={6}>
              {ROUTES[route].label}
            </th>
          </CardRow>
          {kept
            .filter(({ shown }) => shown.protocol.route === route)
            .map((one) => (
              <ProtocolRow key={one.id} kept={one} />
            ))}
        </CardRows>
      ))}
    </CardTable>
  );
}

function ProtocolRow({ kept: { id, active, shown, versions } }: { readonly kept: Kept }) {
  const differing = fromPreset(shown.protocol).length;
  const newest = versions[0].protocol.version;
  const { name, version } = shown.protocol;
  return (
    <CardRow>
      <th scope="row">{name}</th>
      <Cell label="Active version">
        {active === null ? <span className="dim">none active</span> : <b>version {version}</b>}
        {newest !== version && <div className="hint">newest: {newest}, not active</div>}
      </Cell>
      <Cell label="Saved">
        {momentText(shown.savedAt)}
        <div className="hint">{shown.savedBy}</div>
      </Cell>
      <Cell label="Versions">{versions.length}</Cell>
      <Cell label="Against the preset">
        {differing === 0 ? <span className="dim">as the preset</span> : `differs in ${placesText(differing)}`}
      </Cell>
      <Cell>
        <Link href={protocolPath(id)} className="button" aria-label={`Open ${name}`}>
          Open
        </Link>
      </Cell>
    </CardRow>
  );
}
