/** One cell of a table. */
export type Cell = string | number;
/** Draws one table; the first row is the head. */
export type DrawTable = (rows: readonly (readonly Cell[])[]) => string;

/** Columns under one another, for a terminal. */
export const plainTable: DrawTable = (rows) => {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => String(row[c]).length)));
  const line = (row: readonly Cell[]) =>
    row
      .map((cell, c) => (c ? String(cell).padStart(widths[c]) : String(cell).padEnd(widths[c])))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
};

export const markdownTable: DrawTable = (rows) => {
  const line = (row: readonly Cell[]) => `| ${row.join(' | ')} |`;
  const rule = line(rows[0].map((_, c) => (c ? '---:' : '---')));
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
};
