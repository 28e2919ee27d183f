import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { DeviceRow, OperatorRow, PATHS } from "@watchroom/shared/http";
import { type ApiFailure, callApi, checked } from "../live/api.ts";

/** Devices come and go by themselves: their list is asked for again while it is looked at. */
const DEVICES_EVERY_MS = 5_000;

export const useOperators = () =>
  useQuery<OperatorRow[], ApiFailure>({
    queryKey: [PATHS.operators],
    queryFn: () => getRows(PATHS.operators, OperatorRow.array()),
  });

export const useDevices = () =>
  useQuery<DeviceRow[], ApiFailure>({
    queryKey: [PATHS.devices],
    queryFn: () => getRows(PATHS.devices, DeviceRow.array()),
    refetchInterval: DEVICES_EVERY_MS,
  });

const getRows = async <Row>(path: ListPath, rows: Parameters<typeof checked<Row[]>>[0]): Promise<Row[]> =>
  checked(rows, await callApi("GET", path));

type ListPath = typeof PATHS.operators | typeof PATHS.devices;

/** Adds a row (no `id`) or changes one, then asks for the list again. Answers with the server's body, not checked. */
export function useChange<Body>(path: ListPath) {
  const queries = useQueryClient();
  return useMutation<unknown, ApiFailure, { readonly id?: string; readonly body: Body }>({
    mutationFn: ({ id, body }) =>
      id === undefined ? callApi("POST", path, body) : callApi("PATCH", `${path}/${encodeURIComponent(id)}`, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: [path] }),
  });
}
