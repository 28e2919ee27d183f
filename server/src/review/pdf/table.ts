import { GREY, type Paper, type TextStyle } from "./paper.ts";

export type Column = { readonly head: string; readonly weight: number; readonly align?: "right" };
type Table = {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** The sentence that stands there instead of a table without rows. */
  readonly empty: string;
};

const PAD = 3;
/** After a number, so that it does not run into the words beside it. */
const PAD_NUMBER = 12;
const HEAD_STYLE: TextStyle = { font: "bold", size: 8.5 };
const CELL_STYLE: TextStyle = { size: 8.5 };
/** After so many rows others may run: no alarm of the ward waits for a report. */
const STRETCH = 20;
/** A table of so many rows is not broken; of a longer one this many stay with its heading. */
const ROWS_UNBROKEN_MAX = 8;
const ROWS_WITH_HEADING = 2;

type Place = { readonly x: number; readonly width: number; readonly column: Column };

/** A table under its heading. A row is never cut; each further page begins with the heads again. */
export async function drawTable(paper: Paper, { title, columns, rows, empty }: Table): Promise<void> {
  if (rows.length === 0) {
    paper.heading(title, paper.heightOf(empty, paper.width));
    paper.paragraph(empty);
    return;
  }
  const places = placesOf(paper, columns);
  const heads = columns.map(({ head }) => head);
  const heights: number[] = [];
  for (const [index, row] of rows.entries()) {
    heights.push(heightOfRow(paper, places, row, CELL_STYLE));
    if (index % STRETCH === STRETCH - 1) await paper.pause();
  }
  const headHeight = heightOfRow(paper, places, heads, HEAD_STYLE);
  const first = rows.length <= ROWS_UNBROKEN_MAX ? rows.length : ROWS_WITH_HEADING;
  const together = heights.slice(0, first).reduce((sum, height) => sum + height, headHeight);
  paper.heading(title, together);
  const table = paper.structure("Table");
  drawRow(paper, places, heads, { height: headHeight, style: HEAD_STYLE, cell: "TH", parent: table });
  for (const [index, row] of rows.entries()) {
    const height = heights[index] ?? 0;
    if (paper.ensure(height)) paper.artifact(() => writeRow(paper, places, heads, headHeight, HEAD_STYLE));
    drawRow(paper, places, row, { height, style: CELL_STYLE, cell: "TD", parent: table });
    if (index % STRETCH === STRETCH - 1) await paper.pause();
  }
  table.end();
}

function placesOf(paper: Paper, columns: readonly Column[]): Place[] {
  const total = columns.reduce((sum, { weight }) => sum + weight, 0);
  let x = paper.left;
  return columns.map((column) => {
    const width = (paper.width * column.weight) / total;
    const place = { x, width, column };
    x += width;
    return place;
  });
}

const innerWidth = ({ width, column }: Place): number => width - PAD - (column.align === "right" ? PAD_NUMBER : PAD);

const heightOfRow = (paper: Paper, places: readonly Place[], row: readonly string[], style: TextStyle): number =>
  Math.max(...places.map((place, index) => paper.heightOf(row[index] ?? "", innerWidth(place), style))) + 2 * PAD;

type Drawn = {
  readonly height: number;
  readonly style: TextStyle;
  readonly cell: "TH" | "TD";
  readonly parent: ReturnType<Paper["structure"]>;
};

function drawRow(paper: Paper, places: readonly Place[], row: readonly string[], drawn: Drawn): void {
  const { height, style, cell, parent } = drawn;
  const line = paper.structure("TR", parent);
  for (const [index, place] of places.entries()) {
    paper.tagged(cell, line, () => writeCell(paper, place, row[index] ?? "", style));
  }
  line.end();
  paper.artifact(() => rule(paper, height, style));
  paper.y += height;
}

/** The same without tags: heads that are repeated. */
function writeRow(
  paper: Paper,
  places: readonly Place[],
  row: readonly string[],
  height: number,
  style: TextStyle,
): void {
  for (const [index, place] of places.entries()) writeCell(paper, place, row[index] ?? "", style);
  rule(paper, height, style);
  paper.y += height;
}

function writeCell(paper: Paper, place: Place, text: string, style: TextStyle): void {
  const align = place.column.align ?? "left";
  paper.write(text, place.x + PAD, paper.y + PAD, innerWidth(place), { ...style, align });
}

function rule(paper: Paper, height: number, style: TextStyle): void {
  const y = paper.y + height;
  const isHead = style === HEAD_STYLE;
  paper.line(paper.left, y, paper.left + paper.width, y, isHead ? { width: 1 } : { width: 0.4, colour: GREY });
}
