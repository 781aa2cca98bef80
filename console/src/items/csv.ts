/** CSV as RFC 4180 describes it. */

/** A cell. An empty one that stands in quotation marks is an empty text, any other is absent. */
export type Cell = string | undefined;

const NEEDS_QUOTES = /[",\r\n]|^$|^\s|\s$/;
const BYTE_ORDER_MARK = "\uFEFF";

export function writeCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(writeCell).join(",")}\r\n`).join("");
}

function writeCell(cell: Cell): string {
  if (cell === undefined) return "";
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Reads the rows. Throws an Error with the number of the line that is not well formed. */
export function parseCsv(text: string): Cell[][] {
  const source = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let offset = 0;
  let line = 1;
  while (offset < source.length || row.length > 0) {
    const [cell, end] =
      source[offset] === '"' ? quoted(source, offset, line) : bare(source, offset);
    line += source.slice(offset, end).split("\n").length - 1;
    row.push(cell);
    const isComma = source[end] === ",";
    offset = source.startsWith("\r\n", end) ? end + 2 : end + 1;
    if (isComma) continue;
    line += 1;
    if (row.length > 1 || row[0] !== undefined) rows.push(row);
    row = [];
  }
  return rows;
}

function quoted(source: string, start: number, line: number): [Cell, number] {
  let end = start + 1;
  for (;;) {
    end = source.indexOf('"', end);
    if (end === -1) throw new Error(`Line ${String(line)}: a quotation mark has no end.`);
    if (source[end + 1] !== '"') break;
    end += 2;
  }
  const next = source[end + 1];
  if (next !== undefined && !",\r\n".includes(next)) {
    throw new Error(`Line ${String(line)}: after a quotation mark a comma is expected.`);
  }
  return [source.slice(start + 1, end).replaceAll('""', '"'), end + 1];
}

function bare(source: string, start: number): [Cell, number] {
  const rest = /[^,\r\n]*/y;
  rest.lastIndex = start;
  const text = rest.exec(source)?.[0] ?? "";
  return [text === "" ? undefined : text, start + text.length];
}
