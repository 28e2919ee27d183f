import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

const FILE = new URL("../../../client/public/sw.js", import.meta.url);
export const ORIGIN = "https://clinic.example";

type Shown = { readonly title: string; readonly options: Record<string, unknown> };
type Answer = (path: string) => Response | Promise<Response>;
export type Window = { readonly visibilityState: string; readonly messages: unknown[]; focused: number };

/** The browser's caches, as far as the worker uses them: by path, over all names. */
function createCaches(load: (request: Request) => Promise<Response>) {
  const stores = new Map<string, Map<string, Response>>();
  const pathOf = (request: Request | string): string =>
    new URL(typeof request === "string" ? request : request.url, ORIGIN).pathname;
  const open = async (name: string) => {
    const held = stores.get(name) ?? new Map<string, Response>();
    stores.set(name, held);
    return {
      addAll: async (requests: Request[]) => {
        for (const request of requests) held.set(pathOf(request), await load(request));
      },
      put: async (request: Request, response: Response) => void held.set(pathOf(request), response),
      match: async (request: Request | string) => held.get(pathOf(request))?.clone(),
      keys: async () => [...held.keys()].map((path) => new Request(ORIGIN + path)),
      delete: async (request: Request) => held.delete(pathOf(request)),
    };
  };
  const caches = { open, keys: async () => [...stores.keys()], delete: async (name: string) => stores.delete(name) };
  return { caches, stores };
}

/** The product's own service worker, with a browser around it that remembers what was asked of it. */
export function startServiceWorker(answer: Answer, windows: Window[] = []) {
  type Handler = (event: Record<string, unknown>) => void;
  const handlers = new Map<string, Handler>();
  const shown: Shown[] = [];
  const opened: string[] = [];
  const asked: string[] = [];
  const ask = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    return answer(pathname);
  };
  const { caches, stores } = createCaches(ask);
  const clients = windows.map((window) => ({
    visibilityState: window.visibilityState,
    postMessage: (message: unknown) => void window.messages.push(message),
    focus: async () => {
      window.focused += 1;
    },
  }));
  const self = {
    location: { origin: ORIGIN },
    addEventListener: (name: string, handler: Handler) => void handlers.set(name, handler),
    skipWaiting: () => undefined,
    registration: {
      showNotification: async (title: string, options: Record<string, unknown>) => void shown.push({ title, options }),
    },
    clients: {
      claim: async () => undefined,
      matchAll: async () => clients,
      openWindow: async (url: string) => void opened.push(url),
    },
  };
  // Addresses without an origin mean the worker's own.
  const OwnRequest = class extends Request {
    constructor(path: string) {
      super(new URL(path, ORIGIN));
    }
  };
  runInNewContext(readFileSync(FILE, "utf8"), {
    self,
    caches,
    fetch: ask,
    Request: OwnRequest,
    Response,
    URL,
    AbortSignal,
  });

  /** Resolves when the worker is done with it. `undefined`: it leaves the request to the browser. */
  async function dispatch(name: string, event: Record<string, unknown> = {}): Promise<Response | undefined> {
    let result: Promise<Response> | undefined;
    const waits: Promise<unknown>[] = [];
    handlers.get(name)?.({
      ...event,
      waitUntil: (promise: Promise<unknown>) => void waits.push(promise),
      respondWith: (promise: Promise<Response>) => {
        result = promise;
      },
    });
    await Promise.all(waits);
    return result;
  }
  return {
    dispatch,
    shown,
    opened,
    asked,
    kept: () => [...stores.values()].flatMap((held) => [...held.keys()]).sort(),
    /** As the browser asks for it; `mode` cannot be set on a request from outside. */
    get: (path: string, mode = "no-cors", method = "GET") =>
      dispatch("fetch", { request: { url: ORIGIN + path, mode, method } }),
    push: (payload: unknown) => dispatch("push", { data: { json: () => JSON.parse(JSON.stringify(payload)) } }),
    click: (url: string) =>
      dispatch("notificationclick", { action: "open", notification: { data: { url }, close: () => undefined } }),
  };
}
