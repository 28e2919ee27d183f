import type { ProtocolVersion } from "@watchroom/shared/http-sessions";
import { differencesOf } from "@watchroom/shared/protocol-diff";
import { ROUTES } from "@watchroom/shared/session";
import { useState } from "react";
import { OwnPassword } from "../people/OwnPassword.tsx";
import { FormDialog } from "../settings/FormDialog.tsx";
import { DiffTable } from "./DiffTable.tsx";
import { useActivation } from "./protocolQueries.ts";
import type { Kept } from "./protocolWords.ts";

type Props = {
  readonly version: ProtocolVersion;
  readonly kept: Kept;
  /** True when another protocol of this route is active as well. */
  readonly hasOther: boolean;
  readonly onClose: () => void;
};

/** What new sessions take from now on: shown word for word, and signed with the password. */
export function ActivationDialog({ version, kept, hasOther, onClose }: Props) {
  const act = useActivation();
  const [password, setPassword] = useState("");
  const { protocol, active: isActive } = version;
  const name = `version ${protocol.version} of ${protocol.name}`;
  const submit = (): void =>
    act.mutate({ id: kept.id, version: protocol.version, active: !isActive, password }, { onSuccess: onClose });
  return (
    <FormDialog
      title={isActive ? `Make ${name} not active?` : `Make ${name} active?`}
      description={
        isActive
          ? "New sessions cannot take it any more. Sessions that run now keep it to their end."
          : "For future sessions only: those that start from now on. Sessions that run now keep their version to their end."
      }
      action={isActive ? "Make not active" : "Make active"}
      isBusy={act.isPending}
      failure={act.error?.message ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      {isActive ? !hasOther && <NoneLeft version={version} /> : <Against version={version} active={kept.active} />}
      <OwnPassword label="Your password, as your signature" value={password} onChange={setPassword} />
    </FormDialog>
  );
}

const NoneLeft = ({ version }: Pick<Props, "version">) => (
  <p className="problem">
    No other protocol for {ROUTES[version.protocol.route].label} is active: no session by this route could be started.
  </p>
);

function Against({ version, active }: { readonly version: ProtocolVersion; readonly active: ProtocolVersion | null }) {
  if (active === null) return <p>No version of this protocol is active now.</p>;
  const [before, after] = [active.protocol, version.protocol];
  return (
    <>
      <p>It takes the place of version {before.version}. What changes for new sessions:</p>
      <DiffTable
        caption={`Version ${after.version} against the active version ${before.version}`}
        before={`Version ${before.version}, active`}
        after={`Version ${after.version}`}
        differences={differencesOf(before, after)}
      />
    </>
  );
}
