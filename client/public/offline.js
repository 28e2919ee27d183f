// The offline page: tries the server every three seconds, and comes back by itself where the person was.
const AGAIN_MS = 3_000;
const openedAt = Date.now();
// Opened under its own name, there is nowhere to come back to.
const back = location.pathname === "/offline.html" ? "/" : location.href;

document.getElementById("again").href = back;

function tell() {
  const minutes = Math.floor((Date.now() - openedAt) / 60_000);
  const since = minutes === 0 ? "less than a minute" : `${minutes} min`;
  document.getElementById("since").textContent =
    `Not monitoring for ${since}. This page tries again by itself every three seconds.`;
}

async function look() {
  tell();
  const isThere = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(AGAIN_MS) }).then(
    (answer) => answer.ok,
    () => false,
  );
  if (isThere) location.replace(back);
  else setTimeout(look, AGAIN_MS);
}

tell();
setTimeout(look, AGAIN_MS);
