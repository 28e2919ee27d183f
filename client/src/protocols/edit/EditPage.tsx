import type { ProtocolVersion } from "@watchroom/shared/http-sessions";
import { PROTOCOLS } from "@watchroom/shared/protocol";
import { getAt, judgedProtocol } from "@watchroom/shared/protocol-faults";
import { Route } from "@watchroom/shared/session";
import { useMemo, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";
import { useMe } from "../../live/hooks.ts";
import { FormDialog } from "../../settings/FormDialog.tsx";
import { beginningOf } from "../begin.ts";
import { whyNotChange } from "../mayChange.ts";
import { useProtocols } from "../protocolQueries.ts";
import { keptOf, protocolPath, protocolsPath, versionOf } from "../protocolWords.ts";
import { ChecksPart } from "./ChecksPart.tsx";
import { type Editing, EditingContext } from "./context.ts";
import { type Draft, nameFrom } from "./draft.ts";
import { EscalationPart } from "./EscalationPart.tsx";
import { FaultList } from "./FaultList.tsx";
import { LimitsPart } from "./LimitsPart.tsx";
import { PartsNav } from "./PartsNav.tsx";
import {
  DosingPart,
  HoldPart,
  NamePart,
  ObservationPart,
  ReleasePart,
  RepeatPart,
  SoundPart,
  StandbyPart,
} from "./PlanParts.tsx";
import { PreCheckPart } from "./PreCheckPart.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { SaveDialog } from "./SaveDialog.tsx";
import { useLeaveGuard } from "./useLeaveGuard.ts";
import "../../settings/settings.css";
import "../protocols.css";

/** The editor: of a kept protocol, or (`id` null) of a new one that came as a copy or from a file. */
export function EditPage({ id }: { readonly id: string | null }) {
  const { data, error } = useProtocols();
  const wanted = versionOf(useSearch());
  const [beginning] = useState(beginningOf(useHistoryState<unknown>()));
  if (data === undefined) {
    return <Instead title={error === null ? "Reading the protocol…" : "It cannot be edited"} text={error?.message} />;
  }
  const kept = keptOf(data.versions);
  const base = id === null ? null : (kept.find((one) => one.id === id)?.versions[0] ?? null);
  if (id !== null && base === null) return <Instead title="There is no such protocol" text={undefined} />;
  const chosen = data.versions.find(({ protocol }) => protocol.id === id && protocol.version === wanted) ?? base;
  const document = beginning?.document ?? chosen?.protocol;
  if (document === undefined) {
    return <Instead title="New protocol" text="Choose on the page of protocols what it begins from." />;
  }
  const older = chosen === base ? "" : `From version ${chosen?.protocol.version}`;
  const origin = beginning?.origin ?? older;
  return <Editor document={document} base={base} origin={origin} taken={kept.map((one) => one.id)} />;
}

function Instead({ title, text }: { readonly title: string; readonly text: string | undefined }) {
  return (
    <main className="page settings protocols">
      <h1>{title}</h1>
      {text !== undefined && <p>{text}</p>}
      <Link href={protocolsPath}>Back to the protocols</Link>
    </main>
  );
}

type EditorProps = {
  readonly document: Draft;
  /** The newest version when the editor was opened. */
  readonly base: ProtocolVersion | null;
  readonly origin: string;
  readonly taken: readonly string[];
};

function Editor({ document, base: newest, origin, taken }: EditorProps) {
  const [base] = useState(newest);
  const [draft, setDraft] = useState(document);
  const [isSaving, setSaving] = useState(false);
  const [, navigate] = useLocation();
  const whyNot = whyNotChange(useMe());
  const { protocol, faults } = useMemo(() => judgedProtocol(draft), [draft]);
  const isUnsaved = useMemo(
    () => base === null || JSON.stringify(draft) !== JSON.stringify(base.protocol),
    [draft, base],
  );
  const { isAsking, stay, leave } = useLeaveGuard({ isUnsaved, isTouched: draft !== document });
  const editing = useMemo((): Editing => {
    const route = Route.safeParse(getAt(draft, ["route"]));
    return { draft, faults, preset: PROTOCOLS[route.success ? route.data : "intravenous"], change: setDraft };
  }, [draft, faults]);
  const saved = ({ protocol: { id, version } }: ProtocolVersion): void =>
    navigate(protocolPath(id, version), { replace: true });
  return (
    <EditingContext value={editing}>
      <main className="page settings protocols">
        <EditHead base={base} origin={origin} name={String(getAt(draft, ["name"]) ?? "")} />
        <PartsNav />
        <FaultList faults={faults} />
        <AllParts />
        <SaveBar faults={faults.length} isUnsaved={isUnsaved} whyNot={whyNot} onSave={() => setSaving(true)} />
      </main>
      {isSaving && protocol !== null && (
        <SaveDialog
          protocol={base === null ? { ...protocol, id: nameFrom(protocol.name, taken) } : protocol}
          base={base}
          onSaved={saved}
          onClose={() => setSaving(false)}
        />
      )}
      {isAsking && (
        <FormDialog
          title="Leave without saving?"
          description="What you have changed here is not saved, and will be lost."
          action="Leave without saving"
          isBusy={false}
          failure={null}
          onSubmit={leave}
          onClose={stay}
        />
      )}
    </EditingContext>
  );
}

const AllParts = () => (
  <>
    <NamePart />
    <PreCheckPart />
    <HoldPart />
    <DosingPart />
    <ObservationPart />
    <ChecksPart />
    <LimitsPart />
    <SoundPart />
    <EscalationPart />
    <RepeatPart />
    <StandbyPart />
    <ReleasePart />
  </>
);

type HeadProps = { readonly base: ProtocolVersion | null; readonly origin: string; readonly name: string };

const EditHead = ({ base, origin, name }: HeadProps) => (
  <header className="protocolHead">
    <div className="row">
      <Link href={base === null ? protocolsPath : protocolPath(base.protocol.id)} className="button">
        {base === null ? "← Protocols" : "← Back without saving"}
      </Link>
      <h1>{base === null ? `New protocol: ${name}` : `Edit ${name}`}</h1>
    </div>
    <p className="hint">
      {origin !== "" && `${origin}, not saved yet. `}
      {base === null ? "It becomes version 1." : `It becomes a new version; version ${base.protocol.version} stays.`}{" "}
      What is not as the preset of its route says so below its field.
    </p>
  </header>
);
