import { navigate } from "wouter/use-browser-location";

const FILE = "/sw.js";

/** Registers the service worker; where there is none (plain http, old browsers) the page works without. */
export function startWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  const workers = navigator.serviceWorker;
  workers.register(FILE, { updateViaCache: "none" }).catch((error: unknown) => {
    console.warn("Without a service worker there is no offline page and there are no notifications.", error);
  });
  // A notification was tapped: go there without a reload, which would cost the sound.
  workers.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const path = pathIn(data);
    if (path !== null) navigate(path);
  });
  workers.startMessages();
}

/** Pure. The page that a message of the worker asks for; null for anything but a path of ours. */
export function pathIn(data: unknown): string | null {
  if (typeof data !== "object" || data === null || !("open" in data) || typeof data.open !== "string") return null;
  return /^\/(?!\/)/.test(data.open) ? data.open : null;
}
