import { DISPOSITIONS, EscalationStep } from "@watchroom/shared/alarm";
import { isBeneathPressure } from "@watchroom/shared/alarm-groups";
import { type Episode, type HeldBack, isOfTheClinic } from "@watchroom/shared/alarm-review";
import { MetricId } from "@watchroom/shared/metric";
import { grouped } from "./grouped.ts";

/**
 * Pure. What a person was interrupted by once, in order of its begin, so that the load counts as tiles show: of what many
 * rooms had together the first stands for all; several limits that one cuff value was beyond are one alarm.
 */
export const interruptionsOf = (episodes: readonly Episode[]): Episode[] => ofOneCuffValue(ofTheClinic(episodes));

function ofTheClinic(episodes: readonly Episode[]): Episode[] {
  const until = new Map<string, number>();
  return episodes.filter((episode) => {
    if (!isOfTheClinic(episode)) return true;
    const { condition, simulated, since, endedAt } = episode;
    const key = `${condition} ${simulated}`;
    const last = until.get(key) ?? Number.NEGATIVE_INFINITY;
    until.set(key, Math.max(last, endedAt ?? Number.POSITIVE_INFINITY));
    return since > last;
  });
}

/** Those that began and were signalled at the same moment; one that was signalled later interrupted once more. */
function ofOneCuffValue(episodes: readonly Episode[]): Episode[] {
  const atOnce = grouped(episodes, ({ roomId, since, signalledAt }) => `${roomId} ${since} ${signalledAt}`);
  return episodes.flatMap((episode) => {
    const others = atOnce.get(`${episode.roomId} ${episode.since} ${episode.signalledAt}`) ?? [];
    if (others.some((other) => isBeneathPressure(episode, other))) return [];
    const beneath = others.filter((other) => isBeneathPressure(other, episode));
    return [beneath.length === 0 ? episode : together(episode, beneath)];
  });
}

/** It was worth it if any of them was, was taken and heard when the first of them was, and went as far as any did. */
function together(cause: Episode, beneath: readonly Episode[]): Episode {
  const all = [cause, ...beneath];
  const said = all.flatMap(({ disposition }) => disposition ?? []);
  const [taken] = all
    .filter(({ acknowledgedAt }) => acknowledgedAt !== null)
    .toSorted((a, b) => (a.acknowledgedAt ?? 0) - (b.acknowledgedAt ?? 0));
  const steps = all.flatMap(({ escalatedTo }) => escalatedTo ?? []);
  const { acknowledgedBy, acknowledgedAt, acknowledgedAfterMs } = taken ?? cause;
  const { heardAt, heardAfterMs, unheardMs } = all.toSorted((a, b) => a.unheardMs - b.unheardMs)[0] ?? cause;
  return {
    ...cause,
    ...{ acknowledgedBy, acknowledgedAt, acknowledgedAfterMs, heardAt, heardAfterMs, unheardMs },
    disposition: said.find((one) => DISPOSITIONS[one].actionable) ?? said[0] ?? null,
    escalatedTo: EscalationStep.options.findLast((step) => steps.includes(step)) ?? null,
  };
}

/** Pure. The same of what was held back: one cuff value that nobody was called for is held back once. */
export function heldBackOnce(heldBack: readonly HeldBack[]): HeldBack[] {
  const atOnce = grouped(heldBack, whenOf);
  return heldBack.filter(
    (held) => !(atOnce.get(whenOf(held)) ?? []).some((other) => isBeneathPressure(limitOf(held), limitOf(other))),
  );
}

const whenOf = ({ roomId, since, endedAt }: HeldBack): string => `${roomId} ${since} ${endedAt}`;

/** What was held back reached no priority. */
function limitOf({ condition }: HeldBack): Parameters<typeof isBeneathPressure>[0] {
  const [metric, side] = condition.split(".");
  const isHigh = side === "high";
  return { metric: MetricId.safeParse(metric).data ?? null, side: isHigh ? "high" : "low", priority: "low" };
}
