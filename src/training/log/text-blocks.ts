import { badLog } from './log-error.js';
import { createDecoder, type EncodingTally, encodingOf } from './text-encoding.js';

/** Some lines of a text, without their line ends. */
export interface TextBlock {
  lines: string[];
  /** Number of the first line, from 1. */
  from: number;
  /** Why a line could not be read, by its place in `lines`. */
  broken?: Map<number, string>;
}

export interface TextOptions {
  /** Read all of it in this encoding. */
  encoding?: string;
  /** Cut within lines too: for a text that is one long line. */
  inLines?: boolean;
}

/** What is known of a text once it is read. */
export interface TextFacts {
  tally?: EncodingTally;
  /** The encoding, where it is not UTF-8. */
  wide?: string;
  /** Lines with a letter that was lost before the file was written (U+FFFD), and the first of them. */
  lost: number;
  firstLost: number;
  /** Whether the last line has a line end. */
  ended: boolean;
}

/** Longer lines are not kept. */
const LONGEST_LINE = 16 << 20;

/**
 * The lines of a text, block by block: any of the three line ends, any encoding that can be told. Nothing is
 * kept but the line that a block of bytes cuts in two.
 * @param facts filled while reading.
 */
export async function* textBlocks(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  { encoding, inLines = false }: TextOptions,
  facts: TextFacts,
): AsyncGenerator<TextBlock> {
  let line = 1;
  const block = (text: string, broken?: Map<number, string>): TextBlock => {
    let plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    if (plain.includes('\r')) plain = plain.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
    // Files joined to one: each began with a byte order mark.
    if (plain.includes('\n\uFEFF')) plain = plain.replaceAll('\n\uFEFF', '\n');
    const lines = plain.split('\n');
    const from = line;
    if (plain.includes('\uFFFD')) {
      lines.forEach((one, i) => {
        if (one.includes('\uFFFD') && !facts.lost++) facts.firstLost = from + i;
      });
    }
    if (plain.includes('\0') && !inLines) {
      broken ??= new Map();
      for (const [i, one] of lines.entries()) {
        if (one.includes('\0') && !broken.has(i)) broken.set(i, 'a zero byte');
      }
    }
    // The piece ends with a line's end: nothing follows it.
    facts.ended = lines.at(-1) === '';
    if (facts.ended && !inLines) lines.pop();
    line += inLines ? lines.length - 1 : lines.length;
    return { lines, from, broken };
  };

  let decoder: ReturnType<typeof createDecoder> | undefined;
  let wide: TextDecoder | undefined;
  let restText = '';
  for await (const piece of pieces(chunks, inLines)) {
    if (!decoder) {
      const found = encoding ?? encodingOf(piece);
      if (found?.startsWith('utf-16')) {
        wide = new TextDecoder(found, { fatal: true, ignoreBOM: true });
        facts.wide = found;
      }
      decoder = createDecoder(encoding);
      facts.tally = decoder.tally;
    }
    if (!wide) {
      const { text, broken } = decoder.decode(piece, line);
      yield block(text, broken);
      continue;
    }
    const text = restText + decodeWide(wide, file, piece);
    const cut = inLines ? text.length - +text.endsWith('\r') : lastLineEnd(text) + 1;
    restText = text.slice(cut);
    if (restText.length > LONGEST_LINE) throw badLog(file, 'has no line ends: one line of 16 MB');
    if (cut) yield block(text.slice(0, cut));
  }
  if (wide) restText += decodeWide(wide, file);
  if (restText) yield block(restText);
}

function decodeWide(decoder: TextDecoder, file: string, piece?: Uint8Array): string {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
  } catch (thrown) {
    throw badLog(
      file,
      `is not whole: its text in ${decoder.encoding} breaks off or is damaged.`,
      thrown,
    );
  }
}

const lastLineEnd = (text: string) =>
  Math.max(text.lastIndexOf('\n'), text.slice(0, -1).lastIndexOf('\r'));

/** Bytes cut at the end of a line, or where that is far, after a byte that ends a letter in any encoding. */
async function* pieces(
  chunks: AsyncIterable<Uint8Array>,
  inLines: boolean,
): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array[] = [];
  let kept = 0;
  for await (const chunk of chunks) {
    let cut = chunk.lastIndexOf(10) + 1;
    // Old line ends: \r, which no \n may follow.
    if (!cut) cut = chunk.subarray(0, -1).lastIndexOf(13) + 1;
    if (!cut && (inLines || kept > LONGEST_LINE)) {
      cut = chunk.length;
      // Not behind a \r either: the \n of the same line end may follow.
      while (cut && (chunk[cut - 1] > 127 || chunk[cut - 1] === 13)) cut--;
    }
    if (!cut) {
      rest.push(chunk);
      kept += chunk.length;
      continue;
    }
    yield joined([...rest, chunk.subarray(0, cut)]);
    rest = cut < chunk.length ? [chunk.subarray(cut)] : [];
    kept = chunk.length - cut;
  }
  if (kept) yield joined(rest);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
