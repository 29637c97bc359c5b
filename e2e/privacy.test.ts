import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type * as Nextaisle from '../src/index.js';
import { recordRequests } from './browser.fixture.js';
import { parseCodeBlocks, readPage } from './code-blocks.fixture.js';
import { documentedTable } from './documented-table.fixture.js';
import { serveDoors } from './doors.fixture.js';
import { useSite } from './site.fixture.js';
import { everything } from './storage.fixture.js';

declare const lib: typeof Nextaisle;
declare const predictor: Nextaisle.Predictor;

const FILE = 'docs/guide/consent-and-privacy.md';
const PAGE = readPage(FILE);
const TIERS = documentedTable(PAGE, 'The tiers');
const FIELDS = documentedTable(PAGE, 'The fields of an event').map(({ field }) =>
  field.replaceAll('`', ''),
);
const POLICY = parseCodeBlocks(FILE, PAGE).find((b) => b.language === 'csp')?.code;
const KEY = /\d{18}-\w{8}/;
const DAY_MS = 86_400_000;

const site = useSite(() =>
  serveDoors({
    scripts: {
      'page.js': `import * as lib from '/lib/index.js'; import '/lib/element.js'; window.lib = lib;`,
    },
    pages: {
      '/page.html': `<!doctype html><nextaisle-shelf k="3"></nextaisle-shelf>
        <script type="module" src="/page.js"></script>`,
    },
    csp: POLICY,
  }),
);

async function open(consent: string): Promise<Page> {
  const page = await site.open('/page.html');
  await page.waitForFunction('window.lib');
  await page.evaluate(async (consent) => {
    const options = { model: '/lib/shop.safetensors', namespace: 'de', consent } as const;
    Object.assign(window, {
      predictor: lib.createPredictor(options as Nextaisle.PredictorOptions),
    });
    const shelf = document.querySelector('nextaisle-shelf');
    Object.assign(shelf ?? {}, { predictor });
    await predictor.ready;
  }, consent);
  return page;
}

/** A visit that reports every event and field. */
const visit = (page: Page) =>
  page.evaluate(async () => {
    const chair = {
      id: 'chair',
      group: 'chairs',
      name: 'Chair',
      brand: 'Oak',
      category: ['Garden', 'Chairs'],
      price: 20,
      currency: 'EUR',
      available: true,
      url: '/chair',
      image: '/chair.png',
      embedding: [0.25, 0.5],
    };
    predictor.track('search', 'garden chair');
    predictor.track('category', 'Garden/Chairs');
    predictor.track('click', { ...chair, list: 'Chairs', position: 3 });
    predictor.track('cart', { ...chair, quantity: 2 });
    predictor.track('purchase', { order: 'o-1', items: [{ ...chair, quantity: 2 }] });
    await predictor.predict();
  });

/** Waits for pending writes, then reads all storage of the page. */
async function left(page: Page) {
  await expect.poll(() => page.evaluate(() => predictor.status().events.waiting)).toBe(0);
  return page.evaluate(everything);
}

const paths = (value: object, prefix = ''): string[] =>
  Object.entries(value).flatMap(([name, field]) =>
    name === 'about' ? paths(field, 'about.') : prefix + name,
  );
const limit = (tier: string) =>
  Number.parseInt(TIERS.find((row) => row.tier === `\`${tier}\``)?.['at most'] ?? '', 10);

test('the guide has a row for every tier, and a policy', () => {
  const tiers = ['off', 'memory', 'session', 'persistent'];
  expect(TIERS.map(({ tier }) => tier.replaceAll('`', ''))).toEqual(tiers);
  expect(POLICY).toContain("connect-src 'self'");
});

