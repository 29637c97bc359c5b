import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Predictor } from '../src/index.js';
import type { Instant } from '../src/instant.js';
import { type Given, serveShop } from './instant-shop.fixture.js';
import { useSite } from './site.fixture.js';

declare const predictor: Predictor;
declare const instant: Instant;

let shop: Awaited<ReturnType<typeof serveShop>>;
const site = useSite(async () => {
  shop = await serveShop();
  return shop.served;
});
beforeEach(() => shop.reset());

async function open(given: Given = {}, before?: () => void): Promise<Page> {
  const context = await site.newContext();
  await context.addInitScript((given) => Object.assign(window, { given }), given);
  if (before) await context.addInitScript(before);
  return site.open('/p/chair');
}

const status = (page: Page) => page.evaluate(() => instant.status());
/** The status once it is no longer that of the start. */
async function settled(page: Page) {
  await page.waitForFunction(() => instant.status().reason !== 'loading');
  return status(page);
}
const faults = (page: Page) =>
  page.evaluate(() => predictor.status().faults.map(({ code, detail }) => `${code} ${detail}`));
/** What the page tells the browser at present. */
const told = (page: Page) =>
  page.evaluate(() => ({
    rules: [...document.querySelectorAll('script[type=speculationrules]')].map((script) =>
      JSON.parse(script.textContent ?? ''),
    ),
    links: [...document.querySelectorAll<HTMLLinkElement>('link[rel=prefetch]')].map(
      ({ href }) => new URL(href).pathname,
    ),
  }));
const pathOf = (address: string) => new URL(address).pathname;

describe('the browser', () => {
  test('is asked for the two likeliest pages, gets them, and one is opened at once', async () => {
    const page = await open();
    const { state, by, addresses } = await settled(page);
    expect([state, by, addresses.length]).toEqual(['asked', 'speculation-rules', 2]);
    const likely = await page.evaluate(() =>
      predictor
        .getSnapshot({ k: 2, exclude: ['current'], justBought: true })
        .items.map(({ id }) => `/p/${id}`),
    );
    expect(addresses.map(pathOf)).toEqual(likely);
    expect(await told(page)).toEqual({
      rules: [{ prefetch: [{ source: 'list', urls: addresses, eagerness: 'immediate' }] }],
      links: [],
    });
    await vi.waitUntil(() => shop.ahead().length === 2, { timeout: 10_000 });
    expect(shop.ahead().sort()).toEqual([...likely].sort());
    shop.reset();
    await page.click(`a[href="${likely[1]}"]`);
    await page.waitForURL(`**${likely[1]}`);
    const type = () =>
      (
        performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming & {
          deliveryType: string;
        }
      ).deliveryType;
    expect(await page.evaluate(type)).toBe('navigational-prefetch');
    // The server was not asked for it again.
    expect(shop.pages()).not.toContain(likely[1]);
    await settled(page);
    const counts = await page.evaluate(() => instant.counts());
    expect(counts).toMatchObject({ pages: 2, opened: 1, wasted: counts.asked - 1 });
    expect(counts.asked).toBeGreaterThanOrEqual(2);
    expect(site.errors.list()).toEqual([]);
  });

  test('is told anew when the prediction changes, and of six pages at most', async () => {
    const page = await open({ instant: { minProbability: 0 } });
    await settled(page);
    for (const id of ['stool', 'table', 'lamp', 'vase', 'sofa', 'chair', 'lamp', 'table']) {
      const before = await page.evaluate(() => predictor.getSnapshot().id);
      await page.evaluate((id) => predictor.track('view', id), id);
      await page.waitForFunction((id) => predictor.getSnapshot().id !== id, before);
      await page.waitForTimeout(200);
      const { rules } = await told(page);
      expect(rules.length).toBeLessThanOrEqual(1);
    }
    const { asked } = await page.evaluate(() => instant.counts());
    expect(asked).toBeGreaterThan(2);
    expect(asked).toBeLessThanOrEqual(6);
  });

  test('is asked by the chance alone, whatever the rules of the shelves are', async () => {
    const page = await open();
    const plain = await settled(page);
    const rules = { k: 1, exclude: ['seen'], pinned: ['sofa'], only: ['sofa'], maxPerCategory: 1 };
    const other = await open({ predictor: { rules } });
    expect((await settled(other)).addresses).toEqual(plain.addresses);
  });

  test('waits where no product is likely enough', async () => {
    const page = await open({ instant: { minProbability: 0.99 } });
    expect(await settled(page)).toMatchObject({ state: 'waiting', reason: 'unlikely' });
    expect(await told(page)).toEqual({ rules: [], links: [] });
    const without = await open({ predictor: { model: null } });
    expect(await settled(without)).toMatchObject({ state: 'waiting', reason: 'no-model' });
    expect(shop.ahead()).toEqual([]);
  });
});

