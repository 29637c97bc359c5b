/** A row of cells. */
export const row = (...cells) => cells;

/** Markdown lines: the first row is the header, numbers are right-aligned. */
export function table([head, ...rows]) {
  const widths = head.map((_, i) =>
    Math.max(...[head, ...rows].map((cells) => cells[i].length), 3),
  );
  const line = (cells) =>
    `| ${cells.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join(' | ')} |`;
  const rule = widths.map((width, i) => (i ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(head), line(rule), ...rows.map(line)];
}
