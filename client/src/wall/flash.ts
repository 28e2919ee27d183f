import { useLayoutEffect, useRef } from "react";

/**
 * Lets all flashing alarms of the screen flash together: each animation is started at the same moment of the document's
 * time line. `key` changes when the animation may have changed. The pseudo-element that flashes belongs to the element.
 */
export function useFlashInPhase<Element extends HTMLElement>(key: string) {
  const ref = useRef<Element>(null);
  useLayoutEffect(() => {
    if (key === "") return;
    for (const animation of ref.current?.getAnimations({ subtree: true }) ?? []) {
      // Not what runs once: it would be over at once.
      if (animation.effect?.getTiming().iterations === Number.POSITIVE_INFINITY) animation.startTime = 0;
    }
  }, [key]);
  return ref;
}
