import { jsonOf } from '../../lib/json-of.js';
import { withoutEntities } from './node-fields.js';

/** JSON as a script says it. `strict`: what the parser said of it as it stands; `fault`: of what could not be mended either. */
export interface JsonRead {
  data?: unknown;
  strict?: unknown;
  fault?: unknown;
}

/** Numbers that `JSON.parse` changes: an id of 17 digits, `100.10`. */
const INEXACT = /[:[,]\s*-?(?:\d{16}|\d+\.\d*0\s*[,}\]])/;

/** Reads JSON, mended where it is broken in a way that leaves no doubt of what is meant. */
export function readJson(text: string): JsonRead {
  let strict: unknown;
  let data: unknown;
  try {
    data = JSON.parse(text);
    if (!INEXACT.test(text)) return { data };
  } catch (thrown) {
    strict = thrown;
  }
  try {
    return { data: JSON.parse(cleanJson(text)), strict };
  } catch (fault) {
    return strict ? { strict, fault } : { data };
  }
}

/** What surrounds JSON in old templates, with or without a line comment before it. */
const MARK = /(?:\/\/[ \t]*)?(?:<!\[CDATA\[|\]\](?:>|&gt;)|-->|<!--(?=\s*[[{]))/y;
const SPACE = /[\s\p{Cc}\u200b]*/uy;
const KEY = /(?:"(?:[^"\\]|\\.){0,200}"|'[^'\\]{0,200}'|[\w$@][\w$@:-]{0,99})\s*:/y;
const WORD = /[\w$@.+-]+/y;
/** Whole scripts that went through an HTML escape, or a word processor. */
const ESCAPED = /^[^"\w]*[{[]\s*&(?:quot|#0*34|#x0*22);/i;
const CURLY = /^[\s\uFEFF]*[{[]\s*[“”„]/;
const WORDS: Readonly<Record<string, string>> = {
  undefined: 'null',
  NaN: 'null',
  None: 'null',
  True: 'true',
  False: 'false',
};

/**
 * Broken JSON as an array of the values in it, for `JSON.parse` to read or refuse. Mends: comments, CDATA
 * and HTML comments; control characters, wrong escapes and quotation marks inside strings; keys without
 * quotation marks or with single ones; commas too many or too few; values left out by a template; a bracket
 * too many at the end; several values in one script. What is not closed stays so: nobody knows where it
 * should end. Each character is looked at a few times at most, however long the text.
 */
export function cleanJson(source: string): string {
  const text = ESCAPED.test(source)
    ? withoutEntities(source)
    : CURLY.test(source)
      ? source.replace(/[“”„]/g, '"')
      : source;
  const skip = blankSkipper(text);
  const open: string[] = [];
  /** What stands before: `v` a value, `k` a key, or the character itself. */
  let last = '';
  let out = '[';
  const put = (piece: string, becomes: string) => {
    if (last === 'v') out += ',';
    out += piece;
    last = becomes;
  };
  for (let i = skip(0); i < text.length; i = skip(i)) {
    const char = text[i];
    const inObject = open[open.length - 1] === '{';
    const isKey = inObject && last !== ':' && last !== 'k';
    if (char === '{' || char === '[') {
      put(char, char);
      open.push(char);
      i++;
    } else if (char === '}' || char === ']' || char === ',' || (char === ';' && !open.length)) {
      // A template left the value out.
      if (last === ':') put('null', 'v');
      if (char === '}' || char === ']') {
        // One too many, after all are closed, says nothing.
        if (open.pop()) out += char;
        last = 'v';
      }
      i++;
    } else if (char === ':') {
      out += char;
      last = char;
      i++;
    } else if (char === '"' || char === "'") {
      const end = endOfString(text, i, isKey, inObject, skip);
      if (end < 0) return out + text.slice(i);
      put(quoted(text.slice(i + 1, end)), isKey ? 'k' : 'v');
      i = end + 1;
    } else {
      WORD.lastIndex = i;
      const word = WORD.exec(text)?.[0];
      if (!word) return out + text.slice(i);
      put(isKey ? jsonOf(word) : literal(word), isKey ? 'k' : 'v');
      i += word.length;
    }
  }
  // The comment was around all of it.
  const comment = text.indexOf('<!--');
  if (out === '[' && comment >= 0 && text.includes('{', comment))
    return cleanJson(text.replace(/<!--|-->/g, ' '));
  return `${out}]`;
}

/** @returns from a place to the next that is neither blank nor comment. */
function blankSkipper(text: string): (from: number) => number {
  // The next of each marker, so that no text is searched twice.
  const known = new Map<string, number>();
  const next = (marker: string, from: number) => {
    let at = known.get(marker) ?? -2;
    if (at !== -1 && at < from) {
      at = text.indexOf(marker, from);
      known.set(marker, at);
    }
    return at;
  };
  return (from) => {
    for (let i = from; ; ) {
      SPACE.lastIndex = MARK.lastIndex = i;
      SPACE.test(text);
      MARK.lastIndex = i = Math.max(i, SPACE.lastIndex);
      if (MARK.test(text)) i = MARK.lastIndex;
      else {
        const start = text.slice(i, i + 4);
        const close = start.startsWith('/*')
          ? '*/'
          : start.startsWith('//')
            ? '\n'
            : start === '<!--' && '-->';
        if (!close) return i;
        const end = next(close, i + 2);
        if (end < 0) return close === '\n' ? text.length : i;
        i = end + close.length;
      }
    }
  };
}

/** Where the string that begins at `start` ends, or -1 where that is open to doubt. */
function endOfString(
  text: string,
  start: number,
  isKey: boolean,
  inObject: boolean,
  skip: (from: number) => number,
): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === text[start]) {
      let at = skip(i + 1);
      if (isKey) return text[at] === ':' ? i : -1;
      if (!inObject || text[at] === '}') return i;
      const hadComma = text[at] === ',';
      while (text[at] === ',') at = skip(at + 1);
      KEY.lastIndex = at;
      const isMark = /["']/.test(text[at] ?? '');
      if ((hadComma || isMark) && KEY.test(text)) return i;
      if (hadComma && text[at] === '}') return i;
      // Else a mark inside the text, unless a key or a value looks like it: then an end is missing.
      if (text[at] === ':' || at >= text.length || (isMark && at > i + 1)) return -1;
      if (hadComma && /[{[\]]/.test(text[at])) return -1;
      let before = i - 1;
      while (/\s/.test(text[before])) before--;
      if (before > start && /[:,{[]/.test(text[before])) return -1;
    }
  }
  return -1;
}

/** The inside of a string, of either quotation mark, as JSON. */
function quoted(inside: string): string {
  const body = inside.replace(
    /\\(u[\da-fA-F]{4}|.)|["\p{Cc}]/gsu,
    (all, escaped: string | undefined) => {
      if (!escaped) return jsonOf(all).slice(1, -1);
      if (escaped.length > 1 || /["\\/bfnrt]/.test(escaped)) return all;
      if (escaped === "'") return escaped;
      // JavaScript continues a line so.
      return escaped === '\n' ? '' : jsonOf(all).slice(1, -1);
    },
  );
  return `"${body}"`;
}

/** A value without quotation marks. What nobody can read stays, for the parser to name. */
function literal(word: string): string {
  if (Object.hasOwn(WORDS, word)) return WORDS[word];
  return /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(word) && String(+word) !== word ? `"${word}"` : word;
}
