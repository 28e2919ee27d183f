// The built server in a process of its own, which says on request what it has used so far. Plain JavaScript: no loader
// stands between what is measured and Node.

/** WATCHROOM_BENCH_BUILD: the main.js of another build, to compare two. */
const { start } = await import(process.env.WATCHROOM_BENCH_BUILD ?? "../../../server/dist/main.js");
const repositoryDir = new URL("../../..", import.meta.url).pathname;
const server = await start(process.env, { repositoryDir });
process.send({ kind: "started", url: server.url, setUpUrl: server.setUpUrl });

process.on("message", async (message) => {
  if (message === "usage") {
    const { user, system } = process.cpuUsage();
    process.send({ kind: "usage", cpuMs: (user + system) / 1_000 });
  } else if (message === "memory") {
    // Twice: what the first collection lets go of can hold more.
    globalThis.gc?.();
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    process.send({ kind: "memory", rssBytes: rss, heapBytes: heapUsed + external });
  } else {
    await server.stop();
    process.exit(0);
  }
});
process.on("disconnect", () => process.exit(0));
