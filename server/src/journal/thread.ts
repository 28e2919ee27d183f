import { Worker } from "node:worker_threads";
import { type StoreRefusal, StoreRefused } from "../store/refused.ts";
import type { FromWriter, ToWriter, WriterCall, WriterSettings } from "./messages.ts";

type WriterEvents = {
  /** The thread has the store open; `lastSeq` is where its journal ends. */
  ready(lastSeq: number): void;
  committed(lastSeq: number): void;
  failed(diskFull: boolean, message: string): void;
  /** The thread ended though nobody stopped it, or it could not open the store. */
  died(error: Error): void;
};

type Asked = { resolve(value: unknown): void; reject(error: Error): void };

/** The bundle has `writer.js` beside each of its programs; run from source, the thread needs the loader too. */
function createWorker(workerData: WriterSettings): Worker {
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("./writer.js", import.meta.url), { workerData });
  const [loader, writer] = ["tsx/esm/api", new URL("./writer.ts", import.meta.url).href].map((name) =>
    JSON.stringify(name),
  );
  const start = `import(${loader}).then(({ register }) => { register(); return import(${writer}); });`;
  return new Worker(start, { workerData, eval: true, execArgv: [] });
}

/** The writer's thread, seen from outside: started, started again after its death, asked, stopped. */
export class WriterThread {
  readonly #settings: WriterSettings;
  readonly #events: WriterEvents;
  readonly #asked = new Map<number, Asked>();
  #worker: Worker | null = null;
  #isUp = false;
  #lastCall = 0;
  #error: Error | null = null;

  constructor(settings: WriterSettings, events: WriterEvents) {
    this.#settings = settings;
    this.#events = events;
  }

  get isUp(): boolean {
    return this.#isUp;
  }
  get isStarted(): boolean {
    return this.#worker !== null;
  }

  start(): void {
    const worker = createWorker(this.#settings);
    this.#worker = worker;
    this.#error = null;
    worker.on("message", (message: FromWriter) => this.#hear(message));
    worker.on("error", (error) => {
      this.#error = error instanceof Error ? error : new Error(String(error));
    });
    worker.on("exit", () => this.#ended());
  }

  commit(message: Omit<Extract<ToWriter, { kind: "commit" }>, "kind">): void {
    this.#send({ kind: "commit", ...message });
  }

  /** Rejects with the store's own error, or when the thread dies first. */
  call(method: WriterCall, args: readonly unknown[]): Promise<unknown> {
    const call = ++this.#lastCall;
    return new Promise((resolve, reject) => {
      this.#asked.set(call, { resolve, reject });
      this.#send({ kind: "call", call, method, args });
    });
  }

  /** Resolves when the thread has closed the store and ended. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    this.#worker = null;
    this.#isUp = false;
    worker.postMessage({ kind: "stop" } satisfies ToWriter);
    await ended;
  }

  /** As a fault would end it. For tests. */
  async kill(): Promise<void> {
    await this.#worker?.terminate();
  }

  #send(message: ToWriter): void {
    this.#worker?.postMessage(message);
  }

  #hear(message: FromWriter): void {
    if (message.kind === "ready") {
      this.#isUp = true;
      this.#events.ready(message.lastSeq);
    } else if (message.kind === "committed") this.#events.committed(message.lastSeq);
    else if (message.kind === "failed") this.#events.failed(message.diskFull, message.message);
    else if (message.kind === "answer") this.#answered(message.call)?.resolve(message.value);
    else if (message.kind === "callFailed") this.#answered(message.call)?.reject(errorOf(message));
    else this.#error = errorOf(message);
  }

  #answered(call: number): Asked | undefined {
    const asked = this.#asked.get(call);
    this.#asked.delete(call);
    return asked;
  }

  #ended(): void {
    const error = this.#error ?? new Error("The thread that writes the record ended.");
    for (const { reject } of this.#asked.values()) reject(error);
    this.#asked.clear();
    this.#isUp = false;
    if (this.#worker === null) return;
    this.#worker = null;
    this.#events.died(error);
  }
}

const errorOf = ({ code, message }: { readonly code: StoreRefusal | null; readonly message: string }): Error =>
  code === null ? new Error(message) : new StoreRefused(code, message);
