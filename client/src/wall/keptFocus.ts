import { type RefObject, useLayoutEffect, useRef } from "react";

/** Buttons that their own act takes away leave the focus to the page, not to nobody: the keyboard goes on from there. */
export function useKeptFocus<Kind extends HTMLElement>(): RefObject<Kind | null> {
  const ref = useRef<Kind>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    return () => {
      if (element === null || !element.contains(document.activeElement)) return;
      queueMicrotask(() => {
        if (document.activeElement === document.body) document.getElementById("page")?.focus({ preventScroll: true });
      });
    };
  }, []);
  return ref;
}
