import { expect, test } from 'vitest';
import type { Nextaisle } from '../src/embed.js';
import { serveDoors } from './doors.fixture.js';
import { useSite } from './site.fixture.js';

declare const nextaisle: Nextaisle;

/** What a careless merge in another script may leave on every object, before ours runs. */
const POLLUTION: Record<string, unknown> = {
  consent: 'granted',
  region: 'US',
  model: 'x',
  platform: 'x',
  k: 0,
  exclude: ['lamp'],
  order: 'o1',
  personalization_storage: 'granted',
  gdprApplies: false,
};

const site = useSite(
  () =>
    serveDoors({
      pages: {
        '/shop.html': `<!doctype html><title>Shop</title><link rel="icon" href="data:,">
          <script>var dataLayer = [];
            Object.assign(Object.prototype, JSON.parse(sessionStorage.pollution ?? '{}'));</script>
          <script src="/dist/nextaisle.min.js"></script>`,
      },
    }),
  { strict: true },
);

test.each(Object.entries(POLLUTION))(
  'the script tag on a page with Object.prototype.%s = %j',
  async (name, value) => {
    await site.newContext();
    await site.context.addInitScript(
      (pollution) => sessionStorage.setItem('pollution', pollution),
      JSON.stringify({ [name]: value }),
    );
    const page = await site.open('/shop.html');
    const seen = await page.evaluate(async () => {
      await nextaisle.ready;
      dataLayerOf().push({ event: 'x' }, [], ['consent']);
      const tracked = nextaisle.track('click', { id: 'lamp' }) && nextaisle.track('cart', 'vase');
      const { items } = await nextaisle.predict();
      const { consent, store } = nextaisle.status();
      const databases = await indexedDB.databases();
      return {
        ...{ tracked, tier: consent.tier, kind: store.kind, databases: databases.length },
        shown: items.length > 0,
      };

      function dataLayerOf() {
        return (window as unknown as { dataLayer: unknown[] }).dataLayer;
      }
    });
    expect(seen).toEqual({
      tracked: true,
      tier: 'memory',
      kind: 'memory',
      databases: 0,
      shown: true,
    });
  },
);
