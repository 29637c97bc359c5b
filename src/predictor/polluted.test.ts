import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PLATFORM_NAMES } from '../events/event-sources.js';
import { createPredictor } from './create-predictor.js';
import { knownNames } from './known-names.fixture.js';
import { catalogItem } from './load/catalog-item.js';
import { readCatalog } from './load/read-catalog.js';
import { parseItem } from '../events/parse-item.js';
import { failingLoaders } from './loaders.fixture.js';
import { readShopCard } from '../prediction/shop-card.js';

const loaders = failingLoaders();
const NAMES = [...knownNames(), '0', '1', '2', 'g:price'];
/** What a careless merge in another script may leave on every object. */
const VALUES = ['granted', 'x', 1, true, null, {}, []];
const prototype = Object.prototype as unknown as Record<string, unknown>;

let page: EventTarget & { dataLayer: unknown[] };
beforeEach(() => {
  page = Object.assign(new EventTarget(), { dataLayer: [] });
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', new EventTarget());
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('location', { href: 'https://shop.example/' });
});
afterEach(() => void vi.unstubAllGlobals());

const CATALOG = [
  { id: 'a', name: 'A', price: 2, category: ['Home'] },
  { sku: 'b', title: 'B' },
  'c',
];

/** A page that uses the predictor; no `expect` runs while the prototype is polluted. */
function use() {
  const faults: string[] = [];
  const predictor = createPredictor(
    { retention: {}, rules: {}, pages: {}, texts: {}, environment: {} as never },
    loaders,
  );
  page.dataLayer.push({ event: 'x' }, [], ['consent'], ['consent', 'update', {}], {});
  const tracked = [
    predictor.track('click', { id: 'a', name: 'A' }),
    predictor.track('cart', 'b', { quantity: 1 }),
    predictor.track('search', 'chairs'),
    predictor.track('purchase', { order: 'o1', items: [{ id: 'a', price: 1 }] }),
    predictor.track('click', {} as never),
  ];
  const ranked = [predictor.getSnapshot({}), predictor.getSnapshot({ boost: {} })];
  predictor.getSnapshot();
  const { consent, store, state, events, catalog, model } = predictor.status();
  predictor.pause();
  predictor.resume();
  const item = predictor.item('a');
  predictor.destroy();
  const card = readShopCard({ conversion: 0.1 }, ({ message }) => void faults.push(message));
  return {
    ...{ tier: consent.tier, kind: store.kind, tracked, state, accepted: events.accepted },
    ...{ refused: { ...events.refused }, catalog: { ...catalog }, model: { ...model }, item },
    ...{ ranked: ranked.map(({ items }) => items.length), card, faults },
    read: CATALOG.map(catalogItem),
  };
}

/** What came of it, as text: own fields alone are written. */
const told = (seen: unknown) =>
  JSON.stringify(seen, (_, value: unknown) =>
    typeof value === 'object' && value && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : value,
  );

function polluted(names: readonly string[], value: unknown): string {
  let seen: unknown;
  for (const name of names) prototype[name] = value;
  try {
    seen = use();
  } catch (thrown) {
    seen = (thrown as Error).stack;
  } finally {
    for (const name of names) delete prototype[name];
  }
  return told(seen);
}

test('the names are those of the code: options, rules, events, catalogs, consent', () => {
  for (const name of [
    ...['maxPerCategory', 'days', 'item_id', 'stock_status', 'gdprApplies', 'wait_for_update'],
    ...['personalization_storage', 'sessionMinutes', 'bought-before', ...PLATFORM_NAMES],
  ])
    expect(NAMES).toContain(name);
});

/** What differs from a clean page, and by which names; nothing where nothing does. */
function changed(names: readonly string[], value: unknown, clean: string): unknown {
  const seen = polluted(names, value);
  if (seen === clean) return undefined;
  const half = names.slice(0, names.length >> 1);
  const parts = names.length > 1 ? [half, names.slice(half.length)] : [];
  for (const part of parts) {
    const culprit = changed(part, value, clean);
    if (culprit) return culprit;
  }
  return { names, value, seen };
}

const GROUP = 60;
const GROUPS = Array.from({ length: Math.ceil(NAMES.length / GROUP) }, (_, at) =>
  NAMES.slice(at * GROUP, (at + 1) * GROUP),
);

// In groups, and all together: one name may hide what another does.
test.each(VALUES)(
  'Object.prototype with %j grants nothing, throws nowhere, changes nothing',
  (value) => {
    const clean = told(use());
    const found = [...GROUPS, NAMES].flatMap((names) => changed(names, value, clean) ?? []);
    expect(found.slice(0, 3)).toEqual([]);
  },
);

test.each(['granted', 1, {}, null])(
  'a catalog is read the same with all names as %j',
  async (value) => {
    const read = async () => {
      const load = () => Promise.reject(new Error('not in this test'));
      const { items, refused } = await readCatalog(
        CATALOG,
        load,
        async () => {},
        () => false,
        parseItem,
      );
      return told([items, refused]);
    };
    const clean = await read();
    let seen = '';
    for (const name of NAMES) prototype[name] = value;
    try {
      seen = await read();
    } finally {
      for (const name of NAMES) delete prototype[name];
    }
    expect(seen).toBe(clean);
  },
);
