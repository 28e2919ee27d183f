// Run by receipts.test.ts as a process of its own: a whole server on the folder that it is given. Says where it is.
import { writeSync } from "node:fs";
import { start } from "../../../server/src/main.ts";

const [folder = ""] = process.argv.slice(2);
const server = await start(
  { PORT: "0", WATCHROOM_DEMO: "0", WATCHROOM_DATA: folder, WATCHROOM_LOG: "silent" },
  { repositoryDir: folder },
);
writeSync(1, `${JSON.stringify({ url: server.url, setUpUrl: server.setUpUrl })}\n`);
process.once("SIGTERM", () => void server.stop().then(() => process.exit(0)));
