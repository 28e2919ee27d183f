import type { LiveState, LiveStore } from "../live/store.ts";

/** Pure. Alarms that nobody has acknowledged; "unknown" without a connection: then the badge has no number. */
export function badgeOf({ link, rooms }: Pick<LiveState, "link" | "rooms">): number | "unknown" {
  if (link === "lost") return "unknown";
  let count = 0;
  for (const { alarms } of rooms.values()) count += alarms.filter(({ signal }) => signal === "on").length;
  return count;
}

/** Shows the count on the installed app's icon, where there is one. Returns the way to stop, which clears it. */
export function keepBadge(store: LiveStore): () => void {
  if (!("setAppBadge" in navigator)) return () => undefined;
  let shown: ReturnType<typeof badgeOf> | null = null;
  const show = (badge: ReturnType<typeof badgeOf>): void => {
    shown = badge;
    const done = badge === "unknown" ? navigator.setAppBadge() : navigator.setAppBadge(badge);
    done.catch(() => undefined); // Not installed, or the system has no badges: the wall says it all the same.
  };
  const look = (): void => {
    const badge = badgeOf(store.get());
    if (badge !== shown) show(badge);
  };
  const clear = (): void => show(0);
  const stop = store.subscribe(look);
  // A closed page counts nothing: its last number must not stay for days.
  addEventListener("pagehide", clear);
  look();
  return () => {
    stop();
    removeEventListener("pagehide", clear);
    clear();
  };
}
