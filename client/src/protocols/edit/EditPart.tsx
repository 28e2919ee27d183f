import { PROTOCOL_PARTS, type ProtocolPart } from "@watchroom/shared/protocol-words";
import type { ReactNode } from "react";
import { usePlace } from "./context.ts";
import { Sentences } from "./marks.tsx";

/** One part of the document with its heading; a fault of the part as a whole stands below it. */
export function EditPart({ part, children }: { readonly part: ProtocolPart; readonly children: ReactNode }) {
  const { id, sentences } = usePlace([part]);
  return (
    <section
      className="protocolPart editPart"
      aria-labelledby={`${id}-title`}
      id={part === "name" ? `${id}-part` : id}
      tabIndex={-1}
    >
      <h2 id={`${id}-title`}>{PROTOCOL_PARTS[part]}</h2>
      {part !== "name" && <Sentences id={id} sentences={sentences} />}
      {children}
    </section>
  );
}
