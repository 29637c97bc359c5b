import { describe, expect, test } from 'vitest';
import { createHostile } from '../../events/hostile-values.fixture.js';
import { fakePage } from '../../lib/page/fake-page.fixture.js';
import { seededRandom } from '../../lib/random.js';
import { snowplow } from './snowplow.js';
import { listen, SOURCE_CONTRACT } from '../source-contract.fixture.js';

type Command = ((...args: unknown[]) => void) & { q: { push(command: unknown): unknown } };

/** As the snippet makes it: the function pushes its arguments object to `q`. */
function createStub(): Command {
  const command = function (..._: unknown[]) {
    // biome-ignore lint/complexity/noArguments: an Arguments object is what the snippet pushes.
    command.q.push(arguments);
  } as Command;
  command.q = [];
  return command;
}

/** As the tracker's own queue: a push takes the name out of the command. */
const createQueue = () => ({
  push: (command: unknown) => void Array.prototype.shift.call(command),
});

function load(command: Command) {
  const waiting = command.q as unknown[];
  command.q = createQueue();
  waiting.forEach(command.q.push);
}

const ENTITY = 'iglu:com.snowplowanalytics.snowplow.ecommerce';
const product = (data: unknown) => ({ schema: `${ENTITY}/product/jsonschema/1-0-0`, data });
const selfDescribing = (data: unknown, context?: unknown, kind = 'snowplow_ecommerce_action') => ({
  event: { schema: `${ENTITY}/${kind}/jsonschema/1-0-2`, data },
  context,
});

describe.each(['plugin', 'self-describing'] as const)('events sent as %s', (form) => {
  describe.each(['stub', 'tracker'] as const)('to the %s, the contract', (to) => {
    test.each(Object.entries(SOURCE_CONTRACT))('%s', async (_, check) => {
      const page = fakePage();
      const command = createStub();
      if (to === 'tracker') load(command);
      const hadOwnPush = Object.hasOwn(command.q, 'push');
      const { push } = command.q;
      await check({
        source: snowplow({ snowplow: command }, undefined, page.watched),
        act: (id) =>
          form === 'plugin'
            ? command('trackAddToCart', { products: [{ id }], total_value: 1, currency: 'EUR' })
            : command(
                'trackSelfDescribingEvent',
                selfDescribing({ type: 'add_to_cart' }, [product({ id })]),
              ),
        noise() {
          const fields = ['event', 'schema', 'data', 'context', 'products', 'id', '0'];
          const hostile = createHostile(seededRandom(9), fields);
          const failing = () => {
            throw new Error('hostile');
          };
          let told = 0;
          for (let i = 0; i < 500; i++) {
            command(hostile.value(), hostile.value());
            command('trackAddToCart', { products: hostile.value() });
            const context = i % 2 ? hostile.value() : [product(hostile.value())];
            command('trackSelfDescribingEvent', selfDescribing({ type: 'transaction' }, context));
            command('trackProductView', {});
            told++;
          }
          command('trackAddToCart', new Proxy({}, { get: failing }));
          return told + 1;
        },
        footprint: () =>
          page.footprint() +
          Number(Object.hasOwn(command.q, 'push') !== hadOwnPush || command.q.push !== push),
      });
    });
  });
});

const heard = (...commands: unknown[][]) => {
  const command = createStub();
  for (const args of commands) command(...args);
  const recorder = listen(snowplow({ snowplow: command }, undefined, fakePage().watched));
  recorder.stop();
  const events = recorder.events.map(({ ts: _, session: __, source: ___, ...event }) => event);
  return { events, shown: recorder.shown, refusals: recorder.refusals() };
};
const chair = { id: 'SKU-1', name: 'Chair', price: 20, quantity: 2, position: 3, currency: 'EUR' };
const told = { item: 'SKU-1', price: 20, quantity: 2, position: 3 };

