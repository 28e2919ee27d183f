export type Row = {
  readonly within: string;
  /** Places whose files it may import, besides its own; a place is a folder (ending in "/") or one file. */
  readonly may: readonly string[];
  /** Places of which it may know the types only: they are handed in by who composes. */
  readonly types?: readonly string[];
};

const INNER_TYPES = ["server/src/ward/ward.ts", "server/src/journal/", "server/src/store/store.ts"];
/** The first row whose `within` a file starts with holds for it. */
export const MAY_IMPORT: readonly Row[] = [
  { within: "shared/", may: [] },
  // The entries' types are words only, kept beside the journal that they are written to.
  { within: "server/src/core/", may: ["shared/"], types: ["server/src/journal/entry.ts"] },
  {
    within: "server/src/ward/",
    // journal.ts for the error with which it refuses.
    may: ["shared/", "server/src/core/", "server/src/journal/journal.ts"],
    types: ["server/src/journal/", "server/src/store/store.ts"],
  },
  { within: "server/src/drivers/registry.ts", may: ["shared/", "server/src/drivers/"] },
  // A way in: its own folder and the driver interface.
  {
    within: "server/src/drivers/",
    may: ["shared/", "server/src/drivers/driver.ts"],
  },
  // The writer thread is a program of its own, and composes its store.
  {
    within: "server/src/journal/writer.ts",
    may: ["shared/", "server/src/journal/", "server/src/store/"],
  },
  // The store writes what the journal packs: two halves of the record, with the packing in the journal.
  { within: "server/src/journal/", may: ["shared/", "server/src/store/refused.ts"], types: ["server/src/store/"] },
  {
    within: "server/src/store/",
    may: ["shared/", "server/src/journal/line.ts", "server/src/journal/block.ts"],
    types: ["server/src/journal/entry.ts"],
  },
  // What device.ts and access.ts have in common: it opens the store for them.
  {
    within: "server/src/auth/tool.ts",
    may: ["shared/", "server/src/auth/", "server/src/store/", "server/src/data-folder.ts"],
  },
  { within: "server/src/auth/", may: ["shared/"], types: ["server/src/store/store.ts"] },
  {
    within: "server/src/gateway/",
    may: ["shared/", "server/src/auth/"],
    types: ["server/src/ward/ward.ts", "server/src/journal/entry.ts"],
  },
  {
    within: "server/src/protocols/",
    may: ["shared/", "server/src/auth/turn.ts"],
    types: ["server/src/store/store.ts"],
  },
  {
    within: "server/src/review/",
    // A session's record is the fold of its journal by the core itself, in the words of the trend.
    may: [
      "shared/",
      "server/src/auth/turn.ts",
      "server/src/core/",
      "server/src/journal/journal.ts",
      "server/src/http/markers.ts",
    ],
    types: ["server/src/journal/", "server/src/store/store.ts"],
  },
  {
    within: "server/src/alarm-review/",
    may: [
      "shared/",
      "server/src/core/",
      "server/src/review/",
      "server/src/auth/turn.ts",
      "server/src/journal/journal.ts",
      "server/src/http/markers.ts",
      "server/src/http/trend.ts",
    ],
    types: INNER_TYPES,
  },
  {
    // The live engine over what was recorded, on a thread of its own.
    within: "server/src/what-if/",
    may: [
      "shared/",
      "server/src/core/",
      "server/src/review/",
      "server/src/auth/turn.ts",
      // Sessions cross to that thread packed as they lie in the record.
      "server/src/journal/block.ts",
    ],
    types: INNER_TYPES,
  },
  {
    within: "server/src/notify/",
    may: ["shared/"],
    types: ["server/src/ward/ward.ts", "server/src/store/store.ts"],
  },
  {
    within: "server/src/http/",
    may: ["shared/", "server/src/auth/", "server/src/review/", "server/src/alarm-review/"],
    types: [
      ...INNER_TYPES,
      "server/src/protocols/book.ts",
      "server/src/notify/notifier.ts",
      "server/src/what-if/what-if.ts",
      "server/src/gateway/gateway.ts",
    ],
  },
  ...["main", "device", "access"].map((name) => ({
    within: `server/src/${name}.ts`,
    may: ["shared/", "server/src/"],
  })),
  // config, clock, log: what everything may be handed, and what knows nothing itself.
  { within: "server/src/", may: ["shared/"] },
  { within: "client/", may: ["shared/"] },
  { within: "simulators/", may: ["shared/"] },
];
