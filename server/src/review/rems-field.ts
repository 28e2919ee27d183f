import type { RemsField, SiteBody } from "@watchroom/shared/http-sessions";
import type { z } from "zod";
import type { Review } from "./report.ts";
import type { Zone } from "./zone.ts";

/** What the clinic wrote of itself; empty texts are not filled in yet. */
export type Site = z.infer<typeof SiteBody>;

/** What every section of the form is filled from. */
export type FormPart = { readonly review: Review; readonly site: Site; readonly zone: Zone };

type Found = { readonly value: string | null; readonly source: RemsField["source"] };

/** Not in the record; `why` when there is more to say than that. */
export const notFound = (why?: string, at: number | null = null): Found => ({
  value: null,
  source: why === undefined ? null : { kind: "computed", text: why, at },
});
export const found = (
  value: string | null,
  kind: NonNullable<RemsField["source"]>["kind"],
  text: string,
  at: number | null,
): Found => ({ value: value === "" ? null : value, source: { kind, text, at } });

/** Fields of one section of the form. */
export const sectionOf =
  (section: string) =>
  (id: string, label: string, { value, source }: Found, { required = true } = {}): RemsField => ({
    id,
    section,
    label,
    value,
    required,
    source,
  });

export const yesNo = (isYes: boolean): string => (isYes ? "Yes" : "No");
