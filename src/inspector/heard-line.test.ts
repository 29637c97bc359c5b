import { expect, test } from 'vitest';
import type { ShopEvent } from '../events/event.js';
import { createSpeech } from './speech.js';
import { fieldsOf, type HeardLine, ofEvent, readHeard } from './heard-line.js';

const NOW = 1_700_000_000_000;
const hearer = {
  idOf: (id: string) => (id === '4711' ? 'lamp' : id),
  before: [] as HeardLine[],
  unkept: { text: 'The predictor is paused: it takes nothing.' } as const,
  now: NOW,
};
const lamp: ShopEvent = {
  type: 'click',
  item: 'lamp',
  ts: NOW - 1500,
  session: 's',
  source: 'ga4',
};

test('an event that was taken is what the history has', () => {
  const event: ShopEvent = {
    ...lamp,
    type: 'cart',
    price: 20,
    quantity: 2,
    about: { id: 'lamp', aliases: ['4711'] },
  };
  expect(readHeard([{}, 'ga4', event, {}], {}, hearer)).toMatchObject({
    outcome: 'taken',
    source: 'ga4',
    item: 'lamp',
    aliases: ['4711'],
    detail: [{ text: 'at {price}', values: { price: 20 } }, '× 2'],
    why: undefined,
  });
  expect(readHeard([{}, 'ga4', event, { clamped: 1 }], {}, hearer).why?.text).toMatch(/future/);
});

test('a report of the same names who had it before, by whichever id', () => {
  const before = [ofEvent({ ...lamp, item: '4711' })];
  const raw = { type: 'view', item: '4711' };
  expect(
    readHeard(
      [raw, 'jsonld', undefined, { duplicate: 3 }],
      { duplicate: 2 },
      { ...hearer, before },
    ),
  ).toMatchObject({
    outcome: 'merged',
    item: 'lamp',
    aliases: ['4711'],
    why: {
      text: '{source} had reported it {s.1} s before: it counts once.',
      values: { source: 'ga4', ms: 1500, s: 1.5 },
    },
  });
});

test.each([
  ['item', { type: 'cart', item: { sku: 'X' } }, 'without a readable product id', "id: 'SKU-1'"],
  ['placeholder', { type: 'cart', item: '{{sku}}' }, 'with a placeholder', undefined],
  ['type', { type: 'browse', item: 'lamp' }, 'is none of click, cart', undefined],
  ['time', { type: 'click', item: 'lamp', ts: 3 }, 'no date of this century', undefined],
  ['shape', 7, 'could not be read as an event', undefined],
  ['limit', undefined, 'beyond the 200 items', undefined],
] as const)('what was refused by its %s says why and what to write', (reason, raw, why, line) => {
  const heard = readHeard([raw, 'track', undefined, { [reason]: 5 }], { [reason]: 4 }, hearer);
  expect(heard.outcome).toBe('refused');
  const said = createSpeech().write(heard.why ?? '');
  expect(said).toContain(`track reported what could not be read: 1 `);
  expect(said).toContain(why);
  expect(said).not.toMatch(/\{\w+\}(?!\})/);
  if (line) expect(heard.line).toContain(line);
  else expect(heard.line).toBeUndefined();
});

test('what nobody may keep says so', () => {
  const raw = { type: 'search', query: 'lamps' };
  expect(readHeard([raw, 'dom', undefined, { item: 1 }], { item: 1 }, hearer)).toMatchObject({
    outcome: 'unkept',
    type: 'search',
    detail: [{ text: '“{query}”', values: { query: 'lamps' } }],
    why: hearer.unkept,
  });
});

test('fields are named, never what they hold, and a page that throws harms nothing', () => {
  const throwing = Object.defineProperty({ a: 1 }, 'type', {
    enumerable: true,
    get() {
      throw new Error('no');
    },
  });
  const circular: Record<string, unknown> = { type: 'cart' };
  circular.item = circular;
  expect(fieldsOf({ type: 'cart', item: { sku: 'X', 'jo@example.org': 1, price: null } })).toEqual([
    'type',
    'item.sku',
  ]);
  expect(fieldsOf(throwing)).toEqual(['a']);
  expect(readHeard([throwing, 'track', undefined, { shape: 1 }], {}, hearer)).toMatchObject({
    outcome: 'refused',
    type: '?',
  });
  expect(readHeard([circular, 'track', undefined, { item: 1 }], {}, hearer).given).toBe('object');
  const long = { type: 'x'.repeat(999), item: 'y'.repeat(9999) };
  const heard = readHeard([long, 'track', undefined, { type: 1 }], {}, hearer);
  expect(heard.type).toBe('?');
  expect(heard.given?.length).toBeLessThanOrEqual(300);
});
