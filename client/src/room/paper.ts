import { useSyncExternalStore } from "react";

/** Pixels between the margins of print.css on A4, the narrower of the two papers, less the frame around the plots. */
export const PAPER_WIDTH = 660;

let isPrinting = false;

function subscribe(listener: () => void): () => void {
  const begin = (): void => {
    isPrinting = true;
    listener();
  };
  const end = (): void => {
    isPrinting = false;
    listener();
  };
  window.addEventListener("beforeprint", begin);
  window.addEventListener("afterprint", end);
  return () => {
    window.removeEventListener("beforeprint", begin);
    window.removeEventListener("afterprint", end);
  };
}

/** True while the page is being printed: a plot that measures its place on the screen does not see the paper. */
export const usePaper = (): boolean => useSyncExternalStore(subscribe, () => isPrinting);
