import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type * as ConsentPage from './consent-page.fixture.js';
import { useSite } from './site.fixture.js';
import { everything } from './storage.fixture.js';
import { serveStores } from './stores-site.fixture.js';

/** `consent-page.fixture.ts`, inside the page. */
type Kit = typeof ConsentPage;
declare const kit: Kit;
/** Globals of the test's pages. */
declare const shop: ReturnType<Kit['openShop']>;
declare const cmp: ReturnType<Kit['mouths']['tcf']>;

const require = createRequire(import.meta.url);
/** The stub before its platform has loaded; the IAB publishes the one of TCF. */
const STUBS = {
  tcf: readFileSync(require.resolve('@iabtechlabtcf/stub'), 'utf8'),
  gpp: 'kit.gppStub();',
};
const EMPTY = { localStorage: {}, sessionStorage: {}, cookies: '', caches: [] };
const WIPED = { ...EMPTY, 'nextaisle:default/events': [] };

const site = useSite(() => serveStores({}, { script: 'e2e/consent-page.fixture.ts' }), {
  strict: true,
});
const openPage = (before?: () => void) => site.open('/', before);

type MouthName = keyof Kit['mouths'];

/** Puts a platform on the page; with `first`, the shopper has answered before the shop listens. */
const install = (page: Page, name: MouthName, first?: 'yes' | 'no') =>
  page.evaluate(
    ([name, first]) => {
      const cmp = kit.mouths[name]();
      if (first) cmp.say(first);
      Object.assign(window, { cmp });
    },
    [name, first] as const,
  );
const open = (page: Page) =>
  page.evaluate(() => void Object.assign(window, { shop: kit.openShop() }));
const say = (page: Page, what: 'yes' | 'no') => page.evaluate((what) => cmp.say(what), what);
const see = (page: Page, id: string) =>
  page.evaluate(async (id) => {
    shop.see(id);
    await shop.history.flushed();
  }, id);
const state = (page: Page) => page.evaluate(() => shop.consent.state());
const items = (page: Page) => page.evaluate(() => shop.items());
const left = (page: Page) => page.evaluate(everything);
const stored = async (page: Page) =>
  ((await left(page))['nextaisle:default/events'] as unknown[] | undefined)?.length ?? 0;

describe.each<MouthName>(['consent-mode', 'tcf', 'gpp', 'gpp, Europe', 'shopify'])(
  'withdrawn by %s',
  (name) => {
    test('deletes everything at once: in this tab, in the other tab and on disk', async () => {
      const [page, other] = [await openPage(), await openPage()];
      for (const one of [page, other]) {
        await install(one, name, 'yes');
        await open(one);
        await expect.poll(() => state(one)).toMatchObject({ tier: 'persistent' });
      }
      await see(page, 'chair');
      await see(other, 'lamp');
      await expect.poll(() => items(page)).toEqual(['chair', 'lamp']);
      await expect.poll(() => items(other)).toEqual(['chair', 'lamp']);
      expect(await stored(page)).toBe(2);
      await say(page, 'no');
      expect(await state(page)).toEqual({
        tier: 'memory',
        decided: true,
        reason: name.replace(/,.*/, ''),
      });
      await page.evaluate(() => shop.history.flushed());
      expect(await left(page)).toEqual(WIPED);
      await expect.poll(() => items(other)).toEqual([]);
      // The page keeps its own events in memory until it closes.
      expect(await items(page)).toEqual(['chair']);
      await page.reload();
      await install(page, name, 'no');
      await open(page);
      await see(page, 'vase');
      expect([await items(page), await left(page)]).toEqual([['vase'], WIPED]);
    });

    test('deletes stored events of earlier visits when the no comes later', async () => {
      const page = await openPage();
      await install(page, name, 'yes');
      await open(page);
      await expect.poll(() => state(page)).toMatchObject({ tier: 'persistent' });
      await see(page, 'chair');
      expect(await stored(page)).toBe(1);
      await page.reload();
      await install(page, name, 'no');
      await open(page);
      await expect.poll(() => stored(page)).toBe(0);
      expect(await left(page)).toEqual(WIPED);
    });
  },
);

