import { type CellFormat, type Cells, plainCell, readCells } from './csv-cells.js';

/** Cells with line ends in them end within this many lines and letters, or their quote was a mistake. */
const LONGEST_ROW = { lines: 200, letters: 256 << 10 };
const UNCLOSED = 'a quote that is not closed';
const RAGGED = 'another number of columns than the header';

export interface RowFormat extends CellFormat {
  /** Whether rows end in a delimiter, with no column after it. */
  trails: boolean;
}

export interface RowTaker {
  row(cells: string[], line: number, text: string): void;
  broken(line: number, reason: string, text: string): void;
}

/**
 * Makes rows of lines. A quote that is not closed costs its own line only: the lines after it are read anew, each
 * for itself, unless they close it in a way that makes a whole row.
 * @param columns how many cells a row has; one more is taken if it is empty.
 */
export function createRowReader(format: RowFormat, columns: number, to: RowTaker) {
  const { delimiter, quote, trails } = format;
  let waiting: { lines: string[]; from: number; letters: number; so: Cells } | undefined;

  const isWrong = ({ cells, open, fault }: Cells) =>
    open !== undefined || fault !== undefined || cells.length < columns;

  function finish({ cells, fault }: Cells, line: number, text: string): string | undefined {
    if (fault) return fault;
    // A delimiter is missing, and the last one stands for it.
    const isShort = trails && cells.length === columns && cells[columns - 1] === '';
    if (cells.length > columns && cells.slice(columns).every((cell) => !cell.trim())) {
      cells.length = columns;
    }
    // A spreadsheet writes empty rows as delimiters.
    if (cells.every((cell) => !cell.trim())) return undefined;
    if (isShort || cells.length !== columns) return text.startsWith('#') ? undefined : RAGGED;
    to.row(text.includes('="') ? cells.map(plainCell) : cells, line, text);
    return undefined;
  }

  function take(text: string, line: number): void {
    if (waiting) {
      goOn(text);
      return;
    }
    if (!text.includes(quote)) {
      if (!text) return;
      const cells = text.split(delimiter);
      if (cells.length === columns && cells[0] && !trails) {
        to.row(cells, line, text);
        return;
      }
      const fault = text.trim() ? finish({ cells }, line, text) : undefined;
      if (fault) to.broken(line, fault, text);
      return;
    }
    let so = readCells(text, format);
    if (isWrong(so) && text.includes(`\\${quote}`)) {
      // The other way to write a quote within a cell, where that makes a row.
      const other = readCells(text, { ...format, backslash: !format.backslash });
      if (!isWrong(other)) so = other;
    }
    if (so.open !== undefined) {
      waiting = { lines: [text], from: line, letters: text.length, so };
      return;
    }
    const fault = finish(so, line, text);
    if (fault) to.broken(line, fault, text);
  }

  /** The line may close the quote that the lines before left open. */
  function goOn(text: string): void {
    if (!waiting) return;
    const { lines, from, so } = waiting;
    lines.push(text);
    waiting.letters += text.length;
    if (text.includes(quote)) waiting.so = readCells(text, format, so);
    else so.open += `\n${text}`;
    const { cells, open, fault } = waiting.so;
    if (open === undefined) {
      waiting = undefined;
      if (fault || cells.length < columns || finish({ cells }, from, lines.join('\n'))) {
        again(lines, from);
      }
    } else if (
      cells.length >= columns ||
      lines.length > LONGEST_ROW.lines ||
      waiting.letters > LONGEST_ROW.letters
    ) {
      again(lines, from);
    }
  }

  /** Refuses the first of the lines that were waited for, and reads the others. */
  function again(lines: string[], from: number): void {
    waiting = undefined;
    to.broken(from, UNCLOSED, lines[0]);
    lines.slice(1).forEach((text, i) => take(text, from + 1 + i));
  }

  return {
    take,
    /** Lines that are not to be read end a row: what was waited for is not coming. */
    end(): void {
      while (waiting) again(waiting.lines, waiting.from);
    },
  };
}
