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

const ld = (text: string, type = 'application/ld+json') =>
  `<script type="${type}">${text}</script>`;
/** One page for each reason why structured data is not read as it stands. */
const MARKUP = {
  '/open': ld(
    '{"@context":"https://schema.org",\n"@type":"Product","sku":"S-1",\n"offers":{"price":20',
  ),
  '/lines': ld('{"@type":"Product","sku":"S-1","name":"Chair\nof oak"}'),
  '/nameless': ld('{"@type":"Product","name":"Chair","productCode":"S-1","offers":{"price":20}}'),
  '/typo': ld('{"@type":"Prodcut","sku":"S-1","name":"Chair"}'),
  '/several': ld('[{"@type":"Product","sku":"S-1"},{"@type":"Product","sku":"S-2"}]'),
  '/elsewhere': ld('{"@type":"Product","sku":"S-1","url":"/chair"}'),
  '/mistyped': ld(
    '{"@context":"https://schema.org","@type":"Product","sku":"S-1"}',
    'application/json',
  ),
};
const HTML = '<!doctype html><title>Shop</title><link rel="icon" href="data:,">';
const CALLS = `predictor.track('click', { id: 'T-1', name: 'Chair', price: 20, image: '/a.jpg', category: 'Chairs', url: '/t' });
  predictor.track('add_to_cart', 'T-1');`;
const RUNNING = {
  '/module': `${HTML}<script type="importmap">{"imports":{"idb-keyval":"/idb/index.js"}}</script>
<script type="module">import { createPredictor } from '/dist/index.js';
  const predictor = createPredictor({ consent: 'granted', model: '/nothing.safetensors', sources: ['dom'] }); ${CALLS}</script>`,
  '/tag': `${HTML}<script src="/dist/nextaisle.min.js" data-sources="dom"></script><script>const predictor = window.nextaisle; ${CALLS}</script>`,
  '/stub': `${HTML}<script src="/dist/stub.js"></script><script src="/gone.js"></script>`,
};

let open: Awaited<ReturnType<typeof serve>>;
let site: Awaited<ReturnType<typeof serve>>;
let chromium: string | undefined;
const empty = mkdtempSync(join(tmpdir(), 'nextaisle-doctor-'));

beforeAll(async () => {
  site = await serve({
    pages: { '/product': PRODUCT, '/cart': BARE, '/bare': BARE },
    csp: "default-src https://cdn.example; script-src 'unsafe-inline'; img-src *",
  });
  open = await serve({
    pages: { ...MARKUP, ...RUNNING, '/hang': `${HTML}<script>for (;;);</script>` },
    mounts: { '/idb/': join(repositoryRoot, 'node_modules/idb-keyval/dist') },
  });
  chromium = await findChromium();
});
afterAll(async () => {
  await site?.close();
  await open?.close();
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
    'ga4 reported what could not be read: 1 without a readable product id.',
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
  expect([nothing.code, nothing.err]).toEqual([1, '']);
  expect(nothing.out).toContain('✗ #nowhere could not be pressed');
  const alone = await doctor([`${site.url}/bare`], empty);
  expect([alone.code, alone.err]).toEqual([
    1,
    expect.stringMatching(
      /^nextaisle: BROWSER_MISSING .*npm install --save-dev playwright-core.*\n$/,
    ),
  ]);
});

test('says of each piece of structured data why it is not read, and what mends it', async () => {
  const paths = Object.keys(MARKUP);
  const { out } = await doctor([...paths.map((path) => open.url + path), '--json']);
  const visits = JSON.parse(out) as { advice: { kind: string; what: string; line?: string }[] }[];
  const said = visits.map(({ advice }) =>
    advice.filter(({ what }) => /^(Script|A Product|What|Several|The one|A script)/i.test(what)),
  );
  expect(said).toMatchObject([
    [
      {
        kind: 'missing',
        what: expect.stringMatching(
          /^Script 1 is not JSON and could not be read\. Expected .*, line 3, near: .*"price":20/,
        ),
      },
    ],
    [
      {
        kind: 'note',
        what: expect.stringMatching(
          /^Script 1 was read, but .*Bad control character.*, line 1, near: .*Chair of oak/,
        ),
      },
    ],
    [
      {
        kind: 'missing',
        what: 'A Product in script 1 has no id. It has name, productCode, offers.',
        line: '"sku": "SKU-1"',
      },
    ],
    [
      {
        kind: 'note',
        what: expect.stringContaining('has sku, name, but its type Prodcut is none'),
      },
    ],
    [{ kind: 'note', what: expect.stringContaining('(S-1, S-2), and none is surely') }],
    [{ kind: 'note', what: expect.stringContaining('(S-1) is of another page') }],
    [{ kind: 'missing', what: expect.stringContaining('the type "application/json"') }],
  ]);
});

test('tells what the predictor of the page says, a module or a script tag', async () => {
  const { out } = await doctor([
    `${open.url}/module`,
    `${open.url}/tag`,
    `${open.url}/stub`,
    '--json',
  ]);
  const [module, tag, stub] = JSON.parse(out);
  for (const { page, advice } of [module, tag]) {
    expect(page.predictors).toMatchObject([
      {
        tracked: [
          { call: 'click T-1', isTaken: true },
          { call: 'add_to_cart T-1', isTaken: false },
        ],
        status: { state: 'ready', events: { accepted: 1, refused: { type: 1 } } },
      },
    ]);
    expect(page.counted).toEqual([{ type: 'click', item: 'T-1', source: 'track' }]);
    const whats = advice.map(({ what }: { what: string }) => what);
    expect(whats).toContain('Product views are captured: T-1 (track).');
    expect(whats).toContainEqual(expect.stringContaining('1 of an action that is none of click,'));
  }
  expect(module.advice).toContainEqual({
    kind: 'missing',
    what: expect.stringContaining('MODEL_MISSING'),
    line: "createPredictor({ model: '/shop.safetensors' })",
  });
  expect(module.page.predictors[0].status.consent).toEqual({
    tier: 'persistent',
    reason: 'explicit call',
  });
  expect(stub.advice[0].what).toContain('no script has taken over');
});

test('a page that fails is named, and the others are reported', async () => {
  const urls = [
    `${open.url}/nowhere`,
    `${open.url}/weights/base.safetensors`,
    'http://127.0.0.1:9/',
  ];
  const { code, out, err } = await doctor([...urls, `${open.url}/lines`]);
  expect([code, err]).toEqual([2, '']);
  expect(out).toMatch(/nowhere\n {2}✗ PAGE_FAILED .*the server answered 404/);
  expect(out).toMatch(/base\.safetensors\n {2}✗ PAGE_FAILED/);
  expect(out).toMatch(/127\.0\.0\.1:9\/\n {2}✗ PAGE_FAILED .*ERR_/);
  expect(out).toContain('✓ Product views are captured: S-1 (jsonld).');
  expect(out).toMatch(/1 of 4 pages were examined; not: .*nowhere/);
});

test('all it says of our demo is true', async () => {
  const { code, out } = await doctor([
    `${open.url}/#/p/belly-mug`,
    '--click',
    'button[data-nextaisle="cart"]',
    '--json',
  ]);
  const [{ page, advice }] = JSON.parse(out);
  expect(page.counted).toEqual([
    { type: 'click', item: 'belly-mug', source: 'track' },
    { type: 'cart', item: 'belly-mug', source: 'dom' },
  ]);
  expect(advice.filter(({ kind }: { kind: string }) => kind === 'missing')).toEqual([]);
  expect(code).toBe(0);
});
