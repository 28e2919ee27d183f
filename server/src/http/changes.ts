import { ClinicChangesAnswer, ClinicChangesQuery, PATHS } from "@watchroom/shared/http";
import { ok } from "@watchroom/shared/result";
import type { Clock } from "@watchroom/shared/time";
import type { StoreClient } from "../store/store.ts";
import type { FieldChange } from "./field-changes.ts";
import { type Route, route } from "./route.ts";

type ChangeParts = { readonly store: Pick<StoreClient, "clinicChanges"> };

type KeepParts = { readonly store: Pick<StoreClient, "putClinicChanges">; readonly clock: Clock };

/** Durable when it resolves. People, rooms and devices need none of this: their directory sees to it. */
export async function keepChanges(
  { store, clock }: KeepParts,
  by: string,
  found: readonly FieldChange[],
): Promise<void> {
  const at = clock.now().wall;
  if (found.length > 0) await store.putClinicChanges(found.map((one) => ({ ...one, at, by })));
}

/** Who changed people, rooms, devices and settings. Protocols tell theirs by their versions, rooms by their sessions. */
export const changeRoutes = ({ store }: ChangeParts): Route[] => [
  route({
    method: "get",
    path: PATHS.changes,
    subject: "Changes",
    summary: "Changes of people, rooms, devices and settings, newest first: who, when, from what to what.",
    allow: ["administrator"],
    query: ClinicChangesQuery,
    answer: ClinicChangesAnswer,
    async run({ query: { before, limit } }) {
      const changes = await store.clinicChanges({ limit, ...(before !== undefined && { before }) });
      const last = changes.length < limit ? undefined : changes.at(-1);
      return ok({ changes, next: last?.id ?? null });
    },
  }),
];
