import { PATHS } from "@watchroom/shared/http";
import { SiteBody } from "@watchroom/shared/http-sessions";
import { ok } from "@watchroom/shared/result";
import type { Clock } from "@watchroom/shared/time";
import { ROLES } from "@watchroom/shared/wire";
import type { Directory } from "../auth/directory.ts";
import type { Log } from "../log.ts";
import type { StoreClient } from "../store/store.ts";
import { keepChanges } from "./changes.ts";
import { clinicOf } from "./clinic-view.ts";
import { fieldChanges } from "./field-changes.ts";
import { personOf, type Route, route } from "./route.ts";

type SiteParts = {
  readonly store: StoreClient;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly log: Log;
};

const SUBJECT = "Site";
const SETTING = "site";

/** Where the clinic is, as forms ask for it. */
export const siteRoutes = (parts: SiteParts): Route[] => [read(parts), write(parts)];

/** What was entered last; before that the clinic's name alone, and the newest layout of the form (clinical.md 1.2). */
export async function siteOf({ store, directory }: Pick<SiteParts, "store" | "directory">): Promise<SiteBody> {
  const kept = await store.setting(SETTING);
  if (kept !== null) return SiteBody.parse(JSON.parse(kept));
  const blank = { address: "", city: "", state: "", zip: "", phone: "", email: "" };
  return { ...blank, name: clinicOf(directory).name, inpatient: false, formVersion: "2025" };
}

const read = (parts: SiteParts): Route =>
  route({
    method: "get",
    path: PATHS.site,
    subject: SUBJECT,
    summary: "The clinic's name and address, as forms ask for them.",
    allow: ROLES,
    answer: SiteBody,
    run: async () => ok(await siteOf(parts)),
  });

const write = (parts: SiteParts): Route =>
  route({
    method: "post",
    path: PATHS.site,
    subject: SUBJECT,
    summary: "Replaces them.",
    allow: ["administrator"],
    body: SiteBody,
    answer: SiteBody,
    async run(call) {
      const { operator } = personOf(call);
      const before = await siteOf(parts);
      await parts.store.putSetting(SETTING, JSON.stringify(call.body));
      await keepChanges(parts, operator.displayName, fieldChanges("Clinic", before, call.body));
      parts.log.info("site-changed", { by: operator.operatorId });
      return ok(call.body);
    },
  });
