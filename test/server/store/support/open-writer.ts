import { openSqliteStore } from "../../../../server/src/store/sqlite.ts";

/** Opens the record that is named as the server does, and prints where its journal ends. */
const store = openSqliteStore({ file: process.argv[2] ?? "", writer: true });
console.log(`ends at ${store.lastSeq()}`);
store.close();
