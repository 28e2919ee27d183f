import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { DeliveryRow, NOTIFY_PATHS, NotifySettings, type NotifySettingsBody } from "@watchroom/shared/notify";
import { type ApiFailure, callApi, checked, getJson } from "../live/api.ts";

/** A message on its way is looked at often; otherwise new ones come with alarms only. */
const ON_ITS_WAY_MS = 1_000;
const AT_REST_MS = 5_000;

export const useNotifySettings = () =>
  useQuery<NotifySettings, ApiFailure>({
    queryKey: [NOTIFY_PATHS.settings],
    queryFn: () => getJson(NOTIFY_PATHS.settings, NotifySettings),
  });

export const useDeliveries = () =>
  useQuery<DeliveryRow[], ApiFailure>({
    queryKey: [NOTIFY_PATHS.deliveries],
    queryFn: () => getJson(NOTIFY_PATHS.deliveries, DeliveryRow.array()),
    refetchInterval: ({ state }) =>
      state.data?.some((row) => row.state === "queued") === true ? ON_ITS_WAY_MS : AT_REST_MS,
  });

/** Replaces all settings; the answer is what is shown next. */
export function useSaveNotify() {
  const queries = useQueryClient();
  return useMutation<NotifySettings, ApiFailure, NotifySettingsBody>({
    mutationFn: async (body) => checked(NotifySettings, await callApi("POST", NOTIFY_PATHS.settings, body)),
    onSuccess: (settings) => queries.setQueryData([NOTIFY_PATHS.settings], settings),
    // Somebody else changed them: what they are now is shown behind the dialog.
    onError: () => queries.invalidateQueries({ queryKey: [NOTIFY_PATHS.settings] }),
  });
}

export function useNotifyTest() {
  const queries = useQueryClient();
  return useMutation<DeliveryRow, ApiFailure, string>({
    mutationFn: async (recipientId) => checked(DeliveryRow, await callApi("POST", NOTIFY_PATHS.test, { recipientId })),
    onSuccess: () => queries.invalidateQueries({ queryKey: [NOTIFY_PATHS.deliveries] }),
  });
}
