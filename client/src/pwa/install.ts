/** Chromium's own event; not in the standard, so not in TypeScript's library. */
type InstallEvent = Event & { prompt(): Promise<unknown> };

let offer: InstallEvent | null = null;
const listeners = new Set<() => void>();

const isInstallEvent = (event: Event): event is InstallEvent => "prompt" in event;

function keep(event: InstallEvent | null): void {
  offer = event;
  for (const listener of listeners) listener();
}

/** The browser offers installing once, soon after the page opened: kept for the button in Settings. */
export function keepInstallOffer(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    if (isInstallEvent(event)) keep(event);
  });
  addEventListener("appinstalled", () => keep(null));
}

export function subscribeInstall(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** "offered": the browser will ask when `install` is called. */
export const readInstallState = (): "installed" | "offered" | "notOffered" => {
  if (matchMedia("(display-mode: standalone)").matches) return "installed";
  return offer === null ? "notOffered" : "offered";
};

/** An offer can be used once. */
export async function install(): Promise<void> {
  const once = offer;
  keep(null);
  await once?.prompt();
}
