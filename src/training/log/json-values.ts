/** A record that was cut out of a JSON text. */
export interface JsonPiece {
  text: string;
  /** Absent where the text is no JSON. */
  value?: unknown;
  /** Whether it is in the list that the text began with. */
  inList: boolean;
  /** Line in which it begins, from 1. */
  line: number;
}

/** Larger ones are a mistake: a brace that is missing. */
const LONGEST = 1 << 20;

/**
 * Cuts the records out of a JSON text that is more than lines: elements of an array, of an array within an object
 * (`{ "events": [ … ] }`), or objects one after another. A record that does not end where the next one begins is
 * handed on up to there, so that a missing brace costs one record and not the rest.
 */
export function createJsonCutter(take: (piece: JsonPiece) => void) {
  let rest = '';
  let line = 1;
  /** Column of the first record's brace, where lines are indented. */
  let indent = -1;
  let inList = true;

  function cut(isLast: boolean): void {
    let at = 0;
    let counted = 0;
    const lineAt = (place: number) => {
      for (; counted < place; counted++) if (rest.charCodeAt(counted) === 10) line++;
      return line;
    };
    for (;;) {
      const start = rest.indexOf('{', at);
      if (start < 0) {
        if (rest.includes(']', at)) inList = false;
        lineAt(rest.length);
        rest = '';
        return;
      }
      if (rest.slice(at, start).includes(']')) inList = false;
      if (indent < 0) indent = start - rest.lastIndexOf('\n', start) - 1;
      let end = endOf(rest, start);
      if (end < 0 && !isLast && rest.length - start <= LONGEST) {
        lineAt(start);
        rest = rest.slice(start);
        return;
      }
      // What follows a colon belongs to what surrounds the records.
      const isRecord = !/:\s*$/.test(rest.slice(Math.max(0, start - 20), start));
      const value = end < 0 ? undefined : parseJson(rest.slice(start, end));
      if (value === undefined) {
        const next = nextRecord(rest, start, indent);
        if (next > 0 && (end < 0 || next < end)) end = next;
        else if (end < 0) end = rest.length;
      }
      if (isRecord) take({ text: rest.slice(start, end), value, inList, line: lineAt(start) });
      at = end;
    }
  }

  return {
    add(text: string): void {
      rest += text;
      cut(false);
    },
    /** @returns whether the list that the text began with ended. */
    end(): boolean {
      cut(true);
      return !inList;
    },
  };
}

/** One past the brace that closes the one at `start`, -1 where there is none. */
export function endOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      at = stringEnd(text, at);
      if (at < 0) return -1;
    } else if (code === 123 || code === 91) depth++;
    else if ((code === 125 || code === 93) && --depth === 0) return at + 1;
  }
  return -1;
}

function stringEnd(text: string, from: number): number {
  let end = text.indexOf('"', from + 1);
  while (end > 0) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

/** Where the next record seems to begin: a line as far in as the first, else after `},`. */
function nextRecord(text: string, start: number, indent: number): number {
  const own = /\n([ \t]*)\{/g;
  own.lastIndex = start;
  for (let found = own.exec(text); found; found = own.exec(text)) {
    if (found[1].length === indent) return own.lastIndex - 1;
  }
  const inline = /\}\s{0,20},\s{0,20}\{/g;
  inline.lastIndex = start;
  return inline.exec(text) ? inline.lastIndex - 1 : -1;
}

/** Python writes `NaN` for what is missing. */
const NAN = /([:[,]\s{0,9})(NaN|-?Infinity)(?=\s{0,9}[,}\]])/g;

/** Strings, ended or not, and whole numbers with so many digits that some may be lost. */
const LONG_NUMBERS = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\d[\d.eE+-]*/gs;

/** Numbers above 2^53 become texts: as numbers, ids that differ in the last digit would be one. */
const withLongNumbers = (text: string): string =>
  text.replace(LONG_NUMBERS, (part) =>
    /^-?\d{16,}$/.test(part) && !Number.isSafeInteger(+part) ? `"${part}"` : part,
  );

/** `undefined` where it is no JSON. */
export function parseJson(json: string): unknown {
  const text = /[:[,]\s*-?\d{16}/.test(json) ? withLongNumbers(json) : json;
  try {
    return JSON.parse(text);
  } catch {
    // Once more, below.
  }
  if (!/NaN|Infinity/.test(text)) return undefined;
  try {
    return JSON.parse(text.replace(NAN, '$1null'));
  } catch {
    return undefined;
  }
}
