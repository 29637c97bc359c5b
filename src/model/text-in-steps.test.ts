import { expect, test } from 'vitest';
import { allAtOnce } from '../lib/async/steps.js';
import { seededRandom } from '../lib/random.js';
import { inSteps, readerInSteps } from './text-in-steps.js';

const random = seededRandom(5);
const below = (count: number) => Math.floor(random() * count);
const pick = <T>(from: readonly T[]): T => from[below(from.length)];

const LETTERS = [
  'x',
  ' ',
  '"',
  '\\',
  '\n',
  '/',
  '\u0001',
  'é',
  '商',
  '😀',
  '\ud83d',
  ':',
  ',',
  '[',
  '}',
];
const text = () => Array.from({ length: below(40) }, () => pick(LETTERS)).join('');

function anyValue(levels: number): unknown {
  const kind = levels ? below(7) : below(4);
  if (kind === 0) return pick([0, -1.5, 1e30, true, false, null]);
  if (kind < 4) return text();
  const parts = Array.from({ length: below(6) }, () => anyValue(levels - 1));
  if (kind < 6) return parts;
  const name = () => pick([text(), '__proto__', 'a', '1']);
  return Object.fromEntries(parts.map((part) => [name(), part]));
}

/** As some program may write it: with blanks, and letters as escapes. */
function written(value: unknown): string {
  const blank = () => pick(['', '', '', ' ', '\n\t', '\r']);
  return JSON.stringify(value, undefined, below(3))
    .replace(/[x商/]/g, (letter) =>
      below(3) ? letter : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replace(/^|$/g, blank);
}

function outcome(read: () => unknown): unknown {
  try {
    return { value: read() };
  } catch {
    return 'refused';
  }
}

test('reads JSON as JSON.parse does, whatever the length of a piece', () => {
  for (let round = 0; round < 4000; round++) {
    let json = written(anyValue(4));
    // Half of them with a letter gone, doubled, or another in its place.
    if (round % 2) {
      const at = below(json.length);
      json =
        json.slice(0, at) + pick(['', ...'"\\,:[]{}1', json[at] + json[at]]) + json.slice(at + 1);
    }
    const read = () => allAtOnce(readerInSteps(7 + below(30))(json));
    expect(outcome(read), json).toEqual(outcome(() => JSON.parse(json)));
  }
});

test('a name twice keeps the last, and `__proto__` is a name', () => {
  const json = '{"a":"1234567","__proto__":["12345678"],"a":"7654321"}';
  const value = allAtOnce(readerInSteps(7)(json)) as Record<string, unknown>;
  expect(Object.entries(value)).toEqual(Object.entries(JSON.parse(json)));
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test('decodes as TextDecoder does, wherever a piece ends', () => {
  const source = 'aé商😀'.repeat(20);
  const bytes = new TextEncoder().encode(source);
  for (let piece = 7; piece < 40; piece++)
    expect(allAtOnce(readerInSteps(piece)(bytes))).toBe(source);
  for (const wrong of [bytes.subarray(0, -1), Uint8Array.of(...bytes, 255), bytes.subarray(2)])
    expect(() => allAtOnce(readerInSteps(9)(wrong))).toThrow();
});

test('what nests deeper than any model file is refused', () => {
  const nested = (levels: number) =>
    `${'['.repeat(levels)}"${'x'.repeat(40_000)}"${']'.repeat(levels)}`;
  expect(allAtOnce(inSteps(nested(8)))).toEqual(JSON.parse(nested(8)));
  expect(() => allAtOnce(inSteps(nested(30)))).toThrow();
});

test('more than 65,536 letters outside of texts are refused', () => {
  expect(allAtOnce(inSteps(`[${'1,'.repeat(32_000)}1]`))).toHaveLength(32_001);
  expect(() => allAtOnce(inSteps(`[${'1,'.repeat(33_000)}1]`))).toThrow();
  expect(allAtOnce(inSteps(`[${'1,'.repeat(33_000)}1]`, 1 << 20))).toHaveLength(33_001);
});
