import { describe, expect, test } from 'vitest';
import { seededRandom } from '../lib/random.js';
import type { ShopEvent } from './event.js';
import { createIntake } from './intake.js';
import { parseEvent, parseStoredEvent } from './parse-event.js';
import { parseCategory, parseUrl } from './parse-field.js';
import { parseItem } from './parse-item.js';
import { rawEvents } from './raw-events.js';

const NOW = 1_700_000_000_000;
const defaults = { ts: NOW, session: 's1', source: 'track' } as const;
const noCut = () => {
  throw new Error('nothing should be cut');
};
const track = (type: unknown, what?: unknown, extra?: unknown) =>
  rawEvents(type, what, extra, noCut).map((raw) => parseEvent(raw, defaults));

describe('track', () => {
  const base = { ts: NOW, session: 's1', source: 'track' };
  test('takes an id', () => {
    expect(track('click', 'SKU-1')).toEqual([
      { event: { type: 'click', item: 'SKU-1', ...base }, item: { id: 'SKU-1' } },
    ]);
    expect(track('view', 17)).toMatchObject([{ event: { type: 'click', item: '17' } }]);
  });
  test('takes an item with fields of the event', () => {
    const item = { id: 'SKU-1', name: ' Chair ', price: '1,299.00', category: 'Garden > Chairs' };
    expect(track('cart', item, { quantity: 2 })).toEqual([
      {
        event: { type: 'cart', item: 'SKU-1', price: 1299, quantity: 2, ...base },
        item: { id: 'SKU-1', name: 'Chair', price: 1299, category: ['Garden', 'Chairs'] },
      },
    ]);
  });
  test('splits an order into one event per item, each with its own price', () => {
    const items = [{ id: 'A', price: 5, quantity: 3 }, 'B', { item: 'C', quantity: 2 }];
    const parsed = track('purchase', { order: 'o1', price: 99, items });
    expect(parsed.map((one) => 'event' in one && one.event)).toEqual([
      { type: 'purchase', item: 'A', price: 5, quantity: 3, order: 'o1', ...base },
      { type: 'purchase', item: 'B', order: 'o1', ...base },
      { type: 'purchase', item: 'C', quantity: 2, order: 'o1', ...base },
    ]);
  });
  test('takes events without an item', () => {
    expect(track('search', 'red chair')).toMatchObject([{ event: { query: 'red chair' } }]);
    expect(track('search', { query: 'red' })).toMatchObject([{ event: { query: 'red' } }]);
    expect(track('category', ['A', 'B'])).toMatchObject([{ event: { category: ['A', 'B'] } }]);
    expect(track('category', { category: 'A/B' })).toMatchObject([
      { event: { category: ['A', 'B'] } },
    ]);
    expect(track('checkout')).toMatchObject([{ event: { type: 'checkout' } }]);
    expect(track('purchase', { order: 'o9' })).toMatchObject([{ event: { order: 'o9' } }]);
  });
  test('takes a list of products, and 200 of them without a word', () => {
    const ids = Array.from({ length: 200 }, (_, i) => `i${i}`);
    expect(track('wishlist', ids).map((one) => 'event' in one && one.event.item)).toEqual(ids);
  });
  test('refuses what throws as it is read', () => {
    const hostile = {
      get items() {
        throw new Error('hostile');
      },
    };
    expect(track('cart', hostile)).toEqual([{ refused: 'shape' }]);
  });
  test('counts items beyond 200 and drops them', () => {
    let cut = 0;
    const items = Array.from({ length: 250 }, (_, i) => `i${i}`);
    const raws = rawEvents('purchase', { order: 'o', items }, undefined, (reason, count) => {
      expect(reason).toBe('limit');
      cut += count;
    });
    expect([raws.length, cut]).toEqual([200, 50]);
  });
});

test.each([
  [undefined, 'shape'],
  ['click', 'shape'],
  [{ type: 'levitate', item: 'a' }, 'type'],
  [{ type: 'constructor', item: 'a' }, 'type'],
  [{ type: 'click' }, 'item'],
  [{ type: 'click', item: {} }, 'item'],
  [{ type: 'click', item: '__proto__' }, 'item'],
  [{ type: 'click', item: 'x'.repeat(201) }, 'item'],
  [{ type: 'purchase' }, 'item'],
  [{ type: 'click', item: 'a', ts: Number.NaN }, 'time'],
  [{ type: 'click', item: 'a', ts: 1_700_000_000 }, 'time'],
  [{ type: 'click', item: 'a', ts: 'yesterday' }, 'time'],
  [{ type: 'click', item: 'a', ts: 946_684_799_999 }, 'time'],
  // Given, and no product.
  [{ type: 'search', query: 'chair', item: {} }, 'item'],
  [{ type: 'checkout', item: ' ' }, 'item'],
  [{ type: 'category', category: 7 }, 'item'],
])('%j is refused as %s', (input, refused) => {
  expect(parseEvent(input, defaults)).toEqual({ refused });
});

