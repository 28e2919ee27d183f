import { parentPort, workerData } from "node:worker_threads";
import { assert } from "@watchroom/shared/result";
import { entriesOfBlocks } from "../journal/block.ts";
import { type Plan, sessionFold } from "./fold.ts";
import type { FromReplayer, ToReplayer } from "./messages.ts";

// The thread of one what-if: it folds what it is sent, one session after the other, while the ward goes on.
assert(parentPort !== null, "the replayer runs as a thread");
const port = parentPort;
const fold = sessionFold(workerData as Plan);

port.on("message", ({ blocks, query, span }: ToReplayer) => {
  port.postMessage({ folded: fold(entriesOfBlocks(blocks, query), span) } satisfies FromReplayer);
});
