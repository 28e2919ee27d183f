import type { DeliveryRow } from "@watchroom/shared/notify";
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
    <div className="table-frame">
      <table>
        <caption className="unseen">The last messages and how far each has come</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Recipient</th>
            <th scope="col">About</th>
            <th scope="col">State</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{timeOfDayExact(row.at)}</td>
              <th scope="row">{row.recipient}</th>
              <td>{aboutText(row)}</td>
              <td className={row.state === "failed" ? "attention" : undefined}>{stateText(row)}</td>
              <td>{troubleText(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
