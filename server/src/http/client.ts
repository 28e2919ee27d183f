import path from "node:path";
import express, { type Router } from "express";

const NOT_BUILT = "Watchroom's pages are not built yet. Run: npm run build\n";

/** The client's files. Its own routes all begin at the one page; files under assets/ carry a hash in their name. */
export function clientPages(folder: string): Router {
  const router = express.Router();
  router.use(
    "/assets",
    express.static(path.join(folder, "assets"), { immutable: true, maxAge: "1y", fallthrough: true }),
  );
  router.use("/assets", (_, response) => {
    response.status(404).type("text").send("There is no such file.\n");
  });
  router.use(
    express.static(folder, {
      index: false,
      // Without a hash in their names they are asked for each time: the service worker above all, which serves the others.
      setHeaders: (response) => void response.setHeader("Cache-Control", "no-cache"),
    }),
  );
  router.get("/{*path}", (_, response, next) => {
    response.sendFile(
      "index.html",
      { root: folder, cacheControl: false, headers: { "Cache-Control": "no-cache" } },
      (error) => {
        if (error === undefined || error === null) return;
        if (response.headersSent || ("code" in error && error.code === "ECONNABORTED")) return;
        if ("code" in error && error.code === "ENOENT") response.status(503).type("text").send(NOT_BUILT);
        else next(error);
      },
    );
  });
  return router;
}
