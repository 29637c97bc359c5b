import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Nextaisle } from '../src/embed.js';
import { recordRequests } from './browser.fixture.js';
import { serve, STRICTEST_CSP } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

declare const window: Window & { nextaisle: Nextaisle };

const CATALOG = JSON.stringify([
  { id: 'chair', name: 'Chair', price: 20, currency: 'EUR', url: '/chair' },
  { id: 'lamp', name: 'Lamp', price: 89, currency: 'EUR', url: '/lamp' },
]);
const TAG = `<script async src="/dist/nextaisle.min.js" data-consent="auto" data-catalog="/products.json"></script>`;
const html = (body: string) =>
  `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">${body}`;

const site = useSite(
  () =>
    serve({
      csp: STRICTEST_CSP,
      pages: {
        '/products.json': CATALOG,
        '/shelf.html': html(`${TAG}<nextaisle-shelf></nextaisle-shelf>`),
        '/above.html': html(`<nextaisle-shelf></nextaisle-shelf>${TAG}`),
        '/plain.html': html(`${TAG}<main></main>`),
        '/own.html': html(
          `<script type="module" src="/dist/element.js"></script>${TAG}<nextaisle-shelf></nextaisle-shelf>`,
        ),
        '/twice.html': html(`${TAG}<nextaisle-shelf></nextaisle-shelf>
          <script async src="/dist/nextaisle.min.js" data-as="nextaisleDe" data-namespace="de"></script>`),
      },
    }),
  { strict: true },
);

const ready = (page: Page) =>
  page.waitForFunction(() => window.nextaisle?.status?.().state === 'ready');
const cards = (page: Page) => page.locator('nextaisle-shelf [part=card]:visible');

async function open(path: string) {
  const context = await site.newContext();
  const requests = recordRequests(context);
  const page = await site.open(path);
  return { page, chunks: () => requests.urls().filter((url) => url.endsWith('/shelf.js')).length };
}

describe('the script tag brings the code of a shelf', () => {
  test.each(['/shelf.html', '/above.html', '/twice.html'])(
    '%s: names and prices, under the strictest policies',
    async (path) => {
      const { page, chunks } = await open(path);
      await cards(page).nth(1).waitFor();
      expect(await cards(page).allInnerTexts()).toEqual([
        expect.stringMatching(/Chair\s+€20\.00/),
        expect.stringMatching(/Lamp\s+€89\.00/),
      ]);
      expect(chunks()).toBe(1);
    },
  );

  test('to a page that gets one later, and not before', async () => {
    const { page, chunks } = await open('/plain.html');
    await ready(page);
    await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
    expect(chunks()).toBe(0);
    await page.evaluate(() => {
      const box = document.createElement('div');
      box.append(document.createElement('nextaisle-shelf'));
      document.querySelector('main')?.append(box);
    });
    await cards(page).nth(1).waitFor();
    expect(chunks()).toBe(1);
  });

  test('not where the page has loaded it', async () => {
    const { page, chunks } = await open('/own.html');
    await cards(page).nth(1).waitFor();
    await page.evaluate(() => customElements.whenDefined('nextaisle-shelf'));
    expect(chunks()).toBeLessThanOrEqual(1);
    await page.evaluate(() => document.body.append(document.createElement('nextaisle-shelf')));
    await cards(page).nth(3).waitFor();
    expect(chunks()).toBeLessThanOrEqual(1);
  });

  test('and says so where the file is missing', async () => {
    await site.newContext();
    await site.context.route('**/chunks/shelf.js', (route) => route.fulfill({ status: 404 }));
    const page = await site.open('/shelf.html');
    await page.waitForFunction(() =>
      window.nextaisle?.status?.().faults.some(({ code }) => code === 'CHUNK_MISSING'),
    );
    expect(site.errors.take().join()).toContain('shelf.js');
  });
});
