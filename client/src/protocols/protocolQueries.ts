import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { PATHS } from "@watchroom/shared/http";
import { type ActivateBody, ProtocolFaults, ProtocolsAnswer, ProtocolVersion } from "@watchroom/shared/http-sessions";
import type { Protocol } from "@watchroom/shared/protocol";
import { type ApiFailure, callApi, checked, getJson } from "../live/api.ts";

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

/** Pure. The server's own sentences about a protocol that it did not take; none after another failure. */
export function faultsIn(failure: ApiFailure | null): readonly string[] {
  const faulty = ProtocolFaults.safeParse(failure?.body);
  return faulty.success ? faulty.data.faults : [];
}

export function useSaving() {
  const queries = useQueryClient();
  return useMutation<ProtocolVersion, ApiFailure, Saving>({
    mutationFn: async (body) => checked(ProtocolVersion, await callApi("POST", PATHS.protocols, body)),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
