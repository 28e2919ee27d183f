import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import express, { type Router } from "express";

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Watchroom API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<main id="api"></main>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;
/** A file of its own, since the page's policy allows no script inside a page. */
const START = `SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#api", deepLinking: true, validatorUrl: null });\n`;
const FILES = { "swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript" } as const;

/** The page that shows the API, from this server alone: it works where nothing outside can be reached. */
export function docsPage(document: object): Router {
  const router = express.Router();
  const fileOf = createRequire(import.meta.url).resolve;
  router.get("/api/openapi.json", (_, response) => {
    response.json(document);
  });
  router.get("/api/docs", (_, response) => {
    response.type("html").send(PAGE);
  });
  router.get("/api/docs/start.js", (_, response) => {
    response.type("text/javascript").send(START);
  });
  for (const [name, type] of Object.entries(FILES)) {
    router.get(`/api/docs/${name}`, (_, response) => {
      response.type(type).send(readFileSync(fileOf(`swagger-ui-dist/${name}`)));
    });
  }
  return router;
}
