import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPredictor } from './create-predictor.js';
import { failingLoaders } from './loaders.fixture.js';

const loaders = failingLoaders();

/** What a careless merge in another script may leave on every object. */
const NAMES = [
  ...['0', '1', '2', 'id', 'type', 'item', 'items', 'name', 'brand', 'category', 'price', 'query'],
  ...[
    'consent',
    'region',
    'model',
    'catalog',
    'sources',
    'pages',
    'namespace',
    'retention',
    'days',
  ],
  ...['maxEvents', 'sessionMinutes', 'backend', 'rules', 'environment', 'k', 'filter', 'exclude'],
  ...['boost', 'maxPerCategory', 'minProbability', 'order', 'quantity', 'list', 'position', 'ts'],
  ...['session', 'source', 'about', 'group', 'url', 'image', 'currency', 'available', 'embedding'],
  ...['personalization_storage', 'functionality_storage', 'wait_for_update', 'tier', 'decided'],
  ...['event', 'ecommerce', 'before', 'gdprApplies', 'purpose', 'consents', 'preferencesAllowed'],
  ...[
    'product',
    'search',
    'start',
    'platform',
    'q',
    'answer',
    'global',
    'detail',
    'reason',
    'store',
  ],
  ...[
    'aliases',
    'error',
    'fault',
    'unsaved',
    'corrupt',
    'kind',
    'state',
    'refused',
    'clamped',
    'debug',
    'heard',
  ],
];
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

/** A page that uses the predictor; no `expect` runs while the prototype is polluted. */
function use() {
  const predictor = createPredictor({ retention: {}, rules: {} }, loaders);
  page.dataLayer.push({ event: 'x' }, [], ['consent'], ['consent', 'update', {}], {});
  const tracked = [
    predictor.track('click', { id: 'a', name: 'A' }),
    predictor.track('cart', 'b', { quantity: 1 }),
    predictor.track('search', 'chairs'),
    predictor.track('purchase', { order: 'o1', items: [{ id: 'a', price: 1 }] }),
    predictor.track('click', {} as never),
  ];
  predictor.getSnapshot({});
  predictor.getSnapshot();
  const { consent, store, state, events } = predictor.status();
  predictor.pause();
  predictor.resume();
  predictor.item('a');
  predictor.destroy();
  return { tier: consent.tier, kind: store.kind, tracked, state, accepted: events.accepted };
}

test.each(NAMES)(
  'Object.prototype.%s grants nothing, throws nowhere and changes no event',
  (name) => {
    const clean = use();
    for (const value of VALUES) {
      const seen: unknown[] = [];
      prototype[name] = value;
      try {
        seen.push(use());
      } catch (thrown) {
        seen.push((thrown as Error).stack);
      } finally {
        delete prototype[name];
      }
      expect(seen[0], `${name} = ${JSON.stringify(value)}`).toEqual(clean);
    }
  },
);