describe("mapping Snowplow's events", () => {
  test.each([
    ['trackProductView', chair, [{ type: 'click', ...told }]],
    [
      'trackProductListClick',
      { name: 'deals', product: chair },
      [{ type: 'click', ...told, list: 'deals' }],
    ],
    ['trackAddToCart', { products: [chair], total_value: 40 }, [{ type: 'cart', ...told }]],
    ['trackRemoveFromCart', { products: [chair] }, [{ type: 'remove', ...told }]],
    [
      'trackTransaction:shop;other',
      { transaction_id: 'T1', revenue: 99, products: [chair, { id: 'b' }] },
      [
        { type: 'purchase', order: 'T1', ...told },
        { type: 'purchase', order: 'T1', item: 'b' },
      ],
    ],
    ['trackTransaction', { transaction_id: 'T2' }, [{ type: 'purchase', order: 'T2' }]],
    ['trackCheckoutStep', { step: 1 }, [{ type: 'checkout' }]],
    ['trackCheckoutStep', { step: 2 }, []],
    ['trackRefund', { transaction_id: 'T1', products: [chair] }, []],
    ['trackPageView', {}, []],
    ['constructor', {}, []],
  ])('maps %s with %j', (name, params, events) => {
    expect(heard([name, params])).toEqual({ events, shown: [], refusals: {} });
  });

  test.each([
    ['product_view', [product(chair)], [{ type: 'click', ...told }]],
    ['list_click', [product(chair)], [{ type: 'click', ...told, list: 'deals' }]],
    [
      'transaction',
      [
        product(chair),
        { schema: `${ENTITY}/transaction/jsonschema/1-0-0`, data: { transaction_id: 'T1' } },
      ],
      [{ type: 'purchase', order: 'T1', ...told }],
    ],
    [
      'checkout_step',
      [{ schema: `${ENTITY}/checkout_step/jsonschema/1-0-0`, data: { step: 3 } }],
      [],
    ],
    ['promo_click', [product(chair)], []],
  ])('maps the self-describing %s', (type, context, events) => {
    const event = selfDescribing({ type, name: 'deals' }, [...context, null, { schema: 1 }]);
    expect(heard(['trackSelfDescribingEvent', event])).toEqual({ events, shown: [], refusals: {} });
  });

  test('an unknown event with products is not reported', () => {
    const event = selfDescribing({ type: 'add_to_cart' }, [product(chair)], 'product');
    expect(heard(['trackSelfDescribingEvent', event]).events).toEqual([]);
  });

  test('a list shows items; it is a category view if all share one', () => {
    const list = (...categories: string[]) => [
      'trackProductListView',
      { name: 'L', products: categories.map((category, i) => ({ id: `i${i}`, category })) },
    ];
    expect(heard(list('Garden/Chairs', 'Garden/Tables'))).toEqual({
      events: [{ type: 'category', category: ['Garden'], list: 'L' }],
      shown: ['i0', 'i1'],
      refusals: {},
    });
    expect(heard(list('Garden', 'Kitchen')).events).toEqual([]);
  });

  test('maps item fields', () => {
    const items: unknown[] = [];
    const command = createStub();
    const fields = { ...chair, brand: 'Oak', category: 'Garden/Chairs', variant: 'red' };
    for (const inventory_status of ['In stock', 'out-of-stock', 'preorder']) {
      command('trackProductView', { ...fields, inventory_status });
    }
    snowplow({ snowplow: command }, undefined, fakePage().watched).start({
      event: (raw) => items.push((raw as { item: unknown }).item),
      item() {},
      refuse() {},
    })();
    const { quantity: _, position: __, variant: ___, ...item } = fields;
    expect(items).toEqual([
      { ...item, available: true },
      { ...item, available: false },
      { ...item, available: undefined },
    ]);
  });

  test('reads at most 200 products, from the plugin and from entities', () => {
    const products = Array.from({ length: 250 }, (_, i) => ({ id: `i${i}` }));
    for (const params of [
      ['trackProductListView', { name: 'L', products }],
      ['trackSelfDescribingEvent', selfDescribing({ type: 'list_view' }, products.map(product))],
    ]) {
      const { shown, refusals } = heard(params);
      expect([shown.length, refusals]).toEqual([200, { limit: 50 }]);
    }
  });
});

test('a late tracker of another name counts each command once when it loads', async () => {
  const host: Record<string, unknown> = {};
  const page = fakePage();
  const recorder = listen(snowplow(host, undefined, page.watched));
  const command = createStub();
  host.GlobalSnowplowNamespace = ['shopTracker'];
  host.shopTracker = command;
  command('trackProductView', { id: 'early' });
  page.scriptRan();
  command('trackProductView', { id: 'waiting' });
  load(command);
  page.scriptRan();
  command('trackProductView', { id: 'live' });
  (host.GlobalSnowplowNamespace as string[]).push('second');
  host.second = createStub();
  page.scriptRan();
  (host.second as Command)('trackProductView', { id: 'other' });
  expect(await recorder.items()).toEqual([
    'click early',
    'click waiting',
    'click live',
    'click other',
  ]);
  recorder.stop();
  expect(page.footprint()).toBe(0);
});
