/**
 * How a tile is laid out. `full`: everything, taller than wide. `wide`: everything, three values in a row. `compact`: no
 * sparkline, no device details. `mini`: room, alarm line, SpO2, pulse, pressure.
 */
export type TileLayout = "full" | "wide" | "compact" | "mini";

export type WallGrid = {
  readonly columns: number;
  readonly rows: number;
  readonly layout: TileLayout;
  /** Buttons of 44 px fit on the tile. */
  readonly actions: boolean;
  /** Pixels of a tile; when `scrolls`, the rows do not all fit into the height. */
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly scrolls: boolean;
};

export const WALL_GAP_PX = 8;
/** Up to so many rooms must be seen at once, however small the tiles become. */
const SEEN_AT_ONCE = 24;
/** Below so many pixels a unit nothing can be read: a screen that is smaller scrolls. */
const UNIT_MIN_PX = 1.05;
/** A tile that has to scroll anyway is not smaller than this. */
const SCROLLING_TILE = { width: 190, height: 150 } as const;

/** A layout's own size in units (`u` in tile.css): its letters and numerals are multiples of one unit. */
type LayoutRow = {
  readonly layout: TileLayout;
  readonly actions: boolean;
  readonly width: number;
  readonly height: number;
  /** Pixels beside the units: the row of buttons. */
  readonly extraPx: number;
  /** SpO2's letter size in units: what is made as large as possible. */
  readonly numeral: number;
  /** The smallest unit at which its small letters can still be read. */
  readonly unitMinPx: number;
};

/** The richest first. The numbers follow tile.css: change them together. */
const LAYOUTS: readonly (readonly LayoutRow[])[] = [
  [
    { layout: "full", actions: true, width: 100, height: 101, extraPx: 52, numeral: 21, unitMinPx: 2.3 },
    { layout: "wide", actions: true, width: 172, height: 68, extraPx: 52, numeral: 19, unitMinPx: 2.3 },
  ],
  [{ layout: "compact", actions: true, width: 100, height: 81, extraPx: 48, numeral: 21, unitMinPx: 2 }],
  [{ layout: "compact", actions: false, width: 100, height: 88, extraPx: 0, numeral: 21, unitMinPx: 1.6 }],
  [{ layout: "mini", actions: false, width: 100, height: 82, extraPx: 0, numeral: 22, unitMinPx: 1.35 }],
];

type Size = { readonly width: number; readonly height: number };

const unitOf = (row: LayoutRow, tile: Size): number =>
  Math.min(tile.width / row.width, (tile.height - row.extraPx) / row.height);

const share = (length: number, parts: number): number => (length - WALL_GAP_PX * (parts - 1)) / parts;

type Candidate = { readonly row: LayoutRow; readonly columns: number; readonly unit: number; readonly numeral: number };

/** Larger numerals win; with next to no difference, the grid with fewer empty places. */
function better(a: Candidate | undefined, b: Candidate, count: number): Candidate {
  if (a === undefined) return b;
  const empty = ({ columns }: Candidate): number => Math.ceil(count / columns) * columns - count;
  if (Math.abs(a.numeral - b.numeral) > 0.02 * a.numeral) return a.numeral > b.numeral ? a : b;
  return empty(b) < empty(a) ? b : a;
}

function bestOf(
  rows: readonly LayoutRow[],
  count: number,
  area: Size,
  unitMinPx: number | null,
): Candidate | undefined {
  let best: Candidate | undefined;
  for (const row of rows) {
    for (let columns = 1; columns <= count; columns += 1) {
      const unit = unitOf(row, {
        width: share(area.width, columns),
        height: share(area.height, Math.ceil(count / columns)),
      });
      if (unit < (unitMinPx ?? row.unitMinPx)) continue;
      best = better(best, { row, columns, unit, numeral: unit * row.numeral }, count);
    }
  }
  return best;
}

function scrolling(count: number, area: Size): WallGrid {
  const fit = Math.floor((area.width + WALL_GAP_PX) / (SCROLLING_TILE.width + WALL_GAP_PX));
  const columns = Math.min(count, Math.max(1, fit));
  return {
    columns,
    rows: Math.ceil(count / columns),
    layout: "compact",
    actions: false,
    tileWidth: share(area.width, columns),
    tileHeight: SCROLLING_TILE.height,
    scrolls: true,
  };
}

/**
 * Pure. The grid for `count` rooms (1 and more) in an area of CSS pixels: the richest layout whose letters can be read,
 * and in it the largest numerals. Up to 24 rooms never scroll on a screen of 768 pixels and more.
 */
export function wallGrid(count: number, width: number, height: number): WallGrid {
  const area = { width, height };
  let best: Candidate | undefined;
  for (const rows of LAYOUTS) best ??= bestOf(rows, count, area, null);
  const last = LAYOUTS.at(-1) ?? [];
  if (count <= SEEN_AT_ONCE) best ??= bestOf(last, count, area, UNIT_MIN_PX);
  if (best === undefined) return scrolling(count, area);
  const rows = Math.ceil(count / best.columns);
  return {
    columns: best.columns,
    rows,
    layout: best.row.layout,
    actions: best.row.actions,
    tileWidth: share(width, best.columns),
    tileHeight: share(height, rows),
    scrolls: false,
  };
}

export type Step = "left" | "right" | "up" | "down" | "first" | "last";

/** The tile that an arrow key leads to from the tile at `index`; at the edge it stays. */
export function neighbour(index: number, step: Step, columns: number, count: number): number {
  const to = {
    left: index - 1,
    right: index + 1,
    up: index - columns,
    down: index + columns,
    first: 0,
    last: count - 1,
  };
  const next = to[step];
  return next < 0 || next >= count ? index : next;
}