describe('what is never asked for', () => {
  test('addresses that do something, are elsewhere, are this page, or have a query', async () => {
    const urls = {
      stool: '/cart/add/stool',
      table: 'https://other.example/p/table',
      lamp: '/p/lamp?variant=2',
      vase: '/p/chair#vase',
      sofa: '/customer/%6Cogout',
    };
    const page = await open({ urls });
    const { state, leftOut } = await settled(page);
    expect(state).toBe('waiting');
    expect(Object.fromEntries(leftOut.map(({ item, reason }) => [item, reason]))).toEqual({
      stool: 'kept-out',
      table: 'other-origin',
      lamp: 'query',
      vase: 'this-page',
      sofa: 'kept-out',
    });
    const allowed = await open({ urls, instant: { queries: true } });
    expect((await settled(allowed)).addresses.map((one) => new URL(one).search)).toEqual([
      '?variant=2',
    ]);
    await vi.waitUntil(() => shop.ahead().length === 1, { timeout: 10_000 });
    expect(shop.ahead()).toEqual(['/p/lamp?variant=2']);
  });

  test('a product without an address: the marks of the page, then a fault', async () => {
    const none = Object.fromEntries(
      ['chair', 'stool', 'table', 'lamp', 'vase', 'sofa'].map((id) => [id, null]),
    );
    const page = await open({ urls: none });
    expect(await settled(page)).toMatchObject({ state: 'waiting', reason: 'no-address' });
    expect(await faults(page)).toEqual(['NOT_INSTANT no-address']);
    await page.evaluate(async () => {
      document.querySelector('a[href="/p/lamp"]')?.setAttribute('data-nextaisle-id', 'lamp');
      predictor.track('view', 'vase');
      await predictor.predict();
    });
    await page.waitForFunction(() => instant.status().state === 'asked');
    expect((await status(page)).addresses.map(pathOf)).toEqual(['/p/lamp']);
  });

  test.each([
    ['Save-Data', { connection: { saveData: true, effectiveType: '4g' } }, 'saves-data'],
    ['a slow line', { connection: { saveData: false, effectiveType: '3g' } }, 'slow'],
    ['little memory', { deviceMemory: 1 }, 'little-memory'],
  ] as const)('anything with %s', async (_, device, reason) => {
    const context = await site.newContext();
    await context.addInitScript((device) => {
      for (const [name, value] of Object.entries(device))
        Object.defineProperty(navigator, name, { value });
    }, device);
    const page = await site.open('/p/chair');
    expect(await settled(page)).toMatchObject({ state: 'off', reason, addresses: [] });
    expect(await told(page)).toEqual({ rules: [], links: [] });
    expect(shop.ahead()).toEqual([]);
  });
});

describe('a policy', () => {
  const SELF = "script-src 'self'";

  test('that forbids inline rules is said, and links serve', async () => {
    shop.reset(SELF);
    const page = await open();
    await page.waitForFunction(() => instant.status().reason === 'policy');
    const { state, by, addresses } = await status(page);
    expect([state, by, addresses.length]).toEqual(['asked', 'prefetch-link', 2]);
    expect(await told(page)).toEqual({ rules: [], links: addresses.map(pathOf) });
    expect(await faults(page)).toEqual(['NOT_INSTANT policy']);
    await vi.waitUntil(() => shop.ahead().length === 2, { timeout: 10_000 });
    expect(shop.ahead().sort()).toEqual(addresses.map(pathOf).sort());
    site.errors.take();
  });

  test('as the guide recommends it leaves the links', async () => {
    // A link may be got where any directive allows it, and this one allows scripts of the same origin.
    shop.reset("default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:");
    const page = await open();
    await page.waitForFunction(() => instant.status().reason === 'policy');
    expect(await status(page)).toMatchObject({ state: 'asked', by: 'prefetch-link' });
    await vi.waitUntil(() => shop.ahead().length === 2, { timeout: 10_000 });
    site.errors.take();
  });

  test('that forbids links too is said, and nothing is asked for', async () => {
    // Scripts and the model come from folders of their own, so no directive allows the address of a page.
    const files = `${site.url}/lib/`;
    shop.reset(
      `default-src 'none'; script-src ${files} ${site.url}/shop.js; connect-src ${files}; img-src data:`,
    );
    const page = await open();
    await page.waitForFunction(() => instant.status().state === 'off');
    expect(await status(page)).toMatchObject({ reason: 'policy', by: 'none', addresses: [] });
    expect(await told(page)).toEqual({ rules: [], links: [] });
    expect(await faults(page)).toEqual(['NOT_INSTANT policy']);
    expect(await page.evaluate(() => instant.counts())).toMatchObject({ asked: 0, opened: 0 });
    expect(shop.ahead()).toEqual([]);
    // Told by the browser alone: nothing is thrown.
    expect(site.errors.take().filter((line) => !/Content Security Policy/.test(line))).toEqual([]);
  });

  test('that is only tried out changes nothing', async () => {
    shop.reset(SELF, 'content-security-policy-report-only');
    const page = await open();
    await settled(page);
    await vi.waitUntil(() => shop.ahead().length === 2, { timeout: 10_000 });
    const { by, reason } = await status(page);
    expect([by, reason]).toEqual(['speculation-rules', undefined]);
    site.errors.take();
  });

  test.each([
    ['allows inline speculation rules', `${SELF} 'inline-speculation-rules'`],
    ['has a nonce, which a script of the page has', "script-src 'nonce-n0nce' 'strict-dynamic'"],
  ])('that %s is kept to', async (_, policy) => {
    shop.reset(policy);
    const page = await open();
    expect(await settled(page)).toMatchObject({ state: 'asked', by: 'speculation-rules' });
    await vi.waitUntil(() => shop.ahead().length === 2, { timeout: 10_000 });
    expect(site.errors.list()).toEqual([]);
    expect(await faults(page)).toEqual([]);
  });

  test('with Trusted Types: links serve', async () => {
    shop.reset(
      `${SELF} 'inline-speculation-rules'; require-trusted-types-for 'script'; trusted-types 'none'`,
    );
    const page = await open();
    await page.waitForFunction(() => instant.status().reason === 'policy');
    expect(await status(page)).toMatchObject({ state: 'asked', by: 'prefetch-link' });
    await vi.waitUntil(() => shop.ahead().length === 2, { timeout: 10_000 });
    site.errors.take();
  });
});

