import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Nextaisle } from '../src/embed.js';
import { serveDoors } from './doors.fixture.js';
import { repositoryRoot } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

declare const nextaisle: Nextaisle;

const VIEW = `{ event: 'view_item', ecommerce: { items: [{ item_id: 'chair', item_name: 'Chair' }] } }`;
const LEAVE = `location.href = '/next.html'`;
const GRANTED = `<script>var dataLayer = [['consent', 'default', { personalization_storage: 'granted' }]];</script>`;
const tag = (attributes: string) => `<script src="/lib/embed.js" ${attributes}></script>`;
const html = (body: string) =>
  `<!doctype html><title>Shop</title><link rel="icon" href="data:,">${body}`;
const FROM_MODULE = `import { createPredictor } from '/lib/index.js';
  const predictor = createPredictor({ consent: 'granted', model: null });
  predictor.track('click', 'chair');
  ${LEAVE};`;

/** A first page that is left at once, by how its event comes. */
const PAGES: Record<string, string> = {
  'track() in a module, then away': '<script type="module" src="/first.js"></script>',
  'track() of the script tag, then away': `${tag('data-consent="granted"')}
    <script>nextaisle.track('click', 'chair'); ${LEAVE};</script>`,
  'consent by a default of Consent Mode': `${GRANTED}${tag('')}
    <script>nextaisle.track('click', 'chair'); ${LEAVE};</script>`,
  'the data layer, left as soon as it is read': `<script>var dataLayer = [${VIEW}];</script>
    ${tag('data-consent="granted"')}<script>setInterval(() => {
      if (nextaisle.status().events.accepted) ${LEAVE};
    });</script>`,
};
const pathOf = (name: string) => `/first-${Object.keys(PAGES).indexOf(name)}.html`;

const site = useSite(() =>
  serveDoors({
    headers: { 'cache-control': 'no-cache' },
    scripts: {
      'first.js': FROM_MODULE,
      'stub.js': readFileSync(join(repositoryRoot, 'dist/stub.js'), 'utf8'),
    },
    pages: {
      ...Object.fromEntries(
        Object.entries(PAGES).map(([name, body]) => [pathOf(name), html(body)]),
      ),
      '/next.html': html(`${GRANTED}${tag('data-consent="granted"')}`),
    },
  }),
);

const VISITS = Number(process.env.VISITS ?? 8);

describe('the first event of a first visit that ends at once', () => {
  test.each(Object.keys(PAGES))('%s: it is there on the next page', async (name) => {
    const found: unknown[] = [];
    for (let visit = 0; visit < VISITS; visit++) {
      const context = await site.newContext();
      const page = await site.newPage();
      await page.goto(site.url + pathOf(name), { waitUntil: 'commit' }).catch(() => {});
      await page.waitForURL('**/next.html');
      const kept = await page.evaluate(async () => {
        await nextaisle.ready;
        return (await nextaisle.exportData()).events.map(({ item }) => item);
      });
      found.push(kept.join());
      await context.close();
    }
    expect(found).toEqual(Array(VISITS).fill('chair'));
  });
});
