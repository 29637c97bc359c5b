/** How the cells of a table are written. */
export interface CellFormat {
  delimiter: string;
  quote: string;
  /** Whether the file quotes: a bare quote in a cell is a mistake then. */
  quotes: boolean;
  /** Whether a backslash stands before a quote within a quoted cell, as MySQL and Spark write it. */
  backslash: boolean;
}

/** A row, as far as it was read. */
export interface Cells {
  cells: string[];
  /** Text of a quoted cell that no quote has closed yet. */
  open?: string;
  /** Why it cannot be a row. */
  fault?: string;
}

const MIDDLE = 'a quote in the middle of a value';

/**
 * Reads a line of a table, or goes on in the quoted cell that the lines before left open.
 *
 * Of quotes it takes what people's programs write: doubled or with a backslash inside of a quoted cell, bare in
 * a cell without a delimiter (`"a 12" screen"`), in a file that quotes nothing (`12" screen`), blanks around
 * them. Whatever else has a quote in it is a fault: it may hide where a cell ends.
 */
export function readCells(line: string, format: CellFormat, before?: Cells): Cells {
  const { delimiter, quote, quotes, backslash } = format;
  const cells = before?.cells ?? [];
  let at = 0;
  let text = before?.open;
  const isContinued = text !== undefined;
  if (text !== undefined) text += '\n';
  let quoted = isContinued;
  let bare = false;
  for (;;) {
    if (text === undefined) {
      const start = skipBlanks(line, at, delimiter);
      if (line.startsWith(quote, start)) {
        text = '';
        quoted = true;
        at = start + 1;
      } else {
        const end = line.indexOf(delimiter, at);
        const cell = end < 0 ? line.slice(at) : line.slice(at, end);
        if (cell.includes(quote) && !isFormula(cell)) {
          if (isDamaged(cell, quote)) return { cells, fault: MIDDLE };
          bare = true;
        }
        cells.push(cell);
        if (end < 0) break;
        at = end + delimiter.length;
        continue;
      }
    }
    // Inside of a quoted cell.
    const close = line.indexOf(quote, at);
    if (close < 0) {
      return bare ? { cells, fault: MIDDLE } : { cells, open: text + line.slice(at) };
    }
    text += line.slice(at, close);
    at = close + 1;
    if (backslash && isEscaped(text)) {
      text = text.slice(0, -1) + quote;
      continue;
    }
    if (line.startsWith(quote, at)) {
      text += quote;
      at++;
      continue;
    }
    const after = skipBlanks(line, at, delimiter);
    const ends = after >= line.length || line.startsWith(delimiter, after);
    if (!ends) {
      if (isContinued || text.includes(delimiter) || isEscaped(text))
        return { cells, fault: MIDDLE };
      text += quote;
      continue;
    }
    cells.push(text);
    text = undefined;
    if (after >= line.length) break;
    at = after + delimiter.length;
  }
  return bare && (quoted || quotes) ? { cells, fault: MIDDLE } : { cells };
}

/** Whether an odd number of backslashes ends the text. */
function isEscaped(text: string): boolean {
  let slashes = 0;
  while (text[text.length - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 1;
}

function skipBlanks(line: string, from: number, delimiter: string): number {
  let at = from;
  while (line[at] === ' ' || (line[at] === '\t' && delimiter !== '\t')) at++;
  return delimiter === ' ' ? from : at;
}

/** A bare cell with quotes as only quoted ones have them: `12\" screen"`, `"" best"`, `mug"`, but not `12"`. */
function isDamaged(cell: string, quote: string): boolean {
  if (cell.includes(`\\${quote}`) || cell.includes(quote + quote)) return true;
  const count = cell.split(quote).length - 1;
  return count % 2 === 1 && cell.endsWith(quote) && !/\d.$/.test(cell);
}

/** Excel's way of keeping the zeros of `00123`: `="00123"`. */
const isFormula = (cell: string) => cell.startsWith('="') && cell.endsWith('"') && cell.length > 2;

/** A cell without what only its writer needed. */
export const plainCell = (cell: string) => (isFormula(cell) ? cell.slice(2, -1) : cell);
