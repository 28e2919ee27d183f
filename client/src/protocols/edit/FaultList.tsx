import type { ProtocolFault } from "@watchroom/shared/protocol";
import { placeId } from "./faults.ts";
import { goTo } from "./goTo.ts";

/** Everything that keeps the protocol from being saved, each with the way to its field. */
export function FaultList({ faults }: { readonly faults: readonly ProtocolFault[] }) {
  if (faults.length === 0) return null;
  return (
    <section className="faultList" aria-labelledby="faultListTitle">
      <h2 id="faultListTitle">
        {faults.length === 1 ? "One thing" : `${faults.length} things`} to mend before it can be saved
      </h2>
      <ul>
        {faults.map(({ path, sentence }) => (
          <li key={`${path.join(".")} ${sentence}`}>
            <a
              className="faultLink"
              href={`#${placeId(path)}`}
              onClick={(event) => {
                event.preventDefault();
                goTo(path);
              }}
            >
              {sentence}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
