import { getAt, judgedProtocol } from "@watchroom/shared/protocol-faults";
import type { Draft } from "./edit/draft.ts";

/** What the editor begins with when it is not a kept version; goes with the address, as the history's state. */
export type Beginning = {
  readonly document: Draft;
  /** Said on the page: "Copy of Esketamine (Spravato), version 1". */
  readonly origin: string;
};

/** Pure. The beginning that came with the address; null when there is none. */
export function beginningOf(state: unknown): Beginning | null {
  const origin = getAt(state, ["origin"]);
  const { protocol } = judgedProtocol(getAt(state, ["document"]));
  return typeof origin === "string" && protocol !== null ? { document: protocol, origin } : null;
}

/** A protocol is some 20 kB; something else was chosen by mistake. */
const FILE_MAX_BYTES = 1_000_000;

type FileRead =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly sentences: readonly string[] };

/** What a chosen file holds, or why it is no protocol. */
export async function readFile(file: File): Promise<FileRead> {
  if (file.size > FILE_MAX_BYTES) return { ok: false, sentences: ["This file is far too big for a protocol."] };
  try {
    const json: unknown = JSON.parse(await file.text());
    const sentences = judgedProtocol(json).faults.map(({ sentence }) => sentence);
    return sentences.length === 0 ? { ok: true, json } : { ok: false, sentences };
  } catch {
    return { ok: false, sentences: ["This file cannot be read as JSON. Choose one that was exported here."] };
  }
}
