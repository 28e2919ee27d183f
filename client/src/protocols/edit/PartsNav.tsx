import { PROTOCOL_PARTS, type ProtocolPart } from "@watchroom/shared/protocol-words";
import { placeId } from "./faults.ts";
import { goTo } from "./goTo.ts";

const PARTS = Object.keys(PROTOCOL_PARTS) as ProtocolPart[];

/** The parts of the document, to go to with one touch: it is long. */
export const PartsNav = () => (
  <nav className="settings-nav partsNav" aria-label="Parts of the protocol">
    {PARTS.filter((part) => part !== "name").map((part) => (
      <a
        key={part}
        href={`#${placeId([part])}`}
        onClick={(event) => {
          event.preventDefault();
          goTo([part], "start");
        }}
      >
        {PROTOCOL_PARTS[part]}
      </a>
    ))}
  </nav>
);
