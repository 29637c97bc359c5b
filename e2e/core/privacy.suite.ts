import { expect, test } from 'vitest';
import type * as Nextaisle from '../../src/index.js';
import { everything } from '../storage.fixture.js';
import type { CoreSite } from './core-site.fixture.js';
import { until } from './engine-browser.fixture.js';
import { items, look, stored } from './in-page.fixture.js';

declare const predictor: Nextaisle.Predictor;

const EMPTY = { localStorage: {}, sessionStorage: {}, cookies: '', caches: [] };
const WIPED = { ...EMPTY, 'nextaisle:default/events': [] };

export function testPrivacy(site: CoreSite): void {
  test('consent: nothing is stored before it is given', async () => {
    for (const consent of ['denied', 'auto', 'memory'] as const) {
      const page = await site.shop({ consent });
      await look(page, 'chair', 'lamp');
      expect(await page.evaluate(everything), consent).toEqual(EMPTY);
    }
  });

  test('consent: a yes of Consent Mode stores, a no deletes, in this tab and the other', async () => {
    const [page, other] = [
      await site.shop({ consent: 'auto' }),
      await site.shop({ consent: 'granted' }),
    ];
    await look(page, 'chair');
    const say = (answer: 'granted' | 'denied') =>
      page.evaluate((personalization_storage) => {
        const shop = window as unknown as { dataLayer: unknown[] };
        shop.dataLayer ??= [];
        // As gtag() pushes it.
        (function (..._: unknown[]) {
          // biome-ignore lint/complexity/noArguments: Google's function pushes this very object.
          shop.dataLayer.push(arguments);
        })('consent', 'update', { personalization_storage });
      }, answer);
    await say('granted');
    await until(page, () => predictor.status().store.kind === 'indexeddb', undefined);
    await until(page, () => predictor.status().events.waiting === 0, undefined);
    expect(await stored(page)).toContain('chair');
    await until(other, () => predictor.status().store.kept === 1, undefined);
    await say('denied');
    await until(page, () => predictor.status().consent.tier === 'memory', undefined);
    await until(other, () => predictor.status().store.kept === 0, undefined);
    expect(await page.evaluate(everything)).toEqual(WIPED);
  });

  test('session: kept in the tab alone, over a reload', async () => {
    const page = await site.shop({ consent: 'session' });
    await look(page, 'chair');
    await site.go(page, '/core/page.html');
    await site.start(page, { consent: 'session' });
    expect(await items(page)).toEqual(['chair']);
    expect(await items(await site.shop({ consent: 'session' }))).toEqual([]);
    const kept = await page.evaluate(everything);
    expect(Object.keys(kept)).toEqual(Object.keys(EMPTY));
  });

  test('forget: one product, then all, and nothing comes back', async () => {
    const page = await site.shop();
    await look(page, 'chair', 'lamp', 'chair', 'sofa');
    await page.evaluate(() => predictor.forget({ item: 'chair' }));
    expect(await items(page)).toEqual(['lamp', 'sofa']);
    expect(await stored(page)).not.toContain('chair');
    await page.evaluate(() => predictor.forget('all'));
    expect(await page.evaluate(everything)).toEqual(WIPED);
    await site.go(page, '/core/page.html');
    await site.start(page);
    expect(await items(page)).toEqual([]);
  });

  test('denied: what earlier visits kept is deleted', async () => {
    const page = await site.shop();
    await look(page, 'chair', 'lamp');
    await site.go(page, '/core/page.html');
    await site.start(page, { consent: 'denied' });
    await page.evaluate(() => predictor.consent('denied'));
    const empty = JSON.stringify(WIPED);
    const end = Date.now() + 10_000;
    while ((await stored(page)) !== empty && Date.now() < end);
    expect(await page.evaluate(everything)).toEqual(WIPED);
  });
}
