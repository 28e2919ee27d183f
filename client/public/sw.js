// The service worker. It keeps the files of the shell, whose names hold a hash of what is in them, and the offline page; never
// the page itself and nothing of the API: what is shown comes from the server as it is now, or says that nothing is watched.
const KEPT = "watchroom-2";
const OFFLINE_PAGE = "/offline.html";
const OFFLINE = [OFFLINE_PAGE, "/offline.js", "/icons/icon.svg"];
/** A server that does not answer is not there: a person would look at an empty page. */
const ANSWER_MAX_MS = 8_000;

const isAsset = (path) => path.startsWith("/assets/");
const pathOf = (request) => new URL(request.url).pathname;

self.addEventListener("install", (event) => {
  const fresh = OFFLINE.map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(fresh)));
  self.skipWaiting(); // No page is kept, so that a new worker suits every page that is open.
});

self.addEventListener("activate", (event) => {
  const forget = async () => {
    for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(forget());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/api/") || pathname.startsWith("/socket.io/")) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (isAsset(pathname)) event.respondWith(asset(request));
  else if (OFFLINE.includes(pathname)) event.respondWith(fetch(request).catch(() => kept(request)));
});

const kept = async (request) => (await (await caches.open(KEPT)).match(request)) ?? Response.error();

async function page(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(ANSWER_MAX_MS) });
    // A proxy that stands before a server which is not there.
    if (answer.status === 502 || answer.status === 504) return kept(OFFLINE_PAGE);
    if (answer.ok) await forgetOlder(await answer.clone().text());
    return answer;
  } catch {
    return kept(OFFLINE_PAGE); // No network, no server, or no answer in time: the page says so in large letters.
  }
}

async function asset(request) {
  const cache = await caches.open(KEPT);
  const held = await cache.match(request);
  if (held !== undefined) return held;
  const answer = await fetch(request);
  if (answer.status === 200) await cache.put(request, answer.clone());
  return answer;
}

/** The page names files that are not kept: it is of another build, and what is kept of the last one is of no more use. */
async function forgetOlder(html) {
  const [entry] = html.match(/\/assets\/[\w.-]+\.js/) ?? [];
  const cache = await caches.open(KEPT);
  if (entry === undefined || (await cache.match(entry)) !== undefined) return;
  for (const request of await cache.keys()) if (isAsset(pathOf(request))) await cache.delete(request);
}

/** An alarm that nobody has taken, as the server sends it: { title, body, tag, url, priority, report }. */
self.addEventListener("push", (event) => {
  const [title, options] = notificationOf(event.data);
  event.waitUntil(
    self.registration.showNotification(title, options).then(() => tellServer(options.data.report, "delivered")),
  );
});

/** The ledger then says that it came here, and that somebody opened it. Without a way to the server it stays "sent". */
async function tellServer(report, state) {
  if (report === null) return;
  const { path, receipt } = report;
  const body = JSON.stringify({ state, receipt });
  const headers = { "content-type": "application/json" };
  await fetch(path, { method: "POST", headers, body }).catch(() => undefined);
}

function notificationOf(data) {
  const { title, body, tag, url, priority, report } = readable(data);
  const isPath = typeof url === "string" && /^\/(?!\/)/.test(url);
  const options = {
    body: typeof body === "string" ? body : "Open Watchroom and look at the rooms.",
    icon: "/icons/icon-192.png",
    badge: "/icons/badge-96.png",
    requireInteraction: priority === "high",
    // One notification a room: the next replaces it, and is heard like the first.
    ...(typeof tag === "string" && tag !== "" ? { tag, renotify: true } : {}),
    data: { url: isPath ? url : "/", report: isReport(report) ? report : null },
    actions: [{ action: "open", title: isPath ? "Open the room" : "Open" }],
  };
  return [typeof title === "string" && title !== "" ? title : "Watchroom: an alarm", options];
}

const isReport = (report) => typeof report?.path === "string" && report.path.startsWith("/api/");

/** The browser wants a notification for every push, one that cannot be read too. */
function readable(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url = "/", report = null } = event.notification.data ?? {};
  event.waitUntil(Promise.all([open(url), tellServer(report, "read")]));
});

/** In a window that is open, without loading it again: that would cost its sound. */
async function open(url) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const shown = windows.find((client) => client.visibilityState === "visible") ?? windows[0];
  if (shown === undefined) return self.clients.openWindow(url);
  shown.postMessage({ open: url });
  return shown.focus();
}
