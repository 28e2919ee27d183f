import type { Criterion } from "@watchroom/shared/session";

/** How many of the release criteria are met. */
export function releaseCount(criteria: readonly Criterion[]): { readonly met: number; readonly of: number } {
  return { met: criteria.filter(({ state }) => state === "met").length, of: criteria.length };
}

/** A patient may go when there are criteria and each one is met. What is not known is not met. */
export const isReleasable = (criteria: readonly Criterion[]): boolean => {
  const { met, of } = releaseCount(criteria);
  return of > 0 && met === of;
};

export const CRITERION_WORDS: Readonly<Record<Criterion["state"], string>> = {
  met: "met",
  notMet: "not met",
  unknown: "not known",
};

/** "5 of 7 met", for the tile and the room. */
export function releaseText(criteria: readonly Criterion[]): string {
  const { met, of } = releaseCount(criteria);
  return met === of ? `all ${of} met` : `${met} of ${of} met`;
}
