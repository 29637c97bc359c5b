import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '../scripts/chromium.mjs';
import { repositoryRoot, serve } from './serve.fixture.js';

const PRODUCT = `<!doctype html><title>Chair</title><link rel="icon" href="data:,">
<script>
  window.dataLayer = window.dataLayer || [];
  function gtag() { dataLayer.push(arguments); }
  gtag('consent', 'default', { personalization_storage: 'denied' });
  gtag('event', 'view_item', { currency: 'EUR', items: [{ item_id: 'SKU-1', item_name: 'Chair', price: 20 }] });
  gtag('event', 'view_item', { items: [{ item_name: '' }] });
</script>
<script type="application/ld+json">
  { "@context": "https://schema.org", "@type": "Product", "sku": "SKU-1", "name": "Chair",
    "image": "/chair.jpg", "offers": { "@type": "Offer", "price": "20", "priceCurrency": "EUR" } }
</script>
<button id="add" onclick="gtag('event', 'add_to_cart', { items: [{ item_id: 'SKU-1' }] }); location.href = '/cart'">Add</button>`;
const BARE = `<!doctype html><title>Bare</title><link rel="icon" href="data:,"><h1>Chair</h1><button id="add">Add</button>`;

let site: Awaited<ReturnType<typeof serve>>;
let chromium: string | undefined;
const empty = mkdtempSync(join(tmpdir(), 'nextaisle-doctor-'));

beforeAll(async () => {
  site = await serve({
    pages: { '/product': PRODUCT, '/cart': BARE, '/bare': BARE },
    csp: "default-src https://cdn.example; script-src 'unsafe-inline'; img-src *",
  });
  chromium = await findChromium();
});
afterAll(async () => {
  await site?.close();
  rmSync(empty, { recursive: true });
});

function doctor(args: string[], cwd = repositoryRoot) {
  const cli = join(repositoryRoot, 'dist/cli.js');
  const env = { ...process.env, CHROMIUM_PATH: chromium };
  const child = spawn(process.execPath, [cli, 'doctor', ...args], { cwd, env });
  const ended = { code: null as number | null, out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    ended.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    ended.err += chunk;
  });
  return new Promise<typeof ended>((resolve) => {
    child.on('close', (code) => resolve({ ...ended, code }));
  });
}

test('reports each source of a product page once, also when a click leaves the page', async () => {
  const { code, out, err } = await doctor([`${site.url}/product`, '--click', '#add', '--json']);
  expect(err).toBe('');
  // The policy blocks loading from the own origin, and one item had no id.
  expect(code).toBe(1);
  const [visit] = JSON.parse(out);
  expect(visit.page.counted).toEqual([
    { type: 'click', item: 'SKU-1', source: 'ga4' },
    { type: 'cart', item: 'SKU-1', source: 'ga4' },
  ]);
  const heard = new Map(visit.page.heard.map((one: { source: string }) => [one.source, one]));
  expect(heard.get('ga4')).toMatchObject({ refused: { item: 1 } });
  expect(heard.get('jsonld')).toMatchObject({ events: [{ type: 'click', item: 'SKU-1' }] });
  expect(visit.page.catalog).toEqual([
    expect.objectContaining({ id: 'SKU-1', name: 'Chair', price: 20, currency: 'EUR' }),
  ]);
  expect(visit.page.consent).toContainEqual({
    name: 'consent-mode',
    verdict: { tier: 'memory', decided: false },
  });
  const missing = visit.advice.filter(({ kind }: { kind: string }) => kind === 'missing');
  expect(missing.map(({ what }: { what: string }) => what)).toEqual([
    'Some events of ga4 could not be read: item 1. Items need an id.',
    expect.stringContaining("(script-src 'unsafe-inline')"),
    expect.stringContaining('(connect-src https://cdn.example)'),
  ]);
});

test('names what a bare page lacks, and the lines to add', async () => {
  const { code, out } = await doctor([`${site.url}/bare`, '--click', '#add']);
  expect(code).toBe(1);
  expect(out).toContain('nothing was captured');
  expect(out).toContain('✗ Nothing says which product is viewed.');
  expect(out).toContain('<main data-nextaisle="view" data-nextaisle-id="SKU-1"');
  expect(out).toContain('✗ After a click on #add no addition to the cart is captured.');
  expect(out).toContain("predictor.consent('granted')");
});

test('explains a failure in one line', async () => {
  const wrong = await doctor(['javascript:alert(1)']);
  expect([wrong.code, wrong.err]).toEqual([
    2,
    expect.stringMatching(/^nextaisle: BAD_OPTION .*not the address of a page.*\n$/),
  ]);
  const nothing = await doctor([`${site.url}/bare`, '--click', '#nowhere']);
  expect([nothing.code, nothing.err]).toEqual([
    1,
    expect.stringMatching(/^nextaisle: PAGE_FAILED .*\n$/),
  ]);
  const alone = await doctor([`${site.url}/bare`], empty);
  expect([alone.code, alone.err]).toEqual([
    1,
    expect.stringMatching(
      /^nextaisle: BROWSER_MISSING .*npm install --save-dev playwright-core.*\n$/,
    ),
  ]);
});
