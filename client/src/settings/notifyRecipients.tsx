import type { OperatorRow } from "@watchroom/shared/http";
import type { DeliveryRow } from "@watchroom/shared/notify";
import { useNow } from "../live/hooks.ts";
import { CardRow, CardRows, CardTable, Cell } from "../theme/Cards.tsx";
import { ageText } from "../wall/duration.ts";
import { useNotifyTest } from "./notifyQueries.ts";
import { type NotifyRecipient, stateText, stepsText, troubleText, wayText } from "./notifyWords.ts";

type OnAsk = (what: "change" | "remove", recipient: NotifyRecipient) => void;
type Props = {
  readonly recipients: readonly NotifyRecipient[];
  readonly deliveries: readonly DeliveryRow[];
  readonly people: readonly OperatorRow[];
  readonly isLocked: boolean;
  readonly onAsk: OnAsk;
};

export function RecipientTable({ recipients, deliveries, people, isLocked, onAsk }: Props) {
  const nameOf = (operatorId: string): string =>
    people.find((person) => person.operatorId === operatorId)?.displayName ?? "a person who is not there";
  if (recipients.length === 0) return <p>Nobody is told beyond the screens yet.</p>;
  return (
    <CardTable
      caption="Recipients, how they are told, and their last message"
      columns={[["Recipient"], ["Told at"], ["Way"], ["Last message"], ["What can be done", "unseen"]]}
    >
      <CardRows>
        {recipients.map((recipient) => (
          <RecipientLine
            key={recipient.id}
            recipient={recipient}
            way={wayText(recipient, nameOf)}
            last={deliveries.find(({ recipientId }) => recipientId === recipient.id)}
            isLocked={isLocked}
            onAsk={onAsk}
          />
        ))}
      </CardRows>
    </CardTable>
  );
}

type LineProps = {
  readonly recipient: NotifyRecipient;
  readonly way: string;
  readonly last: DeliveryRow | undefined;
  readonly isLocked: boolean;
  readonly onAsk: OnAsk;
};

function RecipientLine({ recipient, way, last, isLocked, onAsk }: LineProps) {
  const test = useNotifyTest();
  return (
    <CardRow className={recipient.active ? undefined : "withdrawn"}>
      <th scope="row">
        {recipient.name} {!recipient.active && <span className="tag">not active</span>}
      </th>
      <Cell label="Told at">{stepsText(recipient.to)}</Cell>
      <Cell label="Way">{way}</Cell>
      <Cell label="Last message">
        <LastMessage last={last} />
        {test.error !== null && (
          <p role="alert" className="problem">
            {test.error.message}
          </p>
        )}
      </Cell>
      <Cell>
        <div className="row end">
          <button
            type="button"
            className="button small"
            disabled={isLocked || test.isPending}
            aria-label={`Test: ${recipient.name}`}
            onClick={() => test.mutate(recipient.id)}
          >
            {test.isPending ? "Sending…" : "Test"}
          </button>
          {(["change", "remove"] as const).map((what) => (
            <button
              key={what}
              type="button"
              className="button small"
              disabled={isLocked}
              aria-label={`${what === "change" ? "Change" : "Remove"}: ${recipient.name}`}
              onClick={() => onAsk(what, recipient)}
            >
              {what === "change" ? "Change" : "Remove"}
            </button>
          ))}
        </div>
      </Cell>
    </CardRow>
  );
}

/** Said aloud when it changes: whoever pressed Test waits for it. */
function LastMessage({ last }: { readonly last: DeliveryRow | undefined }) {
  const now = useNow();
  if (last === undefined) return <span role="status">None yet</span>;
  const trouble = troubleText(last);
  return (
    <>
      <span role="status" className={last.state === "failed" ? "attention" : undefined}>
        {last.to === null && "Test: "}
        {stateText(last)}
      </span>
      <span className="hint"> {ageText(now - last.stateAt)} ago</span>
      {trouble !== "" && <p className={last.state === "failed" ? "problem" : "hint"}>{trouble}</p>}
    </>
  );
}