describe.each(TIERS)('under $tier', (row) => {
  const tier = row.tier.replaceAll('`', '');
  const places = row['kept in'].match(/`[^`]+`/g)?.map((name) => name.slice(1, -1)) ?? [];

  test('storage holds what the tables list, and nothing else', async () => {
    const page = await open(tier);
    const requests = recordRequests(site.context);
    await visit(page);
    const kept = await left(page);
    const records: [string, unknown][] = [];
    if (places[0] === 'sessionStorage') {
      const prefix = row.under.match(/`([^`]+)`/)?.[1] ?? '';
      for (const [key, text] of Object.entries(kept.sessionStorage as Record<string, string>)) {
        expect(key.startsWith(prefix)).toBe(true);
        records.push([key.slice(prefix.length), JSON.parse(text)]);
      }
      kept.sessionStorage = {};
    } else if (row['kept in'].startsWith('IndexedDB')) {
      const store = `${places[0]}/${row.under.match(/`([^`]+)`/)?.[1]}`;
      records.push(...(kept[store] as [string, unknown][]));
      delete kept[store];
    }
    // Not even an empty database, where the table names none.
    expect(kept).toEqual({ localStorage: {}, sessionStorage: {}, cookies: '', caches: [] });
    for (const [key] of records) expect(key).toMatch(new RegExp(`^${KEY.source}$`));
    const fields = [...new Set(records.flatMap(([, value]) => paths(value as object)))];
    expect(fields.sort()).toEqual(places.length ? [...FIELDS].sort() : []);
    const { kept: events, kind } = await page.evaluate(() => predictor.status().store);
    expect(events).toBe(tier === 'off' ? 0 : 5);
    if (places.length) expect(records).toHaveLength(5);
    else expect(kind).toBe(tier === 'off' ? 'none' : 'memory');
    // Except for pictures of the shelf, and the chunk of the golden vectors when the page is idle, a visit
    // requests nothing.
    const asked = requests.urls().filter((url) => !/\/lib\/(judge|chunk)-\w+\.js$/.test(url));
    expect(asked.filter((url) => !url.endsWith('/chair.png'))).toEqual([]);
    expect(site.errors.list().filter((error) => !error.endsWith('/chair.png'))).toEqual([]);
  });

  test('keeps no more events than the table says', async () => {
    const page = await open(tier);
    const most = limit(tier);
    await page.evaluate(async (count) => {
      for (let i = 0; i < count; i++) predictor.track('search', `query ${i}`);
      await predictor.predict();
    }, most + 20);
    const kept = JSON.stringify(await left(page));
    expect(await page.evaluate(() => predictor.status().store.kept)).toBe(most);
    expect(new Set(kept.match(new RegExp(KEY, 'g'))).size).toBe(places.length ? most : 0);
  });

  const days = Number(row.until.match(/(\d+) days/)?.[1]);
  if (days)
    test('keeps no event for longer than the table says', async () => {
      const page = await open(tier);
      await page.evaluate(
        async ([young, old]) => {
          predictor.track('click', 'young', { ts: young });
          predictor.track('click', 'old', { ts: old });
          await predictor.predict();
        },
        [Date.now() - (days - 1) * DAY_MS, Date.now() - (days + 1) * DAY_MS],
      );
      const kept = JSON.stringify(await left(page));
      expect([kept.includes('young'), kept.includes('"old"')]).toEqual([true, false]);
    });
});

test('under the documented policy the shelf works and other hosts are blocked', async () => {
  const page = await open('persistent');
  await visit(page);
  // Just bought items are not shown, so another one is needed.
  await page.evaluate(() => predictor.track('click', { id: 'stool', name: 'Stool' }));
  await page.locator('nextaisle-shelf li:visible').first().waitFor();
  const display = await page.evaluate(() => {
    const list = document.querySelector('nextaisle-shelf')?.shadowRoot?.querySelector('ul');
    return list && getComputedStyle(list).display;
  });
  expect(display).toBe('grid');
  expect(site.errors.list().filter((error) => !error.endsWith('/chair.png'))).toEqual([]);
  const refused = await page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) =>
          resolve(`${event.effectiveDirective} ${event.blockedURI}`),
        );
        fetch('https://example.com/').catch(() => {});
      }),
  );
  expect(refused).toBe('connect-src https://example.com/');
});

test('the history can be exported, and forgotten in part or in full', async () => {
  const page = await open('persistent');
  await visit(page);
  await left(page);
  const shown = await page.evaluate(async () => (await predictor.exportData()).events);
  expect(shown).toHaveLength(5);
  await page.evaluate(() => predictor.forget({ item: 'chair' }));
  expect(JSON.stringify(await left(page))).not.toContain('"chair"');
  await page.evaluate(() => predictor.forget('all'));
  expect((await left(page))['nextaisle:de/events']).toEqual([]);
});
