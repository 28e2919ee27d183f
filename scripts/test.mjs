// Only a door: an old Node can read it, and hears what it is missing before the rest is loaded.
import "./node-version.mjs";

import("./command/door.mjs").then(({ open }) => open(import("./command/test.mjs")));
