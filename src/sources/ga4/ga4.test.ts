import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createHostile } from '../../events/hostile-values.fixture.js';
import { fakePage } from '../../lib/page/fake-page.fixture.js';
import { seededRandom } from '../../lib/random.js';
import { tapQueue } from '../../lib/page/tap-queue.js';
import { ga4 } from './ga4.js';
import { listen, SOURCE_CONTRACT } from '../source-contract.fixture.js';

type Layer = unknown[];

function page(...earlier: unknown[]) {
  const dataLayer: Layer = earlier;
  const host: Record<string, unknown> = { dataLayer };
  // As Google's snippet does it: the arguments object itself is pushed.
  const gtag = function (..._: unknown[]) {
    // biome-ignore lint/complexity/noArguments: an Arguments object is what gtag pushes.
    dataLayer.push(arguments);
  };
  return { host, dataLayer, gtag };
}

describe.each(['gtag', 'gtm'] as const)('the source contract, by %s', (form) => {
  test.each(Object.entries(SOURCE_CONTRACT))('%s', async (_, check) => {
    const { host, dataLayer, gtag } = page();
    await check({
      source: ga4(host),
      act(id) {
        const ecommerce = { items: [{ item_id: id }] };
        if (form === 'gtag') gtag('event', 'add_to_cart', ecommerce);
        else dataLayer.push({ event: 'add_to_cart', ecommerce });
      },
      noise() {
        const hostile = createHostile(seededRandom(9), ['event', 'ecommerce', 'items', '0', '1']);
        let told = 0;
        for (let i = 0; i < 500; i++) {
          dataLayer.push(hostile.value());
          gtag('event', 'add_to_cart', { items: [hostile.value()] });
          dataLayer.push({ event: 'view_item', ecommerce: { items: hostile.value() } });
          gtag('event', 'purchase');
          told++;
        }
        return told;
      },
      footprint: () => (Object.hasOwn(dataLayer, 'push') ? 1 : 0),
    });
  });
});

test('a push from before our script was loaded keeps its own time', () => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
  onTestFinished(() => void vi.useRealTimers());
  const { host, dataLayer, gtag } = page();
  // Who waits for the first push, to load this source.
  tapQueue(host, 'dataLayer', () => {});
  gtag('event', 'add_to_cart', { items: [{ item_id: 'a' }] });
  vi.advanceTimersByTime(3000);
  const recorder = listen(ga4(host));
  dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'b' }] } });
  expect(recorder.events.map(({ item, ts }) => [item, ts - 1_700_000_000_000])).toEqual([
    ['a', 0],
    ['b', 3000],
  ]);
  recorder.stop();
});

