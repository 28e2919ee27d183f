import { useInfiniteQuery } from "@tanstack/react-query";
import { type ClinicChange, ClinicChangesAnswer, PATHS } from "@watchroom/shared/http";
import { getJson } from "../live/api.ts";
import { dayText } from "../sessions/sessionWords.ts";
import { CardRow, CardRows, CardTable, Cell } from "../theme/Cards.tsx";
import { timeOfDay } from "../wall/duration.ts";

/** Newest first, a page at a time; read anew each time that the page is opened. */
const useChanges = () =>
  useInfiniteQuery({
    queryKey: [PATHS.changes],
    queryFn: ({ pageParam }) =>
      getJson(`${PATHS.changes}${pageParam === null ? "" : `?before=${pageParam}`}`, ClinicChangesAnswer),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });

/** Who changed people, rooms, devices and settings, and from what to what. */
export function ChangesPart() {
  const read = useChanges();
  const changes = read.data?.pages.flatMap((page) => page.changes) ?? [];
  return (
    <>
      <p className="hint">
        People, rooms, devices and settings. Changes of a protocol stand with its versions, of a room in its session.
      </p>
      {read.error !== null && (
        <p role="alert" className="problem">
          {read.error.message}
        </p>
      )}
      {read.isPending && read.error === null && <p role="status">Reading the list…</p>}
      {read.data !== undefined && changes.length === 0 && <p>Nothing has been changed yet.</p>}
      {changes.length > 0 && <ChangesTable changes={changes} />}
      {read.hasNextPage && (
        <div className="row">
          <button
            type="button"
            className="button"
            disabled={read.isFetchingNextPage}
            onClick={() => void read.fetchNextPage()}
          >
            {read.isFetchingNextPage ? "Reading…" : "Show earlier ones"}
          </button>
        </div>
      )}
    </>
  );
}

const NOTHING = "–";

const ChangesTable = ({ changes }: { readonly changes: readonly ClinicChange[] }) => (
  <CardTable
    caption="What was changed, the newest first"
    columns={[["When"], ["Who"], ["What"], ["Before"], ["After"]]}
  >
    <CardRows>
      {changes.map(({ id, at, by, what, old, new: next }) => (
        <CardRow key={id}>
          <Cell label="When">
            {dayText(at)}, {timeOfDay(at)}
          </Cell>
          <Cell label="Who">{by}</Cell>
          <th scope="row">{what}</th>
          <Cell label="Before">{old ?? NOTHING}</Cell>
          <Cell label="After">{next ?? NOTHING}</Cell>
        </CardRow>
      ))}
    </CardRows>
  </CardTable>
);