test('an event has the time, price and list that it tells', () => {
  const read = (raw: object) => {
    const parsed = parseEvent(raw, defaults);
    return 'event' in parsed ? parsed.event : undefined;
  };
  const click = { type: 'click', item: 'a' };
  expect(read({ ...click, ts: '2023-11-14T22:00:00.250Z' })?.ts).toBe(NOW - 799_750);
  expect(read({ ...click, ts: NOW - 0.5 })?.ts).toBe(NOW - 1);
  expect(read({ ...click, ts: 946_684_800_000 })?.ts).toBe(946_684_800_000);
  expect(read({ ...click, ts: NOW + 60_000 })?.ts).toBe(NOW + 60_000);
  expect(read({ ...click, ts: null })?.ts).toBe(NOW);
  expect(read({ ...click, item: { id: 'a', price: 5 } })?.price).toBe(5);
  expect(read({ ...click, item: { id: 'a', price: 5 }, price: 4 })?.price).toBe(4);
  expect(read({ ...click, item: { id: 'a', price: 5 }, price: 0 })?.price).toBe(0);
  expect(read({ type: 'category' })).toEqual({ type: 'category', ...defaults });
});

test('what throws as it is read is refused, from a page as from a store', () => {
  const hostile = {
    get type() {
      throw new Error('hostile');
    },
  };
  expect(parseEvent(hostile, defaults)).toEqual({ refused: 'shape' });
  const stored = { session: 's', source: 'track', ts: NOW };
  expect(
    parseStoredEvent(
      Object.defineProperties(hostile, Object.getOwnPropertyDescriptors(stored)),
      NOW,
    ),
  ).toBeUndefined();
  expect(parseStoredEvent(null, NOW)).toBeUndefined();
  expect(parseStoredEvent({ ...stored, type: 'levitate' }, NOW)).toBeUndefined();
  expect(
    parseStoredEvent(
      {
        ...stored,
        get about() {
          throw new Error('hostile');
        },
      },
      NOW,
    ),
  ).toBeUndefined();
});

test('a time in the future is moved to now, and counted', () => {
  const parsed = parseEvent({ type: 'click', item: 'a', ts: NOW + 3_600_000 }, defaults);
  expect(parsed).toMatchObject({ event: { ts: NOW }, clamped: true });
  const soon = parseEvent({ type: 'click', item: 'a', ts: NOW + 30_000 }, defaults);
  expect(soon).toMatchObject({ event: { ts: NOW + 30_000 } });
  expect(soon).not.toHaveProperty('clamped');
});

test.each(
  [
    'undefined',
    'null',
    'NULL',
    'NaN',
    'none',
    '[object Object]',
    '[object HTMLElement]',
    '{{product.sku}}',
    'sku-{{ id }}',
    `$${'{id}'}`,
    '%%PRODUCT_ID%%',
    '(not set)',
    '(none)',
    'n/a',
    'N/A',
    '-',
    ' undefined ',
  ].flatMap((text) => [
    [{ type: 'click', item: text }, 'placeholder'],
    [{ type: 'cart', item: { id: text, name: 'Chair' } }, 'placeholder'],
    [{ type: 'category', category: [text, text] }, 'placeholder'],
    [{ type: 'purchase', order: text }, 'placeholder'],
  ]),
)('%j is refused as %s', (input, refused) => {
  expect(parseEvent(input, defaults)).toEqual({ refused });
});

test('what stands for nothing is no brand, name, list or level of a category', () => {
  const item = {
    id: 'a',
    group: 'undefined',
    name: '{{name}}',
    brand: '(not set)',
    category: ['Garden', 'undefined', 'null', ''],
  };
  expect(parseItem(item)).toEqual({ id: 'a', category: ['Garden'] });
  const places = { currency: 'undefined', url: '{{url}}', image: 'null' };
  expect(parseItem({ id: 'a', ...places })).toEqual({ id: 'a' });
  expect(parseItem({ id: 'a', currency: 'eur' })).toEqual({ id: 'a', currency: 'EUR' });
  expect(parseItem({ id: 'a', category: 'undefined > null' })).toEqual({ id: 'a' });
  const [read] = track('cart', { id: 'a' }, { list: 'undefined', order: 'null' });
  expect(read).toMatchObject({ event: { item: 'a' } });
  expect(read).not.toHaveProperty('event.list');
  expect(read).not.toHaveProperty('event.order');
  expect(track('category', 'undefined')).toEqual([{ refused: 'placeholder' }]);
  // A shopper may look for it.
  expect(track('search', 'nan')).toMatchObject([{ event: { query: 'nan' } }]);
});

