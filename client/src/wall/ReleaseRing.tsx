import type { Criterion } from "@watchroom/shared/session";
import { releaseCount } from "./releaseWords.ts";

const RADIUS = 6.5;
const ROUND = 2 * Math.PI * RADIUS;

/** A ring that fills up with the release criteria that are met, and their number beside it. */
export function ReleaseRing({ criteria }: { readonly criteria: readonly Criterion[] }) {
  const { met, of } = releaseCount(criteria);
  return (
    <span className="releaseRing" data-full={met === of || undefined}>
      <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <circle cx="8" cy="8" r={RADIUS} className="releaseRingTrack" />
        <circle
          cx="8"
          cy="8"
          r={RADIUS}
          className="releaseRingMet"
          strokeDasharray={`${of === 0 ? 0 : (met / of) * ROUND} ${ROUND}`}
          transform="rotate(-90 8 8)"
        />
      </svg>
      {met} of {of}
      <span className="unseen"> release criteria met</span>
    </span>
  );
}
