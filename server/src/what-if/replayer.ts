import { parentPort, workerData } from "node:worker_threads";
import { assert } from "@watchroom/shared/result";
import type { KeptEntry } from "../journal/entry.ts";
import { type Plan, sessionFold } from "./fold.ts";
import type { FromReplayer, ToReplayer } from "./messages.ts";

// The thread of one what-if: it folds what it is sent, one session after the other, while the ward goes on.
assert(parentPort !== null, "the replayer runs as a thread");
const port = parentPort;
const fold = sessionFold(workerData as Plan);
let entries: KeptEntry[] = [];

port.on("message", (message: ToReplayer) => {
  if (message.kind === "page") {
    for (const entry of message.entries) entries.push(entry);
    return;
  }
  const folded = fold(entries, message.span);
  entries = [];
  port.postMessage({ kind: "folded", folded } satisfies FromReplayer);
});
