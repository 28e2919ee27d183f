import { PROTOCOLS, type Protocol } from "@watchroom/shared/protocol";
import { judgedProtocol } from "@watchroom/shared/protocol-faults";
import { ROUTES, Route } from "@watchroom/shared/session";
import { useId, useState } from "react";
import { useLocation } from "wouter";
import { useMe } from "../live/hooks.ts";
import { Field } from "../people/Field.tsx";
import { ChoiceField } from "../room/ChoiceField.tsx";
import { FormDialog } from "../settings/FormDialog.tsx";
import { Select } from "../settings/Select.tsx";
import { type Beginning, readFile } from "./begin.ts";
import { editPath, type Kept, newProtocolPath } from "./protocolWords.ts";

type Props = { readonly kept: readonly Kept[]; readonly onClose: () => void };
const NEW_ID = "new-protocol";

/** A new protocol begins as a copy of one that is known; the editor opens with it, not yet saved. */
export function NewFromDialog({ kept, onClose }: Props) {
  const [, navigate] = useLocation();
  const { displayName } = useMe();
  const models = [
    ...kept.map(({ id, shown: { protocol } }) => ({
      value: id,
      label: `${protocol.name}, version ${protocol.version}`,
      protocol,
    })),
    ...Route.options.map((route) => ({
      value: `shipped:${route}`,
      label: `Preset as shipped: ${PROTOCOLS[route].name}`,
      protocol: PROTOCOLS[route],
    })),
  ];
  const [value, setValue] = useState(models[0]?.value ?? "");
  const [name, setName] = useState("");
  const model = models.find((one) => one.value === value);
  const open = (): void => {
    if (model === undefined) return;
    const document: Protocol = { ...model.protocol, id: NEW_ID, name: name.trim(), version: 1, author: displayName };
    const state: Beginning = { document, origin: `Copy of ${model.label}` };
    navigate(newProtocolPath, { state });
  };
  return (
    <FormDialog
      title="New protocol"
      description="It begins as a copy, which opens in the editor. Nothing is kept until you save it."
      action="Open in the editor"
      isBusy={false}
      failure={null}
      onSubmit={open}
      onClose={onClose}
    >
      <Select label="Copy of" value={value} options={models} onChange={setValue} />
      {model !== undefined && <p className="hint">Route: {ROUTES[model.protocol.route].label}</p>}
      <Field label="Name of the new protocol" value={name} onChange={setName} minLength={3} maxLength={80} required />
    </FormDialog>
  );
}

type Chosen = { readonly sentences: readonly string[]; readonly protocol: Protocol | null; readonly file: string };
const NOTHING: Chosen = { sentences: [], protocol: null, file: "" };

/** A file is judged at once; only a right one opens in the editor, where it is still not saved. */
export function ImportDialog({ kept, onClose }: Props) {
  const [, navigate] = useLocation();
  const [chosen, setChosen] = useState<Chosen>(NOTHING);
  const [failure, setFailure] = useState<string | null>(null);
  const [as, setAs] = useState<"version" | "protocol">("version");
  const { protocol, sentences, file } = chosen;
  const same = kept.find(({ id, shown }) => id === protocol?.id && shown.protocol.route === protocol.route);
  const choose = async (picked: File | undefined): Promise<void> => {
    setFailure(null);
    if (picked === undefined) return setChosen(NOTHING);
    const read = await readFile(picked);
    setChosen({
      file: picked.name,
      protocol: read.ok ? judgedProtocol(read.json).protocol : null,
      sentences: read.ok ? [] : read.sentences,
    });
  };
  const open = (): void => {
    if (protocol === null) {
      setFailure(file === "" ? "Choose a file first." : "Mend the file, then choose it again. Nothing was saved.");
      return;
    }
    const isVersion = same !== undefined && as === "version";
    const document = isVersion ? protocol : { ...protocol, id: NEW_ID };
    const state: Beginning = { document, origin: `From the file ${file}` };
    navigate(isVersion ? editPath(same.id, same.versions[0].protocol.version) : newProtocolPath, { state });
  };
  return (
    <FormDialog
      title="Import a protocol"
      description="The file is checked here. A right one opens in the editor; nothing is kept until you save it."
      action="Open in the editor"
      isBusy={false}
      failure={failure}
      onSubmit={open}
      onClose={onClose}
    >
      <FileField onChoose={(picked) => void choose(picked)} />
      <Faults sentences={sentences} />
      {protocol !== null && (
        <p role="status">
          Nothing is wrong with it: <b>{protocol.name}</b>, {ROUTES[protocol.route].label}.
        </p>
      )}
      {same !== undefined && (
        <ChoiceField
          label="It becomes"
          value={as}
          options={[
            { value: "version", label: `A new version of ${same.shown.protocol.name}` },
            { value: "protocol", label: "A protocol of its own" },
          ]}
          onChange={setAs}
        />
      )}
    </FormDialog>
  );
}

function FileField({ onChoose }: { readonly onChoose: (file: File | undefined) => void }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Protocol file (JSON)</label>
      <input
        id={id}
        type="file"
        className="input"
        accept=".json,application/json"
        onChange={(event) => onChoose(event.target.files?.[0])}
      />
    </div>
  );
}

function Faults({ sentences }: { readonly sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <div role="alert">
      <p className="problem">
        This file is not taken: {sentences.length} {sentences.length === 1 ? "thing is" : "things are"} wrong with it.
      </p>
      <ul className="faultSentences">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