describe('withdraws', () => {
  const kept = (page: Page) => page.evaluate(() => sessionStorage.getItem('nextaisle:instant'));

  test.each([
    ['consent is refused', () => predictor.consent('denied'), 'consent'],
    ['the predictor pauses', () => predictor.pause(), 'paused'],
    ['the predictor is destroyed', () => predictor.destroy(), 'paused'],
    ['it is stopped', () => instant.stop(), 'stopped'],
  ] as const)('when %s', async (_, act, reason) => {
    const page = await open();
    expect((await settled(page)).state).toBe('asked');
    expect(await kept(page)).toContain('"asked":2');
    await page.evaluate(act);
    expect(await status(page)).toMatchObject({ state: 'off', reason, addresses: [] });
    expect(await told(page)).toEqual({ rules: [], links: [] });
    if (reason === 'consent') expect(await kept(page)).toBeNull();
  });

  test('and asks again when the predictor goes on', async () => {
    const page = await open();
    const { addresses } = await settled(page);
    await page.evaluate(() => predictor.pause());
    await page.evaluate(() => predictor.resume());
    await page.waitForFunction(() => instant.status().state === 'asked');
    expect((await status(page)).addresses).toEqual(addresses);
  });

  test('where the page opens products without loading them, and says so', async () => {
    const page = await open();
    const { addresses } = await settled(page);
    await page.evaluate((address) => history.pushState(null, '', address), addresses[0]);
    await page.waitForFunction(() => instant.status().reason === 'one-page');
    expect(await told(page)).toEqual({ rules: [], links: [] });
    expect(await faults(page)).toEqual(['NOT_INSTANT one-page']);
    expect((await page.evaluate(() => instant.counts())).opened).toBe(0);
  });

  test('its counts with the history: forgotten together, and kept in no store that consent forbids', async () => {
    const page = await open();
    await settled(page);
    await page.evaluate(() => predictor.forget('all'));
    await page.waitForFunction(() => sessionStorage.getItem('nextaisle:instant') === null);
    expect(await page.evaluate(() => instant.counts())).toMatchObject({ asked: 0, opened: 0 });
    const memory = await open({ predictor: { consent: 'memory' } });
    await settled(memory);
    expect(await kept(memory)).toBeNull();
    expect((await memory.evaluate(() => instant.counts())).asked).toBe(2);
  });
});

test('prerender is asked for where it was chosen', async () => {
  const page = await open({ instant: { mode: 'prerender' } });
  expect(await settled(page)).toMatchObject({ state: 'asked', mode: 'prerender' });
  expect((await told(page)).rules).toMatchObject([{ prerender: [{ eagerness: 'immediate' }] }]);
});

test('options that cannot be used are reported', async () => {
  const page = await open({
    instant: { mode: 'preload', minProbability: 40, queries: 'yes', most: 9, allow: '/p/' },
  });
  expect(await settled(page)).toMatchObject({ mode: 'prefetch' });
  expect((await faults(page)).sort()).toEqual([
    'BAD_OPTION instant.allow',
    'BAD_OPTION instant.minProbability',
    'BAD_OPTION instant.mode',
    'BAD_OPTION instant.most',
    'BAD_OPTION instant.queries',
  ]);
});
