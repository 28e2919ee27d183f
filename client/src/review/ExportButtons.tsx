import { useDownload } from "./reviewQueries.ts";

/** What leaves the house of this list: a table, or a bundle for other systems. */
export function ExportButtons({ asked }: { readonly asked: URLSearchParams }) {
  const download = useDownload();
  return (
    <div className="row exports">
      <button
        type="button"
        className="button small"
        disabled={download.isPending}
        onClick={() => download.mutate({ path: `export.csv?${asked}`, name: "watchroom-alarms.csv" })}
      >
        Table (CSV)
      </button>
      <button
        type="button"
        className="button small"
        disabled={download.isPending}
        onClick={() => download.mutate({ path: `export.fhir.json?${asked}`, name: "watchroom-alarms.fhir.json" })}
      >
        FHIR bundle
      </button>
      <button type="button" className="button small" onClick={() => print()}>
        Print
      </button>
      {download.isPending && <span role="status">Making the file…</span>}
      {download.error !== null && (
        <p role="alert" className="problem">
          {download.error.message}
        </p>
      )}
    </div>
  );
}
