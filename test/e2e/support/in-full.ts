import type { Page } from "@playwright/test";

type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
type Text = {
  readonly room: string;
  readonly words: string;
  readonly box: Box;
  readonly tile: Box;
  /** What hides all that stands out of it sideways, from the text up to its tile. */
  readonly clips: readonly Box[];
};

/** A sentence for each thing on the wall that a person at this screen cannot read in full. */
export async function notSeenInFull(page: Page): Promise<string[]> {
  const texts = await tileTexts(page);
  return [...(await scrolling(page)), ...(await crowdedGrounds(page)), ...texts.flatMap(faultsOf), ...overlaps(texts)];
}

/** A pixel's part is rounding, not a fault. */
const SLACK_PX = 1;
const standsOut = (inner: Box, outer: Box): boolean =>
  inner.left < outer.left - SLACK_PX || inner.right > outer.right + SLACK_PX;

function faultsOf({ room, words, box, tile, clips }: Text): string[] {
  const isOut = standsOut(box, tile) || box.top < tile.top - SLACK_PX || box.bottom > tile.bottom + SLACK_PX;
  return isOut || clips.some((clip) => standsOut(box, clip)) ? [`${room}: "${words}" is cut off`] : [];
}

/** Line boxes are taller than letters: texts lie on each other when they share half of the smaller one's height. */
const SHARED_HEIGHT = 0.5;
const SHARED_WIDTH_PX = 2;

function overlaps(texts: readonly Text[]): string[] {
  return texts.flatMap((a, index) =>
    texts.slice(index + 1).flatMap((b) => {
      const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      const smaller = Math.min(a.box.bottom - a.box.top, b.box.bottom - b.box.top);
      const isOver = a.room === b.room && width > SHARED_WIDTH_PX && height > SHARED_HEIGHT * smaller;
      return isOver ? [`${a.room}: "${a.words}" and "${b.words}" lie on each other`] : [];
    }),
  );
}

/** The coloured ground of an alarming value keeps a pixel off the line above it. */
function crowdedGrounds(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("main article .numeral")].flatMap((numeral) => {
      const above = numeral.previousElementSibling?.getBoundingClientRect().bottom ?? 0;
      const gap = numeral.getBoundingClientRect().top - above;
      return gap >= 1 ? [] : [`the ground of ${numeral.textContent} is ${gap.toFixed(1)} px below its label`];
    }),
  );
}

function scrolling(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parts = [document.documentElement, ...document.querySelectorAll("#page, main, main article > *")];
    const faults = parts
      .filter((part) => part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1)
      .map((part) => `<${part.tagName} class="${part.className}"> does not hold what is in it`);
    for (const tile of document.querySelectorAll("main article")) {
      const { left, right, top, bottom } = tile.getBoundingClientRect();
      if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) faults.push("a tile is off the screen");
    }
    return faults;
  });
}

/** Every text that is seen on a tile. An alarm's details are left out: they give way when there is no room for them. */
function tileTexts(page: Page): Promise<Text[]> {
  return page.evaluate(() => {
    const boxOf = ({ left, right, top, bottom }: DOMRect) => ({ left, right, top, bottom });
    return [...document.querySelectorAll("main article")].flatMap((tile) => {
      const room = tile.querySelector("a")?.getAttribute("aria-label") ?? "a room without a name";
      const found = [];
      const walker = document.createTreeWalker(tile, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (parent === null || parent.closest(".unseen, .alarmDetails") !== null || node.textContent?.trim() === "")
          continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const clips = [];
        for (let part: Element | null = parent; part !== null && part !== tile; part = part.parentElement) {
          if (getComputedStyle(part).overflowX !== "visible") clips.push(boxOf(part.getBoundingClientRect()));
        }
        const box = boxOf(range.getBoundingClientRect());
        // What gives way to the next step stands whole on a second line that is not seen.
        const line = parent.closest(".devices")?.getBoundingClientRect();
        const isLeftOut = line !== undefined && box.top >= line.bottom - 1;
        // What is not displayed at this size has no box.
        if (box.right > box.left && !isLeftOut) {
          found.push({ room, words: node.textContent ?? "", box, tile: boxOf(tile.getBoundingClientRect()), clips });
        }
      }
      return found;
    });
  });
}
