/** A bell drawn in dashes: the sound is paused and comes back by itself. */
export const PausedBell = () => (
  <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path
      d="M3.2 11.6c1-1 1.3-2.3 1.3-4.3a3.5 3.5 0 0 1 7 0c0 2 .3 3.3 1.3 4.3zM6.6 13.6a1.5 1.5 0 0 0 2.8 0"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2.2 1.3"
    />
  </svg>
);

/** What is left in the battery, 0 to 100 %. */
export const Battery = ({ percent }: { readonly percent: number }) => (
  <svg className="icon" viewBox="0 0 18 16" aria-hidden="true" focusable="false">
    <rect x="1" y="4" width="14" height="8" rx="1.5" fill="none" stroke="currentColor" strokeWidth="1.3" />
    <rect x="15.5" y="6.5" width="1.5" height="3" fill="currentColor" />
    <rect x="2.5" y="5.5" width={(Math.min(100, Math.max(0, percent)) / 100) * 11} height="5" fill="currentColor" />
  </svg>
);
