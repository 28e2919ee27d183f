import { Worker } from "node:worker_threads";
import type { Folded, Plan, SessionSpan } from "./fold.ts";
import type { FromReplayer, PackedSession, ToReplayer } from "./messages.ts";

/** The bundle has `replayer.js` beside each of its programs; run from source, the thread needs the loader too. */
function createWorker(workerData: Plan): Worker {
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("./replayer.js", import.meta.url), { workerData });
  const [loader, replayer] = ["tsx/esm/api", new URL("./replayer.ts", import.meta.url).href].map((name) =>
    JSON.stringify(name),
  );
  const start = `import(${loader}).then(({ register }) => { register(); return import(${replayer}); });`;
  return new Worker(start, { workerData, eval: true, execArgv: [] });
}

type Asked = { resolve(folded: Folded | null): void; reject(error: Error): void };

/** The replayer's thread, seen from outside: asked to fold, ended. */
export class ReplayThread {
  readonly #worker: Worker;
  #asked: Asked | null = null;
  #error: Error | null = null;
  #hasEnded = false;

  constructor(plan: Plan) {
    this.#worker = createWorker(plan);
    this.#worker.on("message", ({ folded }: FromReplayer) => {
      this.#asked?.resolve(folded);
      this.#asked = null;
    });
    this.#worker.on("error", (error) => {
      this.#error = error instanceof Error ? error : new Error(String(error));
    });
    this.#worker.on("exit", () => this.#ended());
  }

  /** One at a time; rejects when the thread ends first. */
  fold(packed: PackedSession, span: SessionSpan): Promise<Folded | null> {
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject };
      if (this.#hasEnded) this.#ended();
      else this.#worker.postMessage({ ...packed, span } satisfies ToReplayer);
    });
  }

  /** At once, whatever it is doing: it keeps nothing. Also how a test ends it as a fault would. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #ended(): void {
    this.#hasEnded = true;
    this.#asked?.reject(this.#error ?? new Error("The thread ended."));
    this.#asked = null;
  }
}
