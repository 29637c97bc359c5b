import { expect, onTestFinished, test, vi } from 'vitest';
import { fakePage } from '../lib/page/fake-page.fixture.js';
import type { WatchedPage } from '../lib/page/watch-page.js';
import { adobe } from './adobe/adobe.js';
import { ga4 } from './ga4/ga4.js';
import { segment } from './segment/segment.js';
import { snowplow } from './snowplow/snowplow.js';
import type { Source } from './source.js';
import { listen } from './source-contract.fixture.js';

const NOW = 1_700_000_000_000;

/** By the global: its queue, what the page pushes, the source that reads it. */
const QUEUES: Record<
  string,
  [make: () => object, entry: unknown, read: (host: object, page: WatchedPage) => Source]
> = {
  dataLayer: [
    () => ({ dataLayer: [] }),
    { event: 'add_to_cart', ecommerce: { items: [{ item_id: 'a' }] } },
    (host, page) => ga4(host, undefined, page),
  ],
  analytics: [
    () => ({ analytics: [] }),
    ['track', 'Product Added', { product_id: 'a' }],
    (host, page) => segment(host, undefined, page),
  ],
  snowplow: [
    () => ({ snowplow: Object.assign(() => {}, { q: [] }) }),
    { 0: 'trackAddToCart', 1: { products: [{ id: 'a' }] }, length: 2 },
    (host, page) => snowplow(host, undefined, page),
  ],
  adobeDataLayer: [
    () => ({ adobeDataLayer: [] }),
    {
      event: 'add-to-cart',
      eventInfo: { changedProductsContext: { items: [{ product: { sku: 'a' } }] } },
    },
    (host, page) => adobe(host, undefined, page),
  ],
};

test.each(Object.entries(QUEUES))(
  '%s: a source that starts late reports when an entry was first seen',
  (name, [make, entry, read]) => {
    vi.useFakeTimers({ now: NOW });
    onTestFinished(() => void vi.useRealTimers());
    const host = make();
    const { watched } = fakePage();
    const start = () => listen(read(host, watched));
    const first = start();
    const found: unknown[] & { q?: unknown[] } = Reflect.get(host, name);
    (found.q ?? found).push(entry);
    vi.setSystemTime(NOW + 3000);
    // Another copy of the library, or a script that was long on its way.
    const second = start();
    const reported = ({ events }: typeof first) =>
      events.map(({ type, item, ts }) => [type, item, ts]);
    expect([reported(first), reported(second)]).toEqual([
      [['cart', 'a', NOW]],
      [['cart', 'a', NOW]],
    ]);
    first.stop();
    second.stop();
  },
);
