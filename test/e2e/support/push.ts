import type { Page } from "@playwright/test";

/** A browser whose push service is there: it gives an endpoint, and keeps it over a reload as browsers do. */
export async function givePushService(page: Page, origin: string): Promise<void> {
  await page.context().grantPermissions(["notifications"], { origin });
  await page.addInitScript(() => {
    const KEY = "a push service's subscription";
    const made = (endpoint: string) => ({
      endpoint,
      toJSON: () => ({ endpoint, keys: { p256dh: "B".repeat(87), auth: "a".repeat(22) } }),
      unsubscribe: async (): Promise<boolean> => {
        localStorage.removeItem(KEY);
        return true;
      },
    });
    Object.assign(PushManager.prototype, {
      getSubscription: async () => {
        const kept = localStorage.getItem(KEY);
        return kept === null ? null : made(kept);
      },
      subscribe: async () => {
        const endpoint = `https://push.example/${crypto.randomUUID()}`;
        localStorage.setItem(KEY, endpoint);
        return made(endpoint);
      },
    });
  });
}