test.each([
  '0',
  'null-series-lamp',
  'N/A-12',
  'none-such',
  'NaN-2',
  '{a}',
  '50%',
  '$5',
  '椅子',
  '#',
])('the odd id %j is an id', (id) => {
  expect(parseItem(id)).toEqual({ id });
  expect(parseItem({ id: 'a', name: id })).toEqual({ id: 'a', name: id });
});

test('only http and relative addresses are kept', () => {
  expect(parseUrl('https://shop.example/a:b')).toBe('https://shop.example/a:b');
  expect(parseUrl('/p/1?x=a:b')).toBe('/p/1?x=a:b');
  expect(parseUrl('chair.html')).toBe('chair.html');
  expect(parseUrl(' java\nscript:alert(1)//')).toBeUndefined();
  expect(parseUrl('data:text/html,<script>')).toBeUndefined();
  expect(parseUrl('data:image/svg+xml,<svg/>', true)).toBe('data:image/svg+xml,<svg/>');
});

test('an item keeps only valid fields', () => {
  expect(parseCategory(Array(20).fill('x'))).toHaveLength(8);
  for (const mark of ['/', ' > ', ' &gt; ', '›', ' » '])
    expect(parseCategory(`Garden${mark}Chairs`)).toEqual(['Garden', 'Chairs']);
  expect(
    parseItem({
      id: 7,
      name: 'n'.repeat(400),
      available: 'yes',
      embedding: [1, Number.NaN],
      url: 'javascript:1',
    }),
  ).toEqual({ id: '7', name: 'n'.repeat(300) });
  expect(parseItem({ id: 'a', embedding: new Float32Array([1, 2]) })?.embedding).toEqual([1, 2]);
});

test('a stored event is read back; a foreign record is refused', () => {
  const event: ShopEvent = {
    type: 'category',
    category: ['A'],
    ts: NOW - 5,
    session: 'abc',
    source: 'ga4',
  };
  expect(parseStoredEvent(structuredClone(event), NOW)).toEqual(event);
  expect(parseStoredEvent({ ...event, source: 'elsewhere' }, NOW)).toBeUndefined();
  expect(parseStoredEvent({ ...event, ts: undefined }, NOW)).toBeUndefined();
  expect(parseStoredEvent({ ...event, session: null }, NOW)).toBeUndefined();
});

test('stored item fields are parsed again, and only for the item of the event', () => {
  const event = { type: 'click', item: 'a', ts: NOW, session: 's', source: 'track' };
  const about = (about: unknown) => parseStoredEvent({ ...event, about }, NOW)?.about;
  const url = 'javascript:alert(1)';
  expect(about({ id: 'a', name: ' Chair ', url, embedding: [1], foreign: 1 })).toEqual({
    id: 'a',
    name: 'Chair',
  });
  expect(about({ id: 'b', name: 'Chair' })).toBeUndefined();
  expect(about(7)).toBeUndefined();
});

