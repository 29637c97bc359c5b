import type { CDPSession } from 'playwright-core';
import { expect, test } from 'vitest';
import type * as Nextaisle from '../src/index.js';
import { serveDoors } from './doors.fixture.js';
import { useSite } from './site.fixture.js';

declare const lib: typeof Nextaisle;

// Every platform and consent signal that a page can show.
const PAGE = `<!doctype html><link rel="icon" href="data:,"><body class="woocommerce">
<meta property="product:price:amount" content="5">
<script type="application/ld+json">{"@type":"Product","name":"Chair","sku":"a","offers":{"price":5}}</script>
<button data-nextaisle="cart" data-nextaisle-id="a">Add</button>
<script>
  window.dataLayer = [['consent', 'default', { personalization_storage: 'denied', wait_for_update: 500 }]];
  window.analytics = []; window.adobeDataLayer = []; window.GlobalSnowplowNamespace = ['snow'];
  window.snow = () => {}; window.Shopify = { customerPrivacy: {} };
  window.__tcfapi = window.__gpp = () => {};
</script>
<script type="module">window.lib = await import('/lib/index.js');</script>`;

const site = useSite(() => serveDoors({ pages: { '/': PAGE } }));

/** Bytes of the page's heap, buffers included, after everything that can be collected is. */
async function heap(cdp: CDPSession): Promise<number> {
  for (let i = 0; i < 3; i++) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = (await cdp.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize?: number;
  };
  return usedSize + (backingStorageSize ?? 0);
}

test('300 destroyed predictors leave nothing behind, also where others wrapped what we had', async () => {
  const page = await site.open('/');
  await page.waitForFunction(() => 'lib' in window);
  const cdp = await page.context().newCDPSession(page);
  const live = (count: number) =>
    page.evaluate(async (count) => {
      const { dataLayer, analytics } = window as unknown as Record<string, unknown[]>;
      const wrapped = [dataLayer, analytics];
      for (let i = 0; i < count; i++) {
        const predictor = lib.createPredictor({ consent: 'auto' });
        predictor.track('click', `item-${i}`);
        await predictor.ready;
        await predictor.predict();
        // A tag manager that loads late puts its own around ours: ours cannot be taken out again.
        for (const queue of wrapped) {
          const ours = queue.push;
          queue.push = (...args: unknown[]) => ours.apply(queue, args);
        }
        predictor.destroy();
      }
    }, count);
  await live(20);
  const before = await heap(cdp);
  await live(300);
  const grown = (await heap(cdp)) - before;
  expect(grown / 2 ** 20).toBeLessThan(1);
});
