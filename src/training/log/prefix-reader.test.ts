import { expect, test } from 'vitest';
import { createPrefixReader } from './prefix-reader.js';

function fromPrefixes(lines: string[]) {
  const reader = createPrefixReader();
  const refused: string[] = [];
  const rows = lines.flatMap((line) => {
    const some = reader.add(line);
    if (!some) refused.push(line);
    return some ?? [];
  });
  rows.push(...reader.close());
  return { rows, refused };
}

test('neighbouring prefixes are one session, growing or shrinking', () => {
  for (const lines of [
    ['a b c\td', 'a b\tc', 'a\tb', 'x\ty'],
    ['a\tb', 'a b\tc', 'a b c\td', 'x\ty'],
  ]) {
    const { rows } = fromPrefixes(lines);
    expect(rows.map(({ item, given }) => `${item}:${given}`)).toEqual([
      'a:test',
      'b:test',
      'c:test',
      'd:unasked',
      'x:test',
      'y:unasked',
    ]);
    expect(new Set(rows.map(({ shopper }) => shopper)).size).toBe(2);
  }
});

test('only positions in the file are tested; equal lines are two questions', () => {
  const { rows } = fromPrefixes(['a b c\td', 'a\tb', 'a\tb', 'p q\tr']);
  expect(rows.map(({ given }) => given)).toEqual([
    ...['test', 'unasked', 'test', 'unasked'],
    ...['test', 'unasked'],
    ...['unasked', 'test', 'unasked'],
  ]);
});

test('a line without a prefix and one target is refused', () => {
  const bad = ['', 'a b', 'a\t', '\tb', 'a\tb\tc'];
  expect(fromPrefixes(bad).refused).toEqual(bad);
});
