import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Nextaisle } from '../src/embed.js';
import { violations } from './browser.fixture.js';
import { serve } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

declare const window: Window & {
  nextaisle: Nextaisle;
  shifts: string[];
  shifted: number;
  frames: Record<string, number>;
};

// How the demo's pages look, and whether everybody can use them.

const site = useSite(() => serve(), { strict: true });
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const SHOP = ['#/', '#/c/kitchen', '#/p/rain-teapot', '#/basket', '#/s/lamp', '#/nowhere'];

async function open(path: string, options: BrowserContextOptions) {
  await site.newContext(options);
  const page = await site.open(path, () => {
    Object.assign(window, { shifted: 0, shifts: [] });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        sources: { node?: Element }[];
      })[]) {
        window.shifted += entry.value;
        const moved = entry.sources.map(({ node }) => node?.className || node?.nodeName).join(' ');
        window.shifts.push(`${entry.value.toFixed(3)} ${moved}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return page;
}
const settled = async (page: Page) => {
  await page.waitForLoadState('networkidle');
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
};
const goTo = (page: Page, hash: string) =>
  page.evaluate((to) => {
    location.hash = to;
  }, hash);

describe.each(Object.entries(SIZES))('on a %s', (_, viewport) => {
  test.each(['/', '/#/p/rain-teapot', '/#/s/lamp', '/log.html'])(
    'nothing moves while %s loads',
    async (path) => {
      const page = await open(path, { viewport });
      await settled(page);
      if (path !== '/log.html') await page.locator('.shelf .card:visible').first().waitFor();
      await settled(page);
      const { shifted, shifts } = await page.evaluate(() => ({
        shifted: window.shifted,
        shifts: window.shifts,
      }));
      expect(shifted, shifts.join('\n')).toBeLessThanOrEqual(0.02);
    },
  );

  test.each(['light', 'dark'] as const)('axe finds nothing in %s mode', async (colorScheme) => {
    const page = await open('/', { viewport, colorScheme, reducedMotion: 'reduce' });
    for (const hash of SHOP) {
      await goTo(page, hash);
      await settled(page);
      expect([hash, await violations(page, ':root')]).toEqual([hash, []]);
    }
    await page.goto(`${site.url}/log.html`);
    await settled(page);
    expect(await violations(page, ':root')).toEqual([]);
  });
});

test.each([1280, 1440, 1920, 900, 390])(
  'at %i px the headline covers nothing, in a wide font too',
  async (width) => {
    const page = await open('/', { viewport: { width, height: 900 } });
    await page.addStyleTag({ content: `:root { --serif: "DejaVu Serif", monospace !important }` });
    await settled(page);
    const covered = await page.evaluate(() => {
      const boxes = (css: string) =>
        [...document.querySelectorAll(css)].map((one) => one.getBoundingClientRect());
      const texts = ['.hero h1', '.hero p'].flatMap((css) => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector(css) as Element);
        return [...range.getClientRects()];
      });
      const things = boxes('.scene > svg > *');
      return {
        of: [texts.length > 1, things.length > 6],
        hits: texts.flatMap((text) =>
          things.filter(
            (one) =>
              one.left < text.right &&
              one.right > text.left &&
              one.top < text.bottom &&
              one.bottom > text.top,
          ),
        ).length,
        isCut: texts.some((text) => text.bottom > (boxes('.hero')[0]?.bottom ?? 0)),
      };
    });
    expect(covered).toEqual({ of: [true, true], hits: 0, isCut: false });
  },
);

test('a search for lamps puts lamps on the shelf, whatever was looked at before', async () => {
  const page = await open('/#/p/alder-wishbone-chair', { viewport: SIZES.desktop });
  await page.waitForFunction(() => window.nextaisle.getSnapshot);
  await page.evaluate(() => window.nextaisle.ready);
  await goTo(page, '#/p/marsh-cane-chair');
  await page.getByLabel('Search the shop').fill('lamp');
  await page.keyboard.press('Enter');
  await page.waitForFunction(async () => {
    const { items } = await window.nextaisle.predict();
    return items.every(({ item }) => /lamp/i.test([item.name, item.category].join(' ')));
  });
  await expect
    .poll(() => page.locator('.shelf .card:visible strong').allTextContents())
    .toEqual(Array(5).fill(expect.stringMatching(/lamp/i)));
  expect(site.errors.list()).toEqual([]);
});

test('the script tag is asked for in a later frame than the first page is drawn in', async () => {
  await site.newContext({ viewport: SIZES.phone });
  const page = await site.open('/#/p/opal-pendant', () => {
    Object.assign(window, { frames: {} });
    let frame = 0;
    const next = () => {
      frame++;
      requestAnimationFrame(next);
    };
    next();
    const first = (css: string) => {
      if (document.querySelector(css)) window.frames[css] ??= frame;
    };
    new MutationObserver(() => {
      first('.product h1');
      first('script[src$="/nextaisle.min.js"]');
    }).observe(document, { childList: true, subtree: true });
  });
  await page.waitForFunction(() => Object.keys(window.frames).length === 2);
  const { '.product h1': drawn = 0, ...others } = await page.evaluate(() => window.frames);
  expect(Object.values(others)[0]).toBeGreaterThan(drawn);
});

test('every module of the shop is asked for at once, and none in vain', async () => {
  const page = await open('/', { viewport: SIZES.desktop });
  await settled(page);
  const { named, loaded } = await page.evaluate(() => ({
    named: [...document.querySelectorAll('link[rel=modulepreload]')].map(
      (link) => (link as HTMLLinkElement).href,
    ),
    loaded: performance.getEntriesByType('resource').map(({ name }) => name),
  }));
  const scripts = await page.$$eval('script[src]', (all) =>
    all.map((script) => (script as HTMLScriptElement).src),
  );
  const own = loaded.filter((url) => /\.js$/.test(url) && !/\/dist\//.test(url));
  const imported = own.filter((url) => !scripts.includes(url));
  expect([...new Set(imported)].sort()).toEqual([...named].sort());
});

test('the first page is in the document already, as its script draws it', async () => {
  const words = (page: Page) => page.locator('main .hero-words').innerHTML();
  const plain = async (page: Page) => (await words(page)).replace(/\s+/g, ' ');
  const drawn = await plain(await open('/', { viewport: SIZES.phone }));
  const sent = await plain(await open('/', { viewport: SIZES.phone, javaScriptEnabled: false }));
  expect(sent).toBe(drawn);
});

test('the shelf is an element that the script tag brings, and its cards lead to products', async () => {
  const page = await open('/#/p/rain-teapot', { viewport: SIZES.desktop });
  const first = page.locator('nextaisle-shelf .card:visible').first();
  await first.waitFor();
  const name = await first.locator('strong').textContent();
  expect(await first.locator('.price').textContent()).toMatch(/^€\d/);
  expect(await first.locator('shop-picture svg').count()).toBe(1);
  await first.click();
  await page.getByRole('heading', { level: 1, name: name ?? '' }).waitFor();
});
