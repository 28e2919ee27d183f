import { useEffect } from "react";

/** As long as an act's answer, or the opening of a page, may take to change what is shown. */
const SETTLED_MS = 3_000;

/**
 * What was done may take away the very thing that had the focus, now or in a moment: then the page has it, not nobody.
 * Returns the way to stop.
 */
export function keepFocus(): () => void {
  const rescue = (): void => {
    if (document.activeElement !== document.body) return;
    document.getElementById("page")?.focus({ preventScroll: true });
    watch.disconnect();
  };
  const watch = new MutationObserver(rescue);
  const timer = setTimeout(() => watch.disconnect(), SETTLED_MS);
  watch.observe(document.body, { childList: true, subtree: true });
  rescue();
  return () => {
    clearTimeout(timer);
    watch.disconnect();
  };
}

/** One a page: the link that led to it is gone with the page before, and the keyboard goes on in the new one. */
export function PageFocus(): null {
  useEffect(keepFocus, []);
  return null;
}
