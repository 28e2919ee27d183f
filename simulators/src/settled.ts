import { type Act, type Memory, MINUTE_MS } from "./demo-scene.ts";

/** What the nurse has tried at one bed, and what became of it. */
type Settled = {
  isSettled(id: string, now: number): boolean;
  held(): Memory["held"];
  settle(act: Act, outcome: "done" | "held" | "refused", now: number): void;
};

/** A refused entry is tried again after this, and each time after twice as long: nobody knocks on a door for hours. */
const AGAIN_AFTER_MS = MINUTE_MS;
const AGAIN_AFTER_MAX_MS = 32 * MINUTE_MS;
/** A cuff that was asked gets this long to answer before it is asked again; between two for a release the patient rests. */
const CUFF_ANSWERS_MS = 2 * MINUTE_MS;
const FOR_RELEASE_MS = 5 * MINUTE_MS;
const ONCE: ReadonlySet<string> = new Set(["enterPressure", "standby", "recordEvent"]);

/** How long after this act was done the same is not done again; 0: the screen says whether it is wanted. */
function restMs({ id, request }: Act): number {
  if (ONCE.has(request.name)) return Number.POSITIVE_INFINITY;
  if (request.name !== "measureNow") return 0;
  return id === "measure for release" ? FOR_RELEASE_MS : CUFF_ANSWERS_MS;
}

export function createSettled(): Settled {
  const until = new Map<string, number>();
  const refused = new Map<string, number>();
  let held: Memory["held"] = null;
  return {
    isSettled: (id, now) => (until.get(id) ?? 0) > now,
    held: () => held,
    settle(act, outcome, now) {
      if (outcome === "held") held = { times: (held?.times ?? 0) + 1, at: now };
      if (outcome === "done") until.set(act.id, now + restMs(act));
      if (outcome !== "refused") return;
      const times = (refused.get(act.id) ?? 0) + 1;
      refused.set(act.id, times);
      until.set(act.id, now + Math.min(AGAIN_AFTER_MAX_MS, AGAIN_AFTER_MS * 2 ** (times - 1)));
    },
  };
}
