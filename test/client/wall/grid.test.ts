import { describe, expect, it } from "vitest";
import { neighbour, WALL_GAP_PX, wallGrid } from "../../../client/src/wall/grid.ts";

/** Screens that a wall must fit, less the header and the line below the page. */
const SCREENS = [
  [768, 940],
  [1_024, 690],
  [1_280, 720],
  [1_920, 1_000],
  [3_840, 2_080],
] as const;

describe("the wall's grid", () => {
  it("shows up to 24 rooms at once on every screen from a tablet to a 4K television", () => {
    for (const [width, height] of SCREENS) {
      for (let count = 1; count <= 24; count += 1) {
        const grid = wallGrid(count, width, height);
        expect(grid.scrolls, `${count} rooms on ${width}x${height}`).toBe(false);
        expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(count);
        expect(grid.columns * (grid.rows - 1), "no empty row").toBeLessThan(count);
      }
    }
  });
  it("fills the space that it has and nothing beyond it", () => {
    for (const [width, height] of SCREENS) {
      const { columns, rows, tileWidth, tileHeight } = wallGrid(8, width, height);
      expect(columns * tileWidth + (columns - 1) * WALL_GAP_PX).toBeCloseTo(width, 5);
      expect(rows * tileHeight + (rows - 1) * WALL_GAP_PX).toBeCloseTo(height, 5);
    }
  });
  it("gives eight rooms on a desk screen four columns, with everything and buttons on the tile", () => {
    expect(wallGrid(8, 1_264, 730)).toMatchObject({ columns: 4, rows: 2, layout: "full", actions: true });
    expect(wallGrid(8, 1_904, 1_010)).toMatchObject({ columns: 4, rows: 2, layout: "full", actions: true });
  });
  it("drops the sparkline first, then all but room, alarm line and the three values", () => {
    expect(wallGrid(12, 1_008, 690).layout).toBe("compact");
    expect(wallGrid(24, 1_264, 730).layout).toBe("compact");
    expect(wallGrid(48, 1_264, 730).layout).toBe("mini");
  });
  it("keeps buttons off tiles on which a finger could not hit them", () => {
    const grid = wallGrid(48, 1_264, 730);
    expect(grid.actions).toBe(false);
    expect(wallGrid(12, 1_008, 690).actions).toBe(true);
  });
  it("lets 48 rooms scroll on a tablet rather than shrink beyond reading", () => {
    const grid = wallGrid(48, 768, 940);
    expect(grid.scrolls).toBe(true);
    expect(grid.tileHeight).toBeGreaterThanOrEqual(150);
    expect(grid.tileWidth).toBeGreaterThanOrEqual(150);
  });
  it("still has a column on a screen narrower than a tile", () => {
    expect(wallGrid(30, 120, 200)).toMatchObject({ columns: 1, rows: 30, scrolls: true });
  });
});

describe("walking over the wall by keyboard", () => {
  it("goes to the tile beside, above or below, and stays at the edge", () => {
    expect(neighbour(0, "right", 4, 8)).toBe(1);
    expect(neighbour(0, "down", 4, 8)).toBe(4);
    expect(neighbour(0, "left", 4, 8)).toBe(0);
    expect(neighbour(6, "down", 4, 8)).toBe(6);
    expect(neighbour(5, "up", 4, 8)).toBe(1);
    expect(neighbour(5, "first", 4, 8)).toBe(0);
    expect(neighbour(2, "last", 4, 8)).toBe(7);
  });
});
