import { expect, onTestFinished, test, vi } from 'vitest';
import { fakePage } from '../lib/page/fake-page.fixture.js';
import type { QueueHost } from '../lib/page/tap-queue.js';
import type { WatchWorld } from '../lib/page/watch-global.js';
import { adobe } from './adobe/adobe.js';
import { ga4 } from './ga4/ga4.js';
import { segment } from './segment/segment.js';
import { snowplow } from './snowplow/snowplow.js';
import type { Source } from './source.js';
import { listen } from './source-contract.fixture.js';

const NOW = 1_700_000_000_000;

/** Queues that hold what was said: the global, what the page puts into it, who reads it. */
const QUEUES: Record<
  string,
  [make: () => QueueHost, entry: unknown, read: (host: QueueHost, world: WatchWorld) => Source]
> = {
  dataLayer: [
    () => ({ dataLayer: [] }),
    { event: 'add_to_cart', ecommerce: { items: [{ item_id: 'a' }] } },
    (host, world) => ga4(host, undefined, world),
  ],
  analytics: [
    () => ({ analytics: [] }),
    ['track', 'Product Added', { product_id: 'a' }],
    (host, world) => segment(host, undefined, world),
  ],
  snowplow: [
    () => ({ snowplow: Object.assign(() => {}, { q: [] }) }),
    { 0: 'trackAddToCart', 1: { products: [{ id: 'a' }] }, length: 2 },
    (host, world) => snowplow(host, undefined, world),
  ],
  adobeDataLayer: [
    () => ({ adobeDataLayer: [] }),
    {
      event: 'add-to-cart',
      eventInfo: { changedProductsContext: { items: [{ product: { sku: 'a' } }] } },
    },
    (host, world) => adobe(host, undefined, world),
  ],
};

test.each(Object.entries(QUEUES))(
  '%s: who comes later tells of it as of the time when it was first heard',
  (name, [make, entry, read]) => {
    vi.useFakeTimers({ now: NOW });
    onTestFinished(() => void vi.useRealTimers());
    const host = make();
    const { world } = fakePage();
    const start = () => listen(read(host, world));
    const first = start();
    const found = host[name] as unknown[] & { q?: unknown[] };
    (found.q ?? found).push(entry);
    vi.setSystemTime(NOW + 3000);
    // Another copy of the library, or a script that was long on its way.
    const second = start();
    const told = ({ events }: typeof first) => events.map(({ type, item, ts }) => [type, item, ts]);
    expect([told(first), told(second)]).toEqual([[['cart', 'a', NOW]], [['cart', 'a', NOW]]]);
    first.stop();
    second.stop();
  },
);
