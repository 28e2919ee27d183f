import { useQuery } from "@tanstack/react-query";
import { PATHS } from "@watchroom/shared/http";
import { ProtocolsAnswer, type ProtocolVersion } from "@watchroom/shared/http-sessions";
import type { Route } from "@watchroom/shared/session";
import { useId } from "react";
import { type ApiFailure, getJson } from "../live/api.ts";
import { activeProtocols, chosenProtocol } from "./protocolChoice.ts";

export type ProtocolChoice = {
  readonly offered: readonly ProtocolVersion[];
  readonly chosen: ProtocolVersion | null;
  readonly isPending: boolean;
  /** Why the list could not be read; the session can start with the clinic's first protocol of the route. */
  readonly problem: string | null;
};

/** The clinic's active protocols of this route, as they are now. */
export function useProtocolChoice(route: Route | null, chosenId: string | null): ProtocolChoice {
  const { data, isPending, error } = useQuery<ProtocolsAnswer, ApiFailure>({
    queryKey: [PATHS.protocols, "to start with"],
    queryFn: () => getJson(PATHS.protocols, ProtocolsAnswer),
    // Somebody may have made another one active a moment ago.
    staleTime: 0,
  });
  const offered = route === null ? [] : activeProtocols(data?.versions ?? [], route);
  return { offered, chosen: chosenProtocol(offered, chosenId), isPending, problem: error?.message ?? null };
}

const Version = ({ version: { protocol } }: { readonly version: ProtocolVersion }) => (
  <>
    <b>{protocol.name}</b>{" "}
    <span className="dim">
      version {protocol.version}, {protocol.author}
    </span>
  </>
);

type ProtocolFieldProps = { readonly choice: ProtocolChoice; readonly onChoose: (id: string) => void };

/** Which plan this session runs by; where there is one only, nothing is asked. */
export function ProtocolField({ choice, onChoose }: ProtocolFieldProps) {
  const name = useId();
  const { offered, chosen, isPending, problem } = choice;
  if (problem !== null) {
    return (
      <p role="status">The protocols could not be read: {problem} The clinic's first one of this route is taken.</p>
    );
  }
  if (offered.length <= 1) {
    const none = isPending ? "Reading the protocols …" : "No protocol of this route is active: ask the physician.";
    return (
      <p role="status">
        {chosen === null ? (
          none
        ) : (
          <>
            Protocol: <Version version={chosen} />
          </>
        )}
      </p>
    );
  }
  return (
    <fieldset className="field">
      <legend>Protocol</legend>
      <div className="row">
        {offered.map((version) => (
          <label key={version.protocol.id} className="choice">
            <input
              type="radio"
              name={name}
              checked={chosen?.protocol.id === version.protocol.id}
              onChange={() => onChoose(version.protocol.id)}
            />
            <span>
              <Version version={version} />
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
