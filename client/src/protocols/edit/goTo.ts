import type { Path } from "@watchroom/shared/protocol-faults";
import { placeId } from "./faults.ts";

/** Gives the focus to a place's field, or to what it would stand in. */
export function goTo(path: Path, block: ScrollLogicalPosition = "center"): void {
  for (let length = path.length; length > 0; length -= 1) {
    const place = document.getElementById(placeId(path.slice(0, length)));
    if (place === null) continue;
    place.scrollIntoView({ block });
    place.focus({ preventScroll: true });
    return;
  }
}

/** The same once the page has drawn what was just changed: a button that is gone would leave the focus to nobody. */
export const goToAfter = (path: Path): void => void requestAnimationFrame(() => goTo(path, "nearest"));

/** The arrow of an item that was moved goes along with it, so that it can be pressed again. */
export function goAlong(list: Path, index: number, arrow: "up" | "down"): void {
  requestAnimationFrame(() => {
    const button = document.getElementById(arrowId(list, index, arrow));
    if (button instanceof HTMLButtonElement && !button.disabled) button.focus();
    else goTo([...list, index], "nearest");
  });
}

export const arrowId = (list: Path, index: number, arrow: "up" | "down"): string =>
  `${placeId([...list, index])}-${arrow}`;
