import { ok } from "@watchroom/shared/result";
import {
  SaveWhatIfBody,
  WHAT_IF_PATH,
  WhatIfAnswer,
  WhatIfBody,
  WhatIfRun,
  WhatIfStarted,
} from "@watchroom/shared/what-if";
import type { Role } from "@watchroom/shared/wire";
import type { WhatIf } from "../what-if/what-if.ts";
import { DONE, personOf, type Route, route } from "./route.ts";

type WhatIfRouteParts = { readonly whatIf: WhatIf };

const SUBJECT = "What-if";
/** Who answers for the clinic's limits. */
const MAY_ASK: readonly Role[] = ["physician", "administrator"];
const ONE = `${WHAT_IF_PATH}/:runId`;

/** Other limits and delays over the clinic's own recorded sessions. Nothing of it changes what is watched. */
export const whatIfRoutes = (parts: WhatIfRouteParts): Route[] => [
  list(parts),
  start(parts),
  one(parts),
  cancel(parts),
  save(parts),
];

const list = ({ whatIf }: WhatIfRouteParts): Route =>
  route({
    method: "get",
    path: WHAT_IF_PATH,
    subject: SUBJECT,
    summary: "The limits that can be changed, the runs of late, and the results that are kept.",
    allow: MAY_ASK,
    answer: WhatIfAnswer,
    run: async () => ok(await whatIf.answer()),
  });

const start = ({ whatIf }: WhatIfRouteParts): Route =>
  route({
    method: "post",
    path: WHAT_IF_PATH,
    subject: SUBJECT,
    summary: "Replays ended sessions with other limits, by the live engine. One runs at a time; a few wait.",
    allow: MAY_ASK,
    body: WhatIfBody,
    answer: WhatIfStarted,
    fails: ["too-many-calls"],
    run: (call) => whatIf.start(call.body, personOf(call).operator),
  });

const one = ({ whatIf }: WhatIfRouteParts): Route =>
  route({
    method: "get",
    path: ONE,
    subject: SUBJECT,
    summary: "How far it is, and its result when it is done. A kept result stays under the same id.",
    allow: MAY_ASK,
    answer: WhatIfRun,
    fails: ["not-found"],
    async run({ params }) {
      const run = await whatIf.find(params["runId"] ?? "");
      if (run !== null) return ok(run);
      return { ok: false, code: "not-found", message: "There is no such what-if any more. Run it again." };
    },
  });

const cancel = ({ whatIf }: WhatIfRouteParts): Route =>
  route({
    method: "post",
    path: `${ONE}/cancel`,
    subject: SUBJECT,
    summary: "Ends one that waits or runs. It leaves no result.",
    allow: MAY_ASK,
    answer: null,
    fails: ["not-found"],
    run({ params }) {
      const cancelled = whatIf.cancel(params["runId"] ?? "");
      return cancelled.ok ? DONE : cancelled;
    },
  });

const save = ({ whatIf }: WhatIfRouteParts): Route =>
  route({
    method: "post",
    path: `${ONE}/save`,
    subject: SUBJECT,
    summary: "Keeps a result with a name and a comment, or gives a kept one others.",
    allow: MAY_ASK,
    body: SaveWhatIfBody,
    answer: WhatIfRun,
    fails: ["not-found"],
    run: (call) => whatIf.save(call.params["runId"] ?? "", call.body, personOf(call).operator),
  });
