/** Pure. The `d` of an SVG path, x in points, y from 0 (highest) to `height`; a null is a gap, never a bridge. */
export function sparkPath(
  points: readonly (number | null)[],
  [low, high]: readonly [low: number, high: number],
  height: number,
): string {
  let path = "";
  let pen = false;
  for (const [x, value] of points.entries()) {
    if (value === null) {
      pen = false;
      continue;
    }
    const share = (Math.min(high, Math.max(low, value)) - low) / (high - low);
    path += `${pen ? "L" : "M"}${x} ${(height * (1 - share)).toFixed(1)}`;
    // A point alone is still drawn: a line of no length with a round cap.
    if (!pen) path += "h0";
    pen = true;
  }
  return path;
}