describe("mapping GA4's events", () => {
  const heard = (...entries: unknown[]) => {
    const { host } = page(...entries);
    const recorder = listen(ga4(host));
    recorder.stop();
    return {
      ...recorder,
      events: recorder.events.map(({ ts: _, session: __, source: ___, ...event }) => event),
    };
  };
  const item = {
    item_id: 'SKU-1',
    item_name: 'Chair',
    item_brand: 'Oak',
    item_group_id: 'G',
    item_category: 'Garden',
    item_category2: 'Chairs',
    price: '20.00',
    discount: 5,
    quantity: 2,
    index: 3,
  };

  test.each([
    ['view_item', 'click'],
    ['select_item', 'click'],
    ['add_to_cart', 'cart'],
    ['remove_from_cart', 'remove'],
    ['add_to_wishlist', 'wishlist'],
    ['purchase', 'purchase'],
  ])('%s becomes %s, before and after the start, in both forms', async (name, type) => {
    const { host, dataLayer, gtag } = page();
    const params = { currency: 'EUR', items: [item] };
    gtag('event', name, params);
    const recorder = listen(ga4(host));
    const ecommerce = { ...params, items: [{ ...item, item_id: 'SKU-2' }] };
    dataLayer.push({ event: name, ecommerce });
    const event = { type, item: 'SKU-1', price: 20, quantity: 2, position: 3, source: 'ga4' };
    // A look is judged at the end of its task.
    await recorder.items();
    expect(recorder.events).toMatchObject([event, { ...event, item: 'SKU-2' }]);
    // In both forms for one act: it counts once.
    gtag('event', name, ecommerce);
    expect([recorder.events.length, recorder.refusals()]).toEqual([2, { duplicate: 1 }]);
    recorder.stop();
  });

  test('maps item fields', () => {
    const { host } = page({
      event: 'view_item',
      ecommerce: { currency: 'eur', items: [item] },
    });
    const items: unknown[] = [];
    ga4(host).start({
      event: (raw) => items.push((raw as { item: unknown }).item),
      item() {},
      refuse() {},
    })();
    expect(items).toEqual([
      {
        id: 'SKU-1',
        group: 'G',
        name: 'Chair',
        brand: 'Oak',
        category: ['Garden', 'Chairs', undefined, undefined, undefined],
        price: 20,
        currency: 'eur',
      },
    ]);
  });

  test('splits an order into one event per item', () => {
    const { events } = heard({
      event: 'purchase',
      ecommerce: { transaction_id: 'T1', value: 99, items: [{ item_id: 'a' }, { item_id: 'b' }] },
    });
    expect(events).toEqual([
      { type: 'purchase', item: 'a', order: 'T1' },
      { type: 'purchase', item: 'b', order: 'T1' },
    ]);
    expect(heard({ event: 'purchase', ecommerce: { transaction_id: 'T2' } }).events).toEqual([
      { type: 'purchase', order: 'T2' },
    ]);
  });

  test('a checkout is one event and shows its items; a search keeps its query', () => {
    const { events, shown } = heard(
      { event: 'begin_checkout', ecommerce: { items: [{ item_id: 'a' }, { item_id: 'b' }] } },
      ['event', 'search', { search_term: 'red chair' }],
      {
        event: 'view_search_results',
        search_term: 'blue',
        ecommerce: { items: [{ item_id: 'c' }] },
      },
    );
    expect(events).toEqual([
      { type: 'checkout' },
      { type: 'search', query: 'red chair' },
      { type: 'search', query: 'blue' },
    ]);
    expect(shown).toEqual(['a', 'b', 'c']);
  });

  test('a list shows items; it is a category view if all share one', () => {
    const list = (...levels: string[][]) => ({
      event: 'view_item_list',
      ecommerce: {
        item_list_name: 'L',
        items: levels.map(([top, sub], i) => ({
          item_id: `i${i}`,
          item_category: top,
          item_category2: sub,
        })),
      },
    });
    const same = heard(list(['Garden', 'Chairs'], ['Garden', 'Tables']));
    expect(same.events).toEqual([{ type: 'category', category: ['Garden'], list: 'L' }]);
    expect(same.shown).toEqual(['i0', 'i1']);
    const mixed = heard(list(['Garden', 'Chairs'], ['Kitchen', 'Pans']));
    expect([mixed.events, mixed.shown]).toEqual([[], ['i0', 'i1']]);
    expect(heard(list(['Garden', 'Chairs'])).events).toEqual([]);
  });

  test('a reset, a stale push and unknown events are not reported', () => {
    const { events, refusals } = heard(
      { ecommerce: null },
      { ecommerce: { items: [item] } },
      { event: 'gtm.js', 'gtm.start': 1 },
      ['config', 'G-1'],
      ['event', 'page_view', {}],
      { event: 'constructor', ecommerce: { items: [item] } },
    );
    expect([events, refusals()]).toEqual([[], {}]);
  });

  test('counts an event without the items it needs', () => {
    expect(heard({ event: 'add_to_cart' }, { ecommerce: null }).refusals()).toEqual({ item: 1 });
  });

  test('reads at most 200 items and counts the rest', () => {
    const items = Array.from({ length: 250 }, (_, i) => ({ item_id: `i${i}` }));
    const { shown, refusals } = heard(['event', 'view_item_list', { items }]);
    expect([shown.length, refusals()]).toEqual([200, { limit: 50 }]);
  });

  test('follows a replaced data layer; entries copied into it count once', () => {
    const { host, dataLayer, gtag } = page();
    const { watched, scriptRan } = fakePage();
    const recorder = listen(ga4(host, 'dataLayer', watched));
    gtag('event', 'view_item', { items: [{ item_id: 'a' }] });
    const push = { event: 'add_to_cart', ecommerce: { items: [{ item_id: 'b' }] } };
    dataLayer.push(push, push);
    const next = [...dataLayer, ['event', 'view_item', { items: [{ item_id: 'c' }] }]];
    host.dataLayer = next;
    scriptRan();
    next.push(push);
    expect(recorder.events.map(({ type, item }) => `${type} ${item}`)).toEqual([
      'click a',
      'cart b',
      'cart b',
      'click c',
      'cart b',
    ]);
    recorder.stop();
    expect([dataLayer, next].map((layer) => Object.hasOwn(layer, 'push'))).toEqual([false, false]);
  });

  test('reads a data layer of another name', () => {
    const host = { shopLayer: [['event', 'view_item', { items: [item] }]] };
    expect(listen(ga4(host, 'shopLayer')).events).toHaveLength(1);
  });
});
