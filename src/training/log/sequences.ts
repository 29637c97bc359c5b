import type { RawLine } from './raw-lines.js';

/** A session: item ids in order. */
export function* readSequenceLine(text: string, file: string, line: number): Generator<RawLine> {
  const items = text.trim().split(/\s+/);
  // `first`: some logs begin each line with the user.
  for (const [at, item] of items.entries()) {
    const values = { session: `${file}:${line}`, item, first: items[0], place: at };
    yield { file, line, values, text };
  }
}

/**
 * Why a text without columns is no list of sessions; `undefined` where it is one. Ids have digits, words do not;
 * and sessions differ in length.
 */
export function whyNoSequences(lines: readonly string[]): string | undefined {
  const rows = lines.filter((line) => line.trim()).map((line) => line.trim().split(/\s+/));
  const words = rows.flat();
  const ids = words.filter((word) => /\d/.test(word) && word.length <= 200);
  if (ids.length < words.length * 0.9) {
    return `is a text without columns: its first line is ${lines[0]?.slice(0, 80)}. If each line holds the product ids of one session, say so: --format sequences`;
  }
  const [{ length }] = rows;
  if (
    rows.length >= 10 &&
    length > 1 &&
    length <= 8 &&
    rows.every((row) => row.length === length)
  ) {
    return `has ${length} values in every line: columns, or sessions of ${length} products? Name the columns in order (--columns user,item), or say --format sequences`;
  }
  return undefined;
}
