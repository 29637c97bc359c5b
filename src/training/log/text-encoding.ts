import { shown } from '../../lib/bad-option.js';
import { PredictorError } from '../../lib/errors.js';

/**
 * The encoding that the first bytes of a text show: by a byte order mark, or by where the zeros are.
 * `undefined` where there is none to be seen, which is UTF-8 or something like it.
 */
export function encodingOf(head: Uint8Array): 'utf-16le' | 'utf-16be' | 'utf-32' | undefined {
  const [a, b, c, d] = head;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32';
  const size = Math.min(head.length, 4096) & ~3;
  const zeros = [0, 0, 0, 0];
  for (let at = 0; at < size; at++) if (head[at] === 0) zeros[at & 3]++;
  const quarter = size / 4;
  const [w, x, y, z] = zeros.map((count) => count / quarter);
  if (size < 8) return undefined;
  const [most, few] = [0.9, 0.02];
  const middle = x > most && y > most;
  if (middle && ((w > most && z < few) || (z > most && w < few))) return 'utf-32';
  // Delimiters, digits and line ends have a zero beside them in any language, and hardly ever another.
  const [before, behind] = [w + y, x + z];
  if (behind > 0.4 && before < behind / 8) return 'utf-16le';
  if (before > 0.4 && behind < before / 8) return 'utf-16be';
  return undefined;
}

/** @throws PredictorError BAD_OPTION where no such encoding is known. */
export function checkEncoding(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new PredictorError('BAD_OPTION', '--encoding', {
      message: `--encoding is ${shown(label)}: the name of an encoding, e.g. utf-8, windows-1252 or shift_jis.`,
    });
  }
}

/** How many lines were read in which encoding, and the first line that was no UTF-8. */
export interface EncodingTally {
  utf8: number;
  windows1252: number;
  first: number;
}

/** What a piece of text became. Some of its lines may not be readable. */
export interface Decoded {
  text: string;
  /** Reasons by line of the text, from 0. */
  broken?: Map<number, string>;
}

const MULTIBYTE = /[\u0080-\u00ff]/;
/** In Windows-1252 these five bytes mean nothing. */
const NO_1252 = /[\x81\x8d\x8f\x90\x9d]/;

/**
 * Decodes pieces of text that end at a line's end. What is no UTF-8 is read as Windows-1252, line by line, as
 * far as the line can be that: never with a letter replaced, since that would make one product of two.
 * @param given the encoding to read all of it in.
 */
export function createDecoder(given?: string) {
  const strict =
    given === 'windows-1252'
      ? undefined
      : new TextDecoder(given ?? 'utf-8', { fatal: true, ignoreBOM: true });
  const lenient = new TextDecoder(given ?? 'utf-8', { ignoreBOM: true });
  const tally: EncodingTally = { utf8: 0, windows1252: 0, first: 0 };

  let last = 0;

  /** One line that the strict decoder could not read. */
  function salvage(bytes: Uint8Array, line: number): { text: string; reason?: string } {
    const text = fromWindows1252(bytes);
    if (given !== undefined) return { text, reason: `not written in ${given}` };
    const bare = windows1252Bytes(bytes);
    const said = 'neither UTF-8 nor Windows-1252: name it with --encoding';
    if (NO_1252.test(bare)) return { text, reason: said };
    // "Ã¼" next to a broken letter: a text in UTF-8 that was cut or damaged.
    const mostlyUtf8 = tally.utf8 > 10 * (tally.windows1252 + 1);
    if (mostlyUtf8 || /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}/.test(bare)) {
      return { text, reason: 'a broken letter: not UTF-8 as the rest' };
    }
    // A long line comes in pieces.
    if (line === last) return { text };
    last = line;
    if (!tally.windows1252++) tally.first = line;
    return { text };
  }

  return {
    tally,
    /** @param line the number of the piece's first line. */
    decode(bytes: Uint8Array, line: number): Decoded {
      if (!strict) return { text: fromWindows1252(bytes) };
      try {
        const text = strict.decode(bytes);
        if (text.length !== bytes.length) tally.utf8 += 1;
        return { text };
      } catch {
        // Line by line, below.
      }
      const broken = new Map<number, string>();
      const lines: string[] = [];
      for (let from = 0; from <= bytes.length; ) {
        const to = lineEnd(bytes, from);
        const part = bytes.subarray(from, to);
        from = to + 1;
        try {
          const text = strict.decode(part);
          if (text.length !== part.length) tally.utf8++;
          lines.push(text);
        } catch {
          const { text, reason } = salvage(part, line + lines.length);
          if (reason) broken.set(lines.length, reason);
          // A zero is in no text: whoever takes the line without the reason cannot read it either.
          lines.push(reason ? lenient.decode(part).replaceAll('\uFFFD', '\0') : text);
        }
      }
      return { text: lines.join('\n'), broken };
    },
  };
}

/** Where the line ends: at \n, or at a \r without one. */
function lineEnd(bytes: Uint8Array, from: number): number {
  let to = from;
  while (to < bytes.length && bytes[to] !== 10 && (bytes[to] !== 13 || bytes[to + 1] === 10)) to++;
  return to;
}

/** What the bytes 0x80 to 0x9f are; the other ones are Latin-1. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** By hand: Node 20 decodes it as Latin-1, and ids would not be those of the page. */
function fromWindows1252(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return text.replace(/[\x80-\x9f]/g, (letter) => WINDOWS_1252[letter.charCodeAt(0) - 128]);
}

/** The bytes above 127 with blanks for the others, as characters. */
function windows1252Bytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte < 128 ? ' ' : String.fromCharCode(byte);
  return MULTIBYTE.test(text) ? text : '';
}
