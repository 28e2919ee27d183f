import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Me, PATHS, Welcome } from "@watchroom/shared/http";
import { ApiFailure, callApi, getJson } from "../live/api.ts";

const RETRY_MS = 1_000;
const ME = ["me"];
const WELCOME = ["welcome"];

/** Who is signed in on this station; null when nobody is. Asks again each second while the server cannot be reached. */
export function useSignedIn() {
  return useQuery({
    queryKey: ME,
    queryFn: async (): Promise<Me | null> => {
      try {
        return await getJson(PATHS.me, Me);
      } catch (failure) {
        if (failure instanceof ApiFailure && failure.status === 401) return null;
        throw failure;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: true,
    retryDelay: RETRY_MS,
  });
}

/** What may be known before anybody has signed in. */
export function useWelcome() {
  return useQuery({
    queryKey: WELCOME,
    queryFn: () => getJson(PATHS.welcome, Welcome),
    retry: true,
    retryDelay: RETRY_MS,
  });
}

/** Asks the server again who is signed in. */
export const refreshSignedIn = (queries: QueryClient): Promise<void> => queries.invalidateQueries({ queryKey: ME });

/** The server has said so already. */
export function forgetSignedIn(queries: QueryClient): void {
  queries.setQueryData<Me | null>(ME, null);
}

export function noteLocked(queries: QueryClient, locked: boolean): void {
  queries.setQueryData<Me | null>(ME, (me) => (me ? { ...me, locked } : me));
}

/** An act on the sign-in: sign in, sign out, lock, unlock, set up. Afterwards the server is asked who is signed in. */
export function useSignInAct<Body>(path: string) {
  const queries = useQueryClient();
  return useMutation<unknown, ApiFailure, Body>({
    mutationFn: (body) => callApi("POST", path, body),
    onSuccess: async () => {
      await Promise.all([refreshSignedIn(queries), queries.invalidateQueries({ queryKey: WELCOME })]);
    },
  });
}

/** Ends the sign-in on this station, and forgets it here even when the server cannot be told. */
export function useSignOut() {
  const queries = useQueryClient();
  return useMutation<unknown, ApiFailure>({
    mutationFn: () => callApi("POST", PATHS.signOut),
    onSuccess: () => forgetSignedIn(queries),
  });
}