describe('the intake', () => {
  const open = () => {
    const world = { now: NOW };
    const history: ShopEvent[] = [];
    const intake = createIntake({ now: () => world.now, random: seededRandom(1) }, () => history);
    const see = (raw: object, source: ShopEvent['source'] = 'track') => {
      const read = intake.event(raw, source);
      if (read) history.push(read.event);
      return read?.event;
    };
    return { world, history, intake, see };
  };

  test('the clock was set back: events keep their order, and the session goes on', () => {
    const { world, see } = open();
    const first = see({ type: 'click', item: 'a' });
    world.now -= 3_600_000;
    const second = see({ type: 'click', item: 'b' });
    expect(second?.ts).toBe(first?.ts);
    expect(second?.session).toBe(first?.session);
  });

  test('a session goes on until thirty minutes pass without an event', () => {
    const { world, see } = open();
    const first = see({ type: 'click', item: 'a' });
    world.now += 29 * 60_000;
    expect(see({ type: 'click', item: 'b' })?.session).toBe(first?.session);
    world.now += 30 * 60_000;
    const later = see({ type: 'click', item: 'c' })?.session;
    expect(later).toMatch(/^[a-z0-9]+$/);
    expect(later).not.toBe(first?.session);
  });

  test('an event counts once from two sources, and twice if one source reports it twice', () => {
    const { world, history, intake, see } = open();
    see({ type: 'cart', item: 'a' }, 'dom');
    world.now += 500;
    see({ type: 'cart', item: 'a' }, 'ga4');
    see({ type: 'cart', item: 'a' }, 'dom');
    see({ type: 'cart', item: 'b' }, 'ga4');
    world.now += 2000;
    see({ type: 'cart', item: 'a' }, 'ga4');
    expect(history.map(({ item, source }) => `${item} ${source}`)).toEqual([
      'a dom',
      'a dom',
      'b ga4',
      'a ga4',
    ]);
    expect(intake.refusals()).toEqual({ duplicate: 1 });
  });

  test('an act without a product told twice at once is one; other words are another', () => {
    const { world, history, intake, see } = open();
    for (const type of ['checkout', 'search', 'category']) {
      see({ type, query: 'lamp', category: ['Lamps'] }, 'segment');
      see({ type, query: 'lamp', category: ['Lamps'] }, 'segment');
      see({ type, query: 'Lamp ', category: ['Home', 'Lamps'] }, 'ga4');
    }
    expect(history.map(({ type }) => type)).toEqual(['checkout', 'search', 'category']);
    expect(intake.refusals()).toEqual({ duplicate: 6 });
    see({ type: 'search', query: 'green lamp' }, 'segment');
    see({ type: 'search', query: 'red lamp' }, 'ga4');
    see({ type: 'category', category: ['Home', 'Chairs'] }, 'ga4');
    expect(history).toHaveLength(6);
    // Searching for the same later is another search.
    world.now += 1000;
    see({ type: 'search', query: 'red lamp' }, 'ga4');
    expect(history).toHaveLength(7);
  });

  test('a click in a list and the page it opens are one view, from any source', () => {
    const { world, history, intake, see } = open();
    see({ type: 'click', item: 'a' }, 'ga4');
    world.now += 4000;
    see({ type: 'click', item: 'a' }, 'ga4');
    see({ type: 'click', item: 'a' }, 'track');
    expect(history).toHaveLength(1);
    expect(intake.refusals()).toEqual({ duplicate: 2 });
    // Another item in between, another act, or ten seconds make it a look of its own.
    see({ type: 'click', item: 'b' });
    see({ type: 'click', item: 'a' });
    see({ type: 'cart', item: 'a' });
    see({ type: 'cart', item: 'a' });
    see({ type: 'click', item: 'a' });
    world.now += 10_000;
    see({ type: 'click', item: 'a' });
    expect(history).toHaveLength(7);
  });

  test('a search and the page of its results are one, and so is a checkout of several steps', () => {
    const { world, history, intake, see } = open();
    for (const raw of [{ type: 'search', query: 'red chair' }, { type: 'checkout' }]) {
      see(raw, 'ga4');
      world.now += 900;
      see(raw, 'ga4');
    }
    see({ type: 'search', query: 'red chair' }, 'ga4');
    see({ type: 'search', query: 'chair' }, 'ga4');
    expect(history.map(({ type, query }) => query ?? type)).toEqual([
      'red chair',
      'checkout',
      'red chair',
      'chair',
    ]);
    expect(intake.refusals()).toEqual({ duplicate: 2 });
  });

  test('an order without its products is the one whose products another tag named', () => {
    const { world, history, see } = open();
    see({ type: 'purchase', item: 'a', order: '42' }, 'ga4');
    see({ type: 'purchase', order: 'wc_order_abc' }, 'woocommerce');
    world.now += 60_000;
    see({ type: 'purchase', order: '42' }, 'ga4');
    expect(history).toHaveLength(1);
    see({ type: 'purchase', order: '43' }, 'ga4');
    expect(history).toHaveLength(2);
  });

  test('an event from another copy of the library is not repeated; own repeats count', () => {
    const world = { now: NOW };
    const heard = { type: 'cart', item: 'a', ts: NOW, session: 's', source: 'ga4' } as const;
    const history: ShopEvent[] = [heard];
    const environment = { now: () => world.now, random: seededRandom(1) };
    const intake = createIntake(
      environment,
      () => history,
      undefined,
      () => [heard],
    );
    const see = (raw: object) => intake.event({ type: 'cart', ...raw }, 'ga4')?.event.ts;
    world.now += 99;
    expect(see({ item: 'a' })).toBeUndefined();
    // Its script came late, and tells when it was.
    world.now += 5000;
    expect(see({ item: 'a', ts: NOW })).toBeUndefined();
    expect(intake.refusals()).toEqual({ duplicate: 2 });
    expect(see({ item: 'a' })).toBe(world.now);
    expect(see({ item: 'b', ts: NOW })).toBe(NOW);
  });

  test('an order counts once, however often its page is loaded', () => {
    const { world, history, intake, see } = open();
    for (let load = 0; load < 3; load++) {
      see({ type: 'purchase', item: 'a', order: 'o1' });
      see({ type: 'purchase', item: 'b', order: 'o1' });
      world.now += 3_600_000;
    }
    see({ type: 'purchase', item: 'a', order: 'o2' });
    expect(history).toHaveLength(3);
    expect(intake.refusals()).toEqual({ duplicate: 4 });
  });
});
