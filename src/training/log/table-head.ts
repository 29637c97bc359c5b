import { type CellFormat, readCells } from './csv-cells.js';
import { createRowReader, type RowFormat } from './csv-rows.js';
import { guessColumns } from './columns.js';
import { knownOrder } from './known-orders.js';
import { badLog } from './log-error.js';
import type { Columns } from './log-fields.js';
import { isValue, refuseBaskets, refuseReport } from './refuse-tables.js';

export interface TableOptions {
  /** Columns that the user named. */
  columns?: Columns;
  /** The fields of a table without a header, in order; '' for a column that is not one. */
  order?: string[];
  delimiter?: string;
}

/** How a table is to be read, by its first lines. */
export interface TableHead extends RowFormat {
  headers: string[];
  /** Lines that come before the first row. */
  skip: number;
  /** What a careful reader would be told of it. */
  note?: string;
  /** What every row is, where the file is one of purchases only, say. */
  constants?: Readonly<Record<string, string>>;
}

export const DELIMITERS = [',', ';', '\t', '|', '\x01'];

/**
 * Finds the header of a table, or that it has none.
 * @param lines the first lines of the file.
 * @param whole whether that is all of it.
 * @throws PredictorError BAD_LOG where it is no table of events.
 */
export function readTableHead(
  file: string,
  lines: readonly string[],
  options: TableOptions,
): TableHead {
  let skip = 0;
  let { delimiter } = options;
  const comments: string[] = [];
  for (; skip < lines.length; skip++) {
    const line = lines[skip].trim();
    const sep = /^"?sep=(.|\\t)"?$/i.exec(lines[skip].trimEnd());
    if (sep && skip === 0) delimiter ??= sep[1] === '\\t' ? '\t' : sep[1];
    else if (line.startsWith('#')) comments.push(line.replace(/^#+\s?/, ''));
    else if (line) break;
  }
  if (
    comments.some((line) => /^-{6,}$/.test(line)) ||
    /^(Account|Property): /m.test(comments.join('\n'))
  ) {
    throw badLog(
      file,
      'is a report of Google Analytics: it holds totals, not events. Link the property to BigQuery (Admin, BigQuery links) and export the events of its tables.',
    );
  }
  const rows = lines.slice(skip);
  const quote = /^\s*'[^']*'\s*[,;\t|]/.test(rows[0] ?? '') ? "'" : '"';
  delimiter ??= bestDelimiter(rows, quote, options.order?.length);
  const quotes = rows.some((row) => row.startsWith(quote) || row.includes(delimiter + quote));
  const format: CellFormat = {
    delimiter,
    quote,
    quotes,
    backslash: hasBackslashes(rows, delimiter, quote),
  };
  const cellsOf = (line: string) => trimmed(readCells(line, { ...format, quotes: false }).cells);
  const first = namedBelow(cellsOf(rows[0] ?? ''), rows, format);
  const head = (headers: string[], more: number, note?: string): TableHead => ({
    ...format,
    trails: trails(rows.slice(more, 200), headers.length, format),
    headers: distinct(headers),
    skip: skip + more,
    note,
  });

  if (options.order) {
    // Numbers or times below words: the words are a header.
    const isHeader =
      !first.some(isValue) && rows.slice(1, 20).some((row) => cellsOf(row).some(isValue));
    return head(padded(options.order, first.length), isHeader ? 1 : 0);
  }
  refuseReport(file, first);
  const isNamed = Object.keys(options.columns ?? {}).length > 0;
  if (isReadable(first, options.columns) && (isNamed || !first.some(isValue)))
    return head(first, 1);
  // The header may stand behind a `#`, or under a title.
  const commented = cellsOf(comments.at(-1) ?? '');
  if (
    first.some(isValue) &&
    commented.length === first.length &&
    isReadable(commented, options.columns)
  ) {
    return head(commented, 0);
  }
  for (let at = 1; at < Math.min(rows.length, 12); at++) {
    const cells = cellsOf(rows[at]);
    refuseReport(file, cells);
    if (cells.length > 1 && isReadable(cells, options.columns) && !cells.some(isValue)) {
      return head(
        cells,
        at + 1,
        `the header is in line ${skip + at + 1}; the lines above it are left out`,
      );
    }
  }
  if (!isNamed) refuseBaskets(file, rows, cellsOf);
  if (!first.some(isValue)) return head(first, 1);
  const known = knownOrder(
    rows
      .slice(0, 20)
      .filter((row) => row.trim())
      .map(cellsOf),
  );
  if (known) {
    const [name, order, , type] = known;
    const made = head(padded(order.split(','), 0), 0, `no header: read as ${name} (${order})`);
    return type ? { ...made, constants: { type } } : made;
  }
  throw badLog(
    file,
    `has no header: its first line is ${rows[0].slice(0, 80)}. Name its columns in order, - for one that is not needed: --columns user,item,type,time`,
  );
}

/** Whether the columns of a log can be found in these headers. */
export function isReadable(headers: string[], given: Columns = {}): boolean {
  try {
    guessColumns(headers, given, {});
    return true;
  } catch {
    return false;
  }
}

/** The delimiter that splits most lines as it splits the first, into the most cells. */
function bestDelimiter(rows: readonly string[], quote: string, wanted?: number): string {
  let best = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const counts = rows
      .slice(0, 50)
      .filter((row) => row.trim())
      .map(
        (row) => readCells(row, { delimiter, quote, quotes: false, backslash: false }).cells.length,
      );
    const [first] = counts;
    if (!(first > 1)) continue;
    const alike =
      counts.filter((count) => count === first || count === first + 1).length / counts.length;
    const score = alike * 1000 + Math.min(first, 100) + (first === wanted ? 10_000 : 0);
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}

/** Whether more rows have a delimiter behind their last cell than have none. */
function trails(rows: readonly string[], columns: number, format: CellFormat): boolean {
  const count = (width: number, isOne: (cells: string[], text: string) => boolean) => {
    let found = 0;
    const row = (cells: string[], _: number, text: string) => {
      if (isOne(cells, text)) found++;
    };
    const reader = createRowReader({ ...format, trails: false }, width, { row, broken: () => {} });
    rows.forEach(reader.take);
    reader.end();
    return found;
  };
  const more = count(columns + 1, (cells) => cells[columns] === '');
  return more > 0 && more > count(columns, (_, text) => !text.endsWith(format.delimiter));
}

/** Whether more rows become like the first one with a backslash before a quote than with a quote before it. */
function hasBackslashes(rows: readonly string[], delimiter: string, quote: string): boolean {
  const some = rows.filter((row) => row.includes(`\\${quote}`)).slice(0, 200);
  const like = (backslash: boolean) => {
    const format = { delimiter, quote, quotes: true, backslash };
    const width = readCells(rows[0], format).cells.length;
    return some.filter((row) => {
      const { cells, open, fault } = readCells(row, format);
      return !fault && (open !== undefined || cells.length >= width);
    }).length;
  };
  return some.length > 0 && like(true) > like(false);
}

/** A last column may have no name in the header, and values below it. */
function namedBelow(first: string[], rows: readonly string[], format: CellFormat): string[] {
  const some = rows.slice(1, 50).filter((row) => row.trim());
  const width = readCells(rows[0] ?? '', { ...format, quotes: false }).cells.length;
  const filled = some.filter((row) => {
    const { cells } = readCells(row, { ...format, quotes: false });
    return cells.length === width && cells[width - 1].trim() !== '';
  });
  const isColumn = width === first.length + 1 && filled.length > some.length / 2;
  return isColumn ? [...first, ''] : first;
}

/** Without blanks; a cell that a last delimiter makes is none. */
function trimmed(cells: string[]): string[] {
  const plain = cells.map((cell) => cell.trim());
  while (plain.length > 1 && plain.at(-1) === '') plain.pop();
  return plain;
}

/** A header that occurs twice is told apart: the first one keeps its name. */
function distinct(headers: string[]): string[] {
  const written = new Set(headers);
  const used = new Set<string>();
  return headers.map((header, i) => {
    // A record cannot have a field of its own by the name `__proto__`.
    const base = header && header !== '__proto__' ? header : `column ${i + 1}`;
    let name = base;
    for (let n = 2; used.has(name) || (name !== header && written.has(name)); n++) {
      name = `${base} (${n})`;
    }
    used.add(name);
    return name;
  });
}

function padded(order: string[], length: number): string[] {
  const names = order.map((field, i) => (field && field !== '-' ? field : `column ${i + 1}`));
  for (let i = names.length; i < length; i++) names.push(`column ${i + 1}`);
  return names;
}
