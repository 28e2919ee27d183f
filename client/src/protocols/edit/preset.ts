import { getAt, type Path } from "@watchroom/shared/protocol-faults";
import { type Draft, listAt } from "./draft.ts";

/** What the preset says at a place of the draft; null where the preset has no such thing. */
export type FromPreset = { readonly value: unknown } | null;

/**
 * Pure. The preset's value for a place of the draft. Items of lists are found by what they are (a check by its name, a
 * limit by what it limits and when), not by where they stand.
 */
export function presetAt(draft: Draft, preset: unknown, path: Path): FromPreset {
  let place: Path = [];
  let counterpart: unknown = preset;
  for (const [depth, step] of path.entries()) {
    if (typeof step === "number") {
      const item = itemLike(getAt(draft, [...place, step]), listAt(counterpart, []), step);
      if (item === undefined) return null;
      counterpart = item;
    } else {
      if (typeof counterpart !== "object" || counterpart === null) return null;
      const isLast = depth === path.length - 1;
      counterpart = getAt(counterpart, [step]);
      if (counterpart === undefined && !isLast) return null;
    }
    place = [...place, step];
  }
  return { value: counterpart };
}

function itemLike(item: unknown, candidates: readonly unknown[], index: number): unknown {
  const id = getAt(item, ["id"]);
  if (id !== undefined) return candidates.find((one) => getAt(one, ["id"]) === id);
  const metric = getAt(item, ["metric"]);
  if (metric === undefined) return candidates[index];
  const phases = listAt(item, ["phases"]);
  return candidates.find(
    (one) =>
      getAt(one, ["metric"]) === metric &&
      getAt(one, ["side"]) === getAt(item, ["side"]) &&
      listAt(one, ["phases"]).some((phase) => phases.includes(phase)),
  );
}
