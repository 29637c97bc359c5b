import { counted } from './counted.js';
import { createRowReader } from './csv-rows.js';
import { badLog } from './log-error.js';
import type { LineSink } from './raw-lines.js';
import { isValue } from './refuse-tables.js';
import type { TableHead } from './table-head.js';
import type { TextBlock } from './text-blocks.js';

/** Takes the blocks of a table with delimiters, or with blanks between its columns. */
export function createTableReader(file: string, head: TableHead, to: LineSink) {
  const { delimiter, skip, constants } = head;
  let { headers } = head;
  const own = [...headers].sort().join('\n');
  let repeats = 0;
  if (head.note) to.note(file, head.note);

  /** Files joined to one have a header each; their columns may be in another order. */
  function isHeader(cells: readonly string[]): boolean {
    const names = cells.map((cell) => cell.trim());
    if ([...names].sort().join('\n') !== own) return false;
    headers = names;
    repeats++;
    return true;
  }

  const known = new Set(headers);
  const isNames = (cells: readonly string[]) => !cells.some((cell) => isValue(cell.trim()));
  /** Most of its cells are names of columns. */
  const isOtherHeader = (cells: readonly string[]) =>
    cells.filter((cell) => cell && known.has(cell.trim())).length * 2 > cells.length;
  const rows = createRowReader(head, headers.length, {
    row(cells, line, text) {
      // A header's first two names: to look at all cells of all lines would cost too much.
      if ((known.has(cells[0]) || known.has(cells[1])) && isNames(cells)) {
        if (isHeader(cells)) return;
        if (isOtherHeader(cells)) {
          throw badLog(
            file,
            `has another header in line ${line}: ${text.slice(0, 80)}. Two files were joined: give each by itself`,
          );
        }
      }
      const values: Record<string, unknown> = {};
      for (let i = 0; i < cells.length; i++) values[headers[i]] = cells[i];
      if (constants) Object.assign(values, constants);
      to.take({ file, line, values, text });
    },
    broken: (line, reason, text) => to.broken(file, line, reason, text),
  });

  return {
    add({ lines, from, broken }: TextBlock): void {
      for (let i = 0; i < lines.length; i++) {
        const line = from + i;
        if (line <= skip) continue;
        const reason = broken?.get(i);
        if (reason) to.broken(file, line, reason, lines[i]);
        else rows.take(delimiter === ' ' ? lines[i].trim().replace(/\s+/g, ' ') : lines[i], line);
      }
    },
    end(): void {
      rows.end();
      if (repeats)
        to.note(
          file,
          `its header is repeated ${counted(repeats, 'time')}, as in files joined to one`,
        );
    },
  };
}
