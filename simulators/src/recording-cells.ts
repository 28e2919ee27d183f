/**
 * The cells of one line of a CSV; one in quotes may hold the separator, and a quote written twice. Null: a quote is not
 * closed, and nobody knows where its cell ends.
 */
export function cellsOf(line: string, separator: string): string[] | null {
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let index = 0; index < line.length; index++) {
    const mark = line.charAt(index);
    if (isQuoted && mark === '"' && line.charAt(index + 1) === '"') {
      cell += mark;
      index += 1;
    } else if (mark === '"' && (isQuoted || cell.trim() === "")) isQuoted = !isQuoted;
    else if (mark === separator && !isQuoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += mark;
  }
  return isQuoted ? null : [...cells, cell.trim()];
}

/** "97.5", or "97,5" as many countries write it. Null: no number. */
export function numberOf(text: string): number | null {
  const number = Number(/^[+-]?\d+,\d+$/.test(text) ? text.replace(",", ".") : text);
  return text === "" || !Number.isFinite(number) ? null : number;
}
