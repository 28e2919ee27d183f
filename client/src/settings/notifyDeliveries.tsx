import type { DeliveryRow } from "@watchroom/shared/notify";
import { CardRow, CardRows, CardTable, Cell } from "../theme/Cards.tsx";
import { timeOfDayExact } from "../wall/duration.ts";
import { useDeliveries } from "./notifyQueries.ts";
import { aboutText, stateText, troubleText } from "./notifyWords.ts";

/** As many as fit a screen; the whole story of one alarm stands at the alarm. */
const SHOWN = 30;

export function NotifyDeliveries() {
  const deliveries = useDeliveries();
  return (
    <section className="settings-part" aria-label="Last messages">
      <h2>Last messages</h2>
      {deliveries.error !== null && (
        <p role="alert" className="problem">
          {deliveries.error.message}
        </p>
      )}
      {deliveries.data !== undefined && <Rows rows={deliveries.data.slice(0, SHOWN)} />}
    </section>
  );
}

function Rows({ rows }: { readonly rows: readonly DeliveryRow[] }) {
  if (rows.length === 0) return <p>No message was sent yet.</p>;
  return (
    <CardTable
      caption="The last messages and how far each has come"
      columns={[["Time"], ["Recipient"], ["About"], ["State"], ["Why"]]}
    >
      <CardRows>
        {rows.map((row) => (
          <CardRow key={row.id}>
            <Cell label="Time">{timeOfDayExact(row.at)}</Cell>
            <th scope="row">{row.recipient}</th>
            <Cell label="About">{aboutText(row)}</Cell>
            <Cell label="State" className={row.state === "failed" ? "attention" : undefined}>
              {stateText(row)}
            </Cell>
            <Cell label="Why">{troubleText(row)}</Cell>
          </CardRow>
        ))}
      </CardRows>
    </CardTable>
  );
}
