import { getAt } from "@watchroom/shared/protocol-faults";
import { useCallback, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";

type Unsaved = {
  readonly isUnsaved: boolean;
  /** True when something was changed here: a page that only opened unsaved leaves the way back free. */
  readonly isTouched: boolean;
};

type Guard = {
  /** True while the person is asked whether to go. */
  readonly isAsking: boolean;
  readonly stay: () => void;
  readonly leave: () => void;
};

const BACK = "back";
/** Marks the history's entry that stands in front of the page: the way back leads to the page itself, which then asks. */
const IN_FRONT = { inFront: true };
const isInFront = (): boolean => getAt(history.state, ["inFront"]) === true;
const here = (): string => location.pathname + location.search;

/** While there is something unsaved, every way out of the page asks: links, the way back, and closing the window. */
export function useLeaveGuard({ isUnsaved, isTouched }: Unsaved): Guard {
  const [, navigate] = useLocation();
  const [asked, setAsked] = useState<string | null>(null);
  const askBack = useCallback(() => setAsked(BACK), []);
  useWayBack(isUnsaved, isTouched, askBack);
  useEffect(() => {
    if (!isUnsaved) return;
    const onClick = (event: MouseEvent): void => {
      const href = wayOut(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      setAsked(href);
    };
    const onUnload = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("click", onClick, { capture: true });
    addEventListener("beforeunload", onUnload);
    return () => {
      removeEventListener("click", onClick, { capture: true });
      removeEventListener("beforeunload", onUnload);
    };
  }, [isUnsaved]);
  const stay = useCallback(() => setAsked(null), []);
  const leave = useCallback(() => {
    if (asked === BACK) history.go(-2);
    else if (asked !== null) navigate(asked, { replace: isInFront() });
  }, [asked, navigate]);
  return { isAsking: asked !== null, stay, leave };
}

/** A browser cannot be kept from going back, and the router hears of it first: so there is one step more to go. */
function useWayBack(isUnsaved: boolean, isTouched: boolean, ask: () => void): void {
  const place = useRef<string | null>(null);
  useEffect(() => {
    if (!isUnsaved || !isTouched || place.current !== null) return;
    place.current = here();
    history.pushState(IN_FRONT, "", place.current);
  }, [isUnsaved, isTouched]);
  useEffect(() => {
    const onPop = (): void => {
      if (place.current !== here() || isInFront()) return;
      if (isUnsaved) {
        history.pushState(IN_FRONT, "", place.current);
        ask();
      } else {
        history.back();
      }
    };
    addEventListener("popstate", onPop);
    return () => removeEventListener("popstate", onPop);
  }, [isUnsaved, ask]);
}

/** The address that a plain click leads to, when it is another page of ours in this window. */
function wayOut(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target === "_blank" || link.hasAttribute("download")) return null;
  if (link.origin !== location.origin) return null;
  const wanted = link.pathname + link.search;
  return wanted === here() ? null : wanted;
}
