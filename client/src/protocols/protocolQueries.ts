import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ErrorBody, PATHS } from "@watchroom/shared/http";
import { type ActivateBody, ProtocolFaults, ProtocolsAnswer, ProtocolVersion } from "@watchroom/shared/http-sessions";
import type { Protocol } from "@watchroom/shared/protocol";
import { ApiFailure, callApi, checked, getJson } from "../live/api.ts";

const KEY = ["protocols"];
const pathOf = (id: string, version: number): string =>
  `${PATHS.protocols}/${encodeURIComponent(id)}/versions/${version}`;

export const useProtocols = () =>
  useQuery<ProtocolsAnswer, ApiFailure>({
    queryKey: KEY,
    queryFn: () => getJson(PATHS.protocols, ProtocolsAnswer),
  });

/** Where a version can be had as a file. */
export const documentPath = (id: string, version: number): string => `${pathOf(id, version)}/document.json`;

type Activation = ReturnType<typeof ActivateBody.parse> & { readonly id: string; readonly version: number };

/** Makes a version active, or not active, for sessions to come. */
export function useActivation() {
  const queries = useQueryClient();
  return useMutation<unknown, ApiFailure, Activation>({
    mutationFn: ({ id, version, active, password }) =>
      callApi("POST", `${pathOf(id, version)}/activation`, { active, password }),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

type Saving = { readonly document: Protocol; readonly basedOn: number | null; readonly note: string };

/** The server's own sentences about a protocol, beside its answer. */
export class FaultyProtocol extends ApiFailure {
  readonly faults: readonly string[];
  constructor({ code, message, faults }: ProtocolFaults) {
    super(422, code, message);
    this.faults = faults;
  }
}

export function useSaving() {
  const queries = useQueryClient();
  return useMutation<ProtocolVersion, ApiFailure, Saving>({
    mutationFn: save,
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

/** Like `callApi`, which does not hand on the sentences of a refusal. Throws `ApiFailure` only. */
async function save(body: Saving): Promise<ProtocolVersion> {
  let answer: Response;
  let json: unknown = null;
  try {
    answer = await fetch(PATHS.protocols, {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    json = JSON.parse(await answer.text());
  } catch {
    throw new ApiFailure(
      0,
      "no-connection",
      "The server's answer was not received. Check the network, then try again.",
    );
  }
  if (answer.ok) return checked(ProtocolVersion, json);
  const faulty = ProtocolFaults.safeParse(json);
  if (faulty.success) throw new FaultyProtocol(faulty.data);
  const failure = ErrorBody.safeParse(json);
  if (failure.success) throw new ApiFailure(answer.status, failure.data.code, failure.data.message);
  throw new ApiFailure(answer.status, "unknown", `The server answered ${answer.status}. Try again in a moment.`);
}
