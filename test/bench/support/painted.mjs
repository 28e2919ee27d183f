// Runs in the page before all else: when each frame with an alarm came off the line, and when the room's alarm line was on
// the screen. Milliseconds since 1970: page, stations and server are on one machine with one clock.
{
  const painted = [];
  window.painted = painted;
  const seen = new Set();
  let framed = 0;
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        if (typeof data === "string" && data.startsWith('42["frame"') && data.includes('"alarms":[{'))
          framed = Date.now();
      });
    }
  };
  const look = () => {
    for (const line of document.querySelectorAll(".tile .alarmLine")) {
      if (seen.has(line)) continue;
      seen.add(line);
      const room = line.closest(".tile").querySelector("a[aria-label]").getAttribute("aria-label");
      const cameAt = framed;
      // The second frame begins when the first is on its way to the screen.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => painted.push({ room, framed: cameAt, painted: Date.now() })),
      );
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}
