import { fakePage } from '../lib/page/fake-page.fixture.js';
import { adobe } from './adobe/adobe.js';
import { ga4 } from './ga4/ga4.js';
import { segment } from './segment/segment.js';
import { hydrogenEvents } from './shopify/hydrogen.js';
import { productPage } from './shopify/product-page.js';
import { createProducts } from './shopify/products.js';
import { pixelPurchases } from './shopify/purchases.js';
import { standardEvents } from './shopify/standard-events.js';
import { snowplow } from './snowplow/snowplow.js';
import type { Sink, Source } from './source.js';
import { listen } from './source-contract.fixture.js';
import { blockEvents } from './woocommerce/blocks.js';

type Heard = Pick<ReturnType<typeof listen>, 'events' | 'shown' | 'refusals'>;

/** What a listener hears of pushes; a push that throws into the page fails the test. */
export type Hear = (pushes: readonly unknown[]) => Promise<Heard>;

async function heard(source: Source, say: () => void): Promise<Heard> {
  const { stop, events, shown, refusals } = listen(source);
  say();
  // Lists are judged after the task, answers of carts later still.
  await new Promise((done) => setTimeout(done));
  stop();
  return { events, shown, refusals };
}
const asSource = (name: Source['name'], start: (sink: Sink) => () => void): Source => ({
  name,
  start,
});
const calls = (pushes: readonly unknown[]) => pushes.filter(Array.isArray) as unknown[][];

/** By platform: each push is what the page says once, the arguments of a call where it calls. */
export const LISTENERS = {
  ga4(pushes) {
    const dataLayer: unknown[] = [];
    const host = { dataLayer, location: { pathname: '/', search: '', hash: '' } };
    return heard(ga4(host, undefined, fakePage().watched), () => {
      for (const push of pushes) dataLayer.push(push);
    });
  },
  segment(pushes) {
    const analytics = { track() {} };
    return heard(segment({ analytics }, undefined, fakePage().watched), () => {
      for (const [event, properties] of calls(pushes))
        (analytics.track as (...args: unknown[]) => void)(event, properties);
    });
  },
  snowplow(pushes) {
    const command = Object.assign(() => {}, { q: [] as unknown[] });
    return heard(snowplow({ snowplow: command }, undefined, fakePage().watched), () => {
      for (const args of calls(pushes)) command.q.push(args);
    });
  },
  adobe(pushes) {
    const adobeDataLayer: unknown[] = [];
    return heard(adobe({ adobeDataLayer }, undefined, fakePage().watched), () => {
      for (const push of pushes) adobeDataLayer.push(push);
    });
  },
  /** `[name, payload]` */
  hydrogen(pushes) {
    const readers = new Map<unknown, (payload: unknown) => void>();
    const analytics = {
      subscribe: (name: string, read: (payload: unknown) => void) => readers.set(name, read),
    };
    const host = { Shopify: { analytics } } as unknown as Window;
    const source = asSource('shopify', (sink) =>
      hydrogenEvents(host, { sink, report: (event) => sink.event(event) }),
    );
    return heard(source, () => {
      for (const [name, payload] of calls(pushes)) readers.get(name)?.(payload);
    });
  },
  /** `[name, fields of the event]` */
  'standard events'(pushes) {
    const root = new EventTarget();
    const source = asSource('shopify', (sink) =>
      standardEvents(root as Document, {
        sink,
        report: (event) => sink.event(event),
        products: createProducts(),
        whenCartRead: async () => {},
      }),
    );
    return heard(source, () => {
      for (const [name, fields] of calls(pushes)) {
        const event = new Event(`shopify:${typeof name === 'string' ? name : ''}`);
        try {
          Object.assign(event, fields);
        } catch {}
        root.dispatchEvent(event);
      }
    });
  },
  /** `meta` of the page */
  async 'product page'(pushes) {
    const [meta] = pushes;
    const host = {
      ShopifyAnalytics: { meta },
      document: Object.assign(new EventTarget(), { readyState: 'complete' }),
      location: { pathname: '/products/a' },
    } as unknown as Window;
    const source = asSource('shopify', (sink) =>
      productPage(host, { sink, products: createProducts(), report: (event) => sink.event(event) }),
    );
    return heard(source, () => {});
  },
  /** Orders that the pixel has left. */
  'pixel purchases'(pushes) {
    const [left] = pushes;
    let text: string | null = '[]';
    try {
      text = typeof left === 'string' ? left : JSON.stringify(left);
    } catch {}
    const localStorage = {
      getItem: () => text ?? null,
      removeItem: () => {
        text = null;
      },
    };
    const host = Object.assign(new EventTarget(), { localStorage }) as unknown as Window;
    return heard(
      asSource('shopify', (sink) => pixelPurchases(host, sink)),
      () => {},
    );
  },
  /** `[name, payload]` */
  woocommerce(pushes) {
    const readers = new Map<string, (payload: unknown) => void>();
    const hooks = {
      addAction: (name: string, _: string, read: (payload: unknown) => void) =>
        readers.set(name, read),
      removeAction: (name: string) => readers.delete(name),
    };
    const source = asSource('woocommerce', (sink) =>
      blockEvents({ wp: { hooks } } as unknown as Window, sink, (event) => sink.event(event)),
    );
    return heard(source, () => {
      for (const [name, payload] of calls(pushes))
        if (typeof name === 'string')
          readers.get(`experimental__woocommerce_blocks-${name}`)?.(payload);
    });
  },
} satisfies Record<string, Hear>;