test('withdrawn by an explicit call: deletes from disk and session storage', async () => {
  for (const tier of ['persistent', 'session'] as const) {
    const page = await openPage();
    await open(page);
    await page.evaluate((tier) => shop.consent.set(tier), tier);
    await see(page, 'chair');
    expect(JSON.stringify(await left(page))).toContain('chair');
    await page.evaluate(async () => {
      shop.consent.set('denied');
      await shop.history.flushed();
    });
    expect(await left(page)).toEqual(WIPED);
    expect(await items(page)).toEqual([]);
    await page.close();
  }
});

describe.each(['tcf', 'gpp'] as const)('the platform %s', (name) => {
  test('that is a stub at first stores nothing before a yes, and all after it', async () => {
    const page = await openPage();
    await page.evaluate(STUBS[name]);
    await open(page);
    await see(page, 'chair');
    expect(await state(page)).toEqual({ tier: 'memory', decided: false, reason: name });
    await install(page, name);
    await page.evaluate(() => cmp.ask());
    await see(page, 'lamp');
    expect(await state(page)).toMatchObject({ tier: 'memory', decided: false });
    expect(await left(page)).toEqual(EMPTY);
    await say(page, 'yes');
    await page.evaluate(() => shop.history.flushed());
    expect(await stored(page)).toBe(2);
  });

  test('that loads late is found, and we do not create its global', async () => {
    const page = await openPage();
    await open(page);
    const global = name === 'tcf' ? '__tcfapi' : '__gpp';
    expect(await page.evaluate((global) => global in window, global)).toBe(false);
    await page.route('**/cmp.js', (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: `${STUBS[name]} window.cmp = kit.mouths['${name}'](); cmp.say('yes');`,
      }),
    );
    await page.addScriptTag({ url: '/cmp.js' });
    await expect.poll(() => state(page)).toMatchObject({ tier: 'persistent', reason: name });
    await see(page, 'chair');
    expect(await stored(page)).toBe(1);
  });

  test('keeps no listener of ours on the platform or the page', async () => {
    const page = await openPage(() => {
      const counts = new Map<string, number>();
      for (const target of [document, window]) {
        for (const [method, by] of [
          ['addEventListener', 1],
          ['removeEventListener', -1],
        ] as const) {
          const original = target[method].bind(target) as (...args: unknown[]) => void;
          target[method] = (...args: unknown[]) => {
            const key = `${target === window ? 'window' : 'document'} ${args[0]}`;
            counts.set(key, (counts.get(key) ?? 0) + by);
            original(...args);
          };
        }
      }
      Object.assign(window, { counts });
    });
    await install(page, name, 'yes');
    const counts = () =>
      page.evaluate(() => [...(window as unknown as { counts: Map<string, number> }).counts]);
    const before = await counts();
    await open(page);
    await expect.poll(() => state(page)).toMatchObject({ tier: 'persistent' });
    expect((await counts()).length).toBeGreaterThan(before.length);
    await page.evaluate(() => shop.close());
    expect((await counts()).filter(([, count]) => count > 0)).toEqual(before);
    await say(page, 'no');
    expect(await state(page)).toMatchObject({ tier: 'persistent' });
  });
});

test('TCF does not limit where GDPR does not apply', async () => {
  const page = await openPage();
  await page.evaluate(() => {
    Object.assign(window, { cmp: kit.mouths.tcf() });
    cmp.doesNotApply();
  });
  await open(page);
  await expect
    .poll(() => state(page))
    .toEqual({ tier: 'persistent', decided: false, reason: 'tcf' });
});

test.each(['globalPrivacyControl', 'doNotTrack'])(
  '%s limits to memory, whatever another signal allows',
  async (setting) => {
    const page = await openPage();
    await page.evaluate((setting) => {
      const value = setting === 'doNotTrack' ? '1' : true;
      Object.defineProperty(navigator, setting, { value });
    }, setting);
    await install(page, 'consent-mode', 'yes');
    await open(page);
    await see(page, 'chair');
    expect(await state(page)).toMatchObject({ tier: 'memory', decided: false });
    expect(await left(page)).toEqual(EMPTY);
  },
);
