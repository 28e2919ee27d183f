import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { assert } from "@watchroom/shared/result";
import { SQLITE, StoreRefused, sqliteCode } from "../store/refused.ts";
import { openSqliteStore } from "../store/sqlite.ts";
import type { FromWriter, ToWriter, WriterSettings } from "./messages.ts";

type WriterStore = ReturnType<typeof openSqliteStore>;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const codeOf = (error: unknown) => (error instanceof StoreRefused ? error.code : null);

/** The writer thread: the one owner of the store. Messages are done one by one, in the order in which they were sent. */
function serve(port: MessagePort, store: WriterStore): void {
  const answer = (message: FromWriter): void => port.postMessage(message);

  const commit = ({ lines, checkpoints }: Extract<ToWriter, { kind: "commit" }>): void => {
    try {
      const lastSeq = store.commit({ lines: lines === "" ? [] : lines.split("\n"), checkpoints });
      answer({ kind: "committed", lastSeq });
    } catch (error) {
      answer({ kind: "failed", diskFull: sqliteCode(error) === SQLITE.full, message: messageOf(error) });
    }
  };

  const run = ({ call, method, args }: Extract<ToWriter, { kind: "call" }>): void => {
    try {
      const value = (store[method] as (...args: readonly unknown[]) => unknown)(...args);
      answer({ kind: "answer", call, value });
    } catch (error) {
      answer({ kind: "callFailed", call, code: codeOf(error), message: messageOf(error) });
    }
  };

  port.on("message", (message: ToWriter) => {
    if (message.kind === "commit") commit(message);
    else if (message.kind === "call") run(message);
    else {
      store.close();
      port.close();
    }
  });
  answer({ kind: "ready", lastSeq: store.lastSeq() });
}

function start(port: MessagePort, { file, pagesMax }: WriterSettings): void {
  try {
    const store = openSqliteStore({ file, writer: true });
    if (pagesMax !== null) store.limitPages(pagesMax);
    serve(port, store);
  } catch (error) {
    port.postMessage({ kind: "refused", code: codeOf(error), message: messageOf(error) } satisfies FromWriter);
    port.close();
  }
}

assert(parentPort !== null, "the writer runs as a thread");
start(parentPort, workerData as WriterSettings);
