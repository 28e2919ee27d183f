import { WIRE_VERSION } from "@watchroom/shared/wire";

const RELOADED_KEY = "watchroom.reloadedFrom";

/** The server is of another version: fetch its page. Only once, so that a page from a cache does not reload for ever. */
export function reloadOnce(): void {
  if (sessionStorage.getItem(RELOADED_KEY) === String(WIRE_VERSION)) return;
  sessionStorage.setItem(RELOADED_KEY, String(WIRE_VERSION));
  location.reload();
}
