import type { Steps } from '../lib/async/steps.js';
import type { ReadText } from './safetensors.js';

/** Characters that are parsed or decoded per step. */
const PIECE = 1 << 15;
/** Characters that are looked at per step. */
const STEP = 1 << 17;
/** Characters outside of texts, of which a list in a list takes half a microsecond to parse. */
const MOST_OUTSIDE = 1 << 16;
/** Lists and objects that hold each other and are longer than a piece; a model file has three. */
const MOST_LEVELS = 8;

const [QUOTE, COMMA, COLON, LIST, BACKSLASH, OBJECT, OBJECT_END] = [34, 44, 58, 91, 92, 123, 125];

/**
 * `TextDecoder` and `JSON.parse` in steps, for a header of megabytes.
 * @param piece above 6; other numbers than the default are for tests.
 */
export const readerInSteps = (piece = PIECE) =>
  function* (source: Uint8Array | string, most?: number): Steps<unknown> {
    if (typeof source === 'object') return yield* decoding(source, piece);
    yield* bounded(source, most);
    return yield* parsing(source, piece, 0);
  } as ReadText;

/** What a page loads. */
export const inSteps = readerInSteps();

function* decoding(bytes: Uint8Array, piece: number): Steps<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; from += piece) {
    pieces.push(decoder.decode(bytes.subarray(from, from + piece), { stream: true }));
    yield;
  }
  return pieces.join('') + decoder.decode();
}

/** Throws where more than `most` characters stand outside of texts. */
function* bounded(text: string, most = MOST_OUTSIDE): Steps<void> {
  // A text that is short altogether needs no look.
  if (text.length <= most) return;
  let outside = 0;
  let isOut = true;
  for (let i = 0, left = STEP; i < text.length; i++) {
    if (!left--) {
      left = STEP;
      yield;
    }
    const letter = text.charCodeAt(i);
    if (letter === BACKSLASH) i++;
    else if (letter === QUOTE) isOut = !isOut;
    else if (isOut && ++outside > most) throw 0;
  }
}

function* parsing(text: string, piece: number, level: number): Steps<unknown> {
  if (text.length <= piece) return JSON.parse(text);
  const from = text.search(/[^ \t\n\r]/);
  const letter = text.charCodeAt(from);
  if (letter === QUOTE) return yield* unescaping(text, from, piece);
  // A number among many blanks, or no JSON.
  if (letter !== LIST && letter !== OBJECT) return JSON.parse(text);
  if (level > MOST_LEVELS) throw 0;
  return yield* collecting(text, from, piece, level);
}

/** Throws where something but blanks stands behind a value. */
const mustEnd = (rest: string) => JSON.parse(`""${rest}`);

/** A text longer than a piece, whose first quote is at `start`. */
function* unescaping(text: string, start: number, piece: number): Steps<string> {
  const end = text.lastIndexOf('"');
  mustEnd(text.slice(end + 1));
  const pieces: string[] = [];
  for (let from = start + 1; from < end; ) {
    yield;
    const to = endOfPiece(text, from, from + piece, end);
    pieces.push(JSON.parse(`"${text.slice(from, to)}"`));
    from = to;
  }
  // Its only quote is the first: it does not end.
  if (end === start) throw 0;
  yield;
  return pieces.join('');
}

/** Where a piece ends that begins at `from`: not within an escape, of which the longest has six characters. */
function endOfPiece(text: string, from: number, to: number, end: number): number {
  if (to >= end) return end;
  let at = to - 1;
  while (at > to - 6 && text.charCodeAt(at) !== BACKSLASH) at--;
  let first = at;
  while (first >= from && text.charCodeAt(first) === BACKSLASH) first--;
  // Of a run of backslashes the last begins an escape if their number is odd.
  return (at - first) % 2 ? at : to;
}

/**
 * A list or an object longer than a piece, which begins at `start`. Values are parsed many at a time; one that is
 * longer than a piece by itself.
 */
function* collecting(text: string, start: number, piece: number, level: number): Steps<unknown> {
  const isList = text.charCodeAt(start) === LIST;
  const [open, close] = isList ? '[]' : '{}';
  const list: unknown[] = [];
  const object: Record<string, unknown> = {};
  const add = (name: string, value: unknown) =>
    isList
      ? list.push(value)
      : Object.defineProperty(object, name, {
          value,
          configurable: true,
          enumerable: true,
          writable: true,
        });
  const addAll = (from: number, to: number) => {
    const values = Object.entries<unknown>(JSON.parse(open + text.slice(from, to) + close));
    // Nothing stands between two commas, or after the last. Blanks alone are empty.
    if (!values.length && (from > start + 1 || last > from)) throw 0;
    for (const [name, value] of values) add(name, value);
  };
  /** Where what is not parsed yet begins, where its last value does, and the colon in that. */
  let from = start + 1;
  let last = from;
  let colon = 0;
  let depth = 0;
  let isOut = true;
  for (let i = from, left = STEP; i < text.length; i++) {
    if (!left--) {
      left = STEP;
      yield;
    }
    const letter = text.charCodeAt(i);
    // `[` and `]` differ from `{` and `}` in this bit alone.
    const bracket = letter | 32;
    if (letter === BACKSLASH) i++;
    else if (letter === QUOTE) isOut = !isOut;
    else if (!isOut) continue;
    else if (bracket === OBJECT) depth++;
    else if (bracket === OBJECT_END && depth) depth--;
    else if (depth) continue;
    else if (letter === COLON) colon ||= i;
    else if (letter === COMMA || bracket === OBJECT_END) {
      if (i - from > piece) {
        // All before this value, then this value if it is long.
        if (last > from) {
          addAll(from, last - 1);
          yield;
        }
        from = last;
        if (i - last > piece) {
          const name = isList ? '' : yield* parsing(text.slice(last, colon), piece, level + 1);
          if (typeof name !== 'string') throw 0;
          add(name, yield* parsing(text.slice(isList ? last : colon + 1, i), piece, level + 1));
          yield;
          from = i + 1;
        }
      }
      if (letter !== COMMA) {
        if (text[i] !== close) throw 0;
        mustEnd(text.slice(i + 1));
        // A long value may have been the last one.
        if (from <= i) addAll(from, i);
        return isList ? list : object;
      }
      last = i + 1;
      colon = 0;
    }
  }
  throw 0;
}
