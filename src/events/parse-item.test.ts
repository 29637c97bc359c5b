import { expect, test } from 'vitest';
import { parseItem } from './parse-item.js';

test('further ids are other ids that can be read, each once', () => {
  const read = (aliases: unknown) => parseItem({ id: 'a', aliases })?.aliases;
  expect(read(['4711', 4711, 'a', '', 'undefined', {}, 'b '])).toEqual(['4711', 'b']);
  const many = Array.from({ length: 17 }, (_, i) => `id${i}`);
  expect(read(many)).toEqual(many.slice(0, 16));
  for (const none of [[], ['a'], ['undefined'], 'b', { 0: 'b', length: 1 }, undefined])
    expect(read(none)).toBeUndefined();
  expect(parseItem({ id: 'a', aliases: ['a'] })).toEqual({ id: 'a' });
});

test('a currency is three letters', () => {
  const read = (currency: unknown) => parseItem({ id: 'a', currency })?.currency;
  expect(read(' eur ')).toBe('EUR');
  for (const none of ['euro', 'euros', 'US', '1eur', 'eu1', '€', 978, undefined])
    expect(read(none)).toBeUndefined();
});

test('what can be bought is said by true and false alone', () => {
  expect(parseItem({ id: 'a', available: true })).toEqual({ id: 'a', available: true });
  expect(parseItem({ id: 'a', available: false })).toEqual({ id: 'a', available: false });
  for (const none of ['yes', 0, 1, null, ''])
    expect(parseItem({ id: 'a', available: none })).toEqual({ id: 'a' });
});

test('an image may be inline, the address of a product not', () => {
  const inline = 'data:image/png;base64,AA';
  expect(parseItem({ id: 'a', image: inline, url: inline })).toEqual({ id: 'a', image: inline });
});

test('a vector has 1 to 4,096 numbers', () => {
  const read = (embedding: unknown) => parseItem({ id: 'a', embedding })?.embedding;
  expect(read([])).toBeUndefined();
  expect(read(new Float32Array(0))).toBeUndefined();
  expect(read(new Float32Array(4096))).toHaveLength(4096);
  expect(read(new Float32Array(4097))).toBeUndefined();
  expect(read([1, '2'])).toBeUndefined();
  expect(read('12')).toBeUndefined();
  expect(read(new DataView(new ArrayBuffer(4)))).toBeUndefined();
});

test('an item whose field throws is none', () => {
  expect(
    parseItem({
      get id() {
        throw new Error('hostile');
      },
    }),
  ).toBeUndefined();
});
