import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  type SaveWhatIfBody,
  WHAT_IF_PATH,
  WhatIfAnswer,
  type WhatIfBody,
  WhatIfRun,
  WhatIfStarted,
} from "@watchroom/shared/what-if";
import { type ApiFailure, callApi, checked, getJson } from "../live/api.ts";

const KEY = ["whatIf"];
const RUNNING_EVERY_MS = 1_000;
const pathOf = (runId: string): string => `${WHAT_IF_PATH}/${encodeURIComponent(runId)}`;
const isOpen = (state: WhatIfRun["state"]): boolean => state === "waiting" || state === "running";

/** What can be changed, what runs, and what is kept. */
export const useWhatIf = (isAsked: boolean) =>
  useQuery<WhatIfAnswer, ApiFailure>({
    queryKey: [...KEY, "list"],
    queryFn: () => getJson(WHAT_IF_PATH, WhatIfAnswer),
    enabled: isAsked,
    refetchInterval: ({ state: { data } }) =>
      data?.runs.some(({ state }) => isOpen(state)) === true && RUNNING_EVERY_MS,
  });

/** One run: how far it is, then its result. */
export const useRun = (runId: string | null) =>
  useQuery<WhatIfRun, ApiFailure>({
    queryKey: [...KEY, runId],
    queryFn: () => getJson(pathOf(runId ?? ""), WhatIfRun),
    enabled: runId !== null,
    refetchInterval: ({ state: { data } }) => data !== undefined && isOpen(data.state) && RUNNING_EVERY_MS,
  });

export function useStart() {
  const queries = useQueryClient();
  return useMutation<{ runId: string }, ApiFailure, WhatIfBody>({
    mutationFn: async (asked) => checked(WhatIfStarted, await callApi("POST", WHAT_IF_PATH, asked)),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

export function useCancel(runId: string) {
  const queries = useQueryClient();
  return useMutation<unknown, ApiFailure, void>({
    mutationFn: () => callApi("POST", `${pathOf(runId)}/cancel`),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

export function useKeep(runId: string) {
  const queries = useQueryClient();
  return useMutation<unknown, ApiFailure, SaveWhatIfBody>({
    mutationFn: (said) => callApi("POST", `${pathOf(runId)}/save`, said),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
