import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { PATHS } from "@watchroom/shared/http";
import { SiteBody } from "@watchroom/shared/http-sessions";
import { type FormEvent, useState } from "react";
import { type ApiFailure, callApi, getJson } from "../live/api.ts";
import { useMe } from "../live/hooks.ts";
import { Field } from "../people/Field.tsx";
import { Select } from "./Select.tsx";

const KEY = [PATHS.site];

/** Lines of the form as the REMS prints them. */
const LINES = [
  { key: "name", label: "Name of the healthcare setting", maxLength: 120 },
  { key: "address", label: "Address", maxLength: 160 },
  { key: "city", label: "City", maxLength: 80 },
  { key: "state", label: "State", maxLength: 40 },
  { key: "zip", label: "ZIP code", maxLength: 16 },
  { key: "phone", label: "Phone", maxLength: 40 },
  { key: "email", label: "E-mail", maxLength: 120 },
] as const satisfies readonly { key: keyof SiteBody; label: string; maxLength: number }[];

const VERSIONS = [
  { value: "2025", label: "2025" },
  { value: "2021", label: "2021" },
] as const;

/** What the REMS form asks of the clinic itself; it goes onto every form that is filled from a session. */
export function SitePart() {
  const site = useQuery<SiteBody, ApiFailure>({ queryKey: KEY, queryFn: () => getJson(PATHS.site, SiteBody) });
  return (
    <>
      <p className="hint">These lines stand on the REMS monitoring form of every Spravato session.</p>
      {site.error !== null && (
        <p role="alert" className="problem">
          {site.error.message}
        </p>
      )}
      {site.isPending && site.error === null && <p role="status">Reading the clinic's data…</p>}
      {site.data !== undefined && <SiteForm kept={site.data} />}
    </>
  );
}

function SiteForm({ kept }: { readonly kept: SiteBody }) {
  const queries = useQueryClient();
  const { locked } = useMe();
  const [site, setSite] = useState(kept);
  const saving = useMutation<unknown, ApiFailure, SiteBody>({
    mutationFn: (body) => callApi("POST", PATHS.site, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const change = (next: Partial<SiteBody>): void => {
    setSite({ ...site, ...next });
    saving.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    saving.mutate(site);
  };
  return (
    <form className="siteForm" onSubmit={submit}>
      {LINES.map(({ key, label, maxLength }) => (
        <Field
          key={key}
          label={label}
          maxLength={maxLength}
          value={site[key]}
          onChange={(text) => change({ [key]: text })}
        />
      ))}
      <Select
        label="Version of the form"
        value={site.formVersion}
        options={VERSIONS}
        onChange={(formVersion) => change({ formVersion })}
      />
      <label className="choice">
        <input
          type="checkbox"
          checked={site.inpatient}
          onChange={(event) => change({ inpatient: event.target.checked })}
        />
        Inpatient place: the form is not submitted
      </label>
      {saving.error !== null && (
        <p role="alert" className="problem">
          {saving.error.message}
        </p>
      )}
      <div className="row end">
        <p role="status" className="hint">
          {saving.isSuccess && "Saved."}
        </p>
        <button type="submit" className="button primary" disabled={locked || saving.isPending}>
          {saving.isPending ? "Saving…" : "Save"}
        </button>
      </div>
    </form>
  );
}
