import { badLog } from './log-error.js';
import { whyNoSequences } from './sequences.js';
import {
  DELIMITERS,
  isReadable,
  readTableHead,
  type TableHead,
  type TableOptions,
} from './table-head.js';

/** What a text is made of. */
export type LogFormat = 'table' | 'json' | 'sequences';

export type FoundFormat =
  | { kind: 'table'; head: TableHead }
  | { kind: 'json' }
  | { kind: 'sequences' };

export interface FormatOptions extends TableOptions {
  format?: LogFormat;
}

/**
 * Tells the format of a text by its beginning.
 * @throws PredictorError BAD_LOG where it has none that could be a log.
 */
export function findFormat(file: string, head: string, options: FormatOptions): FoundFormat {
  const text = head.replace(/^\uFEFF/, '');
  const lines = text.split(/\r\n|\n|\r/, 400);
  // The last one may be cut.
  if (lines.length > 1 && head.length > 1000) lines.pop();
  const first = lines.find((line) => line.trim() && !line.startsWith('#')) ?? '';
  // Nothing but blanks: nothing is read.
  if (!text.trim()) return { kind: 'json' };
  if (options.format === 'sequences') return { kind: 'sequences' };
  if (options.format === 'json' || (!options.format && /^\s*(\{|\[\s*([[{"\d\]-]|$))/.test(text))) {
    return { kind: 'json' };
  }
  const isTable =
    options.format === 'table' ||
    options.delimiter ||
    DELIMITERS.some((mark) => first.includes(mark));
  if (isTable || /^"?sep=/i.test(first)) {
    return { kind: 'table', head: readTableHead(file, lines, options) };
  }
  const titled = underTitle(file, lines, options);
  if (titled) return { kind: 'table', head: titled };
  const blanks = spaced(file, lines, options);
  if (blanks) return { kind: 'table', head: blanks };
  if (/\.[ct]sv(\.gz)?$/i.test(file)) {
    throw badLog(
      file,
      `has one column only, ${first.slice(0, 80)}: an event needs a product, and the shopper or session. If another mark separates its columns, name it: --delimiter`,
    );
  }
  const why = whyNoSequences(lines.filter((line) => !line.startsWith('#')));
  if (why) throw badLog(file, why);
  return { kind: 'sequences' };
}

/** A table under a title, which is a line without a delimiter. */
function underTitle(file: string, lines: string[], options: TableOptions): TableHead | undefined {
  const isRow = (line: string) => DELIMITERS.some((mark) => line.includes(mark));
  const at = lines.slice(0, 12).findIndex(isRow);
  if (at < 1) return undefined;
  const head = readTableHead(file, lines.slice(at), options);
  if (!isReadable(head.headers, options.columns)) return undefined;
  const note = `the header is in line ${at + 1}; what is above it is left out`;
  return { ...head, skip: head.skip + at, note };
}

/** A table with blanks between its columns, where they are named. */
function spaced(file: string, lines: string[], options: TableOptions): TableHead | undefined {
  const plain = lines.map((line) => line.trim().replace(/\s+/g, ' '));
  const given = { ...options, delimiter: ' ' };
  if (options.order) return readTableHead(file, plain, given);
  try {
    const head = readTableHead(file, plain, given);
    return head.headers.length > 1 &&
      head.headers.some((header) => /^(item|.*item.?id|.*product.?id|sku)$/i.test(header))
      ? head
      : undefined;
  } catch {
    return undefined;
  }
}
