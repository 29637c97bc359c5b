import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type * as Door from '../src/inspector.js';
import type * as Nextaisle from '../src/index.js';
import { recordRequests } from './browser.fixture.js';
import { serveDoors } from './doors.fixture.js';
import { STRICTEST_CSP } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

declare const lib: typeof Nextaisle;
declare const predictor: Nextaisle.Predictor;
declare const door: typeof Door;
declare const axe: { run(context: unknown): Promise<AxeResults> };

const page_ = (scripts: string, body = '') => `<!doctype html><html lang="en"><title>Shop</title>
  <link rel="icon" href="data:,"><link rel="stylesheet" href="/shop.css">${scripts}
  <body><main><h1>Shop</h1><label>Search <input id="query"></label>${body}</main></body></html>`;
const MODULE = '<script type="module" src="/page.js"></script>';
const tag = (attributes: string) =>
  `<script async src="/lib/embed.js" data-model="/lib/shop.safetensors" data-consent="granted" ${attributes}></script>`;

const PAGES = {
  '/module.html': page_(MODULE),
  '/tag.html': page_(tag('')),
  '/asked.html': page_(tag('data-inspector')),
  '/refused.html': page_(tag('data-inspector="false"')),
  '/import.html': page_('<script type="module" src="/import.js"></script>'),
  '/empty.html': page_('<script type="module" src="/lib/inspector.js"></script>'),
  '/docked.html': page_(
    '<script type="module" src="/import.js"></script>',
    '<nextaisle-inspector></nextaisle-inspector>',
  ),
  '/layer.html': page_(`<script src="/layer.js"></script>${MODULE}`),
  '/shelf.html': page_(
    `${MODULE}<script type="module" src="/lib/element.js"></script>`,
    '<nextaisle-shelf k="3" exclude="in-cart"></nextaisle-shelf>',
  ),
};
const MAKE = `const names = { chair: 'Secret chair', stool: 'Stool', table: 'Table', lamp: 'Lamp', vase: 'Vase', sofa: 'Sofa' };
  window.predictor = lib.createPredictor({
    model: '/lib/shop.safetensors', catalog: '/products.json', consent: 'granted', rules: { k: 4 },
  });`;
const SCRIPTS = {
  // What a shop's style sheet does to elements it does not know.
  'shop.css': `* { color: rgb(255, 0, 0); letter-spacing: 9px; } p { font-size: 60px !important; }
    nextaisle-inspector[overlay] { display: none; transform: rotate(30deg); opacity: 0; }`,
  'page.js': `import * as lib from '/lib/index.js'; window.lib = lib; ${MAKE}`,
  'import.js': `import * as inspector from '/lib/inspector.js'; window.door = inspector; import * as lib from '/lib/index.js'; window.lib = lib; ${MAKE}`,
  'layer.js': `window.dataLayer = [{ event: 'view_item', ecommerce: { items: [{ item_id: 'vase', item_name: 'Vase' }] } },
    { event: 'add_to_cart', ecommerce: { items: [{ price: 3 }] } }];`,
  'products.json': JSON.stringify(
    ['chair', 'stool', 'table', 'lamp', 'vase', 'sofa'].map((id, i) => ({
      id,
      name: id === 'chair' ? 'Secret chair' : `A ${id}`,
      url: `/p/${id}`,
      price: 20 + i,
      category: ['Home', i % 2 ? 'Seats' : 'Light'],
    })),
  ),
};

const site = useSite(() => serveDoors({ pages: PAGES, scripts: SCRIPTS, csp: STRICTEST_CSP }));

const inspectorOf = (page: Page) => page.locator('nextaisle-inspector');
const isOpen = (page: Page) => inspectorOf(page).getByRole('tab', { name: 'Expected' }).waitFor();
const view = (page: Page, name: string) => inspectorOf(page).getByRole('tab', { name }).click();
const chord = (page: Page) => page.keyboard.press('Alt+Shift+KeyN');
/** A row of the feed: what it says. */
const feed = (page: Page, outcome: string) => inspectorOf(page).locator(`.feed .${outcome}`);

async function open(path: string, options = {}): Promise<Page> {
  await site.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  return site.open(path);
}

async function openShop(path = '/module.html?nextaisle', options = {}): Promise<Page> {
  const page = await open(path, options);
  await page.waitForFunction(() => 'predictor' in window);
  await page.evaluate(() => predictor.ready);
  await isOpen(page);
  return page;
}

describe('it is opened', () => {
  test.each([
    ['the address, with a module', '/module.html?nextaisle'],
    ['the address among others, with a script tag', '/tag.html?a=b&nextaisle=1#top'],
    ['the attribute of the script tag', '/asked.html'],
    ['an import', '/import.html'],
  ])('by %s', async (_, path) => {
    const page = await open(path);
    await isOpen(page);
    expect(await inspectorOf(page).count()).toBe(1);
    // Nobody has asked for the focus.
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('body');
    expect(site.errors.list()).toEqual([]);
  });

  test('by keys, which close it too, and the focus goes where it was', async () => {
    const page = await open('/tag.html');
    await page.waitForFunction(() => 'nextaisle' in window);
    await page.locator('#query').focus();
    await chord(page);
    await isOpen(page);
    const focused = () =>
      page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.id ?? '');
    await expect.poll(focused).toBe('tab-Heard');
    await chord(page);
    expect(await inspectorOf(page).count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('query');
    await chord(page);
    await isOpen(page);
    await page.keyboard.press('Escape');
    expect(await inspectorOf(page).count()).toBe(0);
    expect(site.errors.list()).toEqual([]);
  });

  test('on the next page of the tab too, until it is closed', async () => {
    const page = await open('/module.html?nextaisle');
    await isOpen(page);
    await page.goto(`${site.url}/tag.html`);
    await isOpen(page);
    // Of this tab alone.
    const other = await site.open('/tag.html');
    await other.waitForFunction(() => 'nextaisle' in window);
    await inspectorOf(page).getByRole('button', { name: 'Close the inspector' }).click();
    await page.goto(`${site.url}/module.html`);
    await page.waitForFunction(() => 'predictor' in window);
    await page.evaluate(() => predictor.ready);
    for (const one of [page, other]) expect(await inspectorOf(one).count()).toBe(0);
    // Keys open it as well as the address does.
    await chord(page);
    await isOpen(page);
    await page.goto(`${site.url}/tag.html`);
    await isOpen(page);
    expect(site.errors.list()).toEqual([]);
  });

  test('on the next page only where a person opened it, and the tab has no name of its own', async () => {
    const page = await open('/asked.html');
    await isOpen(page);
    await page.goto(`${site.url}/tag.html`);
    await page.waitForFunction(() => 'nextaisle' in window);
    expect(await page.evaluate(() => window.name)).toBe('');
    await page.evaluate(() => {
      window.name = 'checkout';
    });
    await chord(page);
    await isOpen(page);
    expect(await page.evaluate(() => window.name)).toBe('checkout');
  });

  test('and leaves the focus, the tab and a folded panel alone while somebody types', async () => {
    for (const path of ['/asked.html', '/docked.html']) {
      await site.newContext({ viewport: { width: 1280, height: 900 } });
      const page = await site.newPage();
      let arrive = () => {};
      const typed = new Promise<void>((done) => {
        arrive = done;
      });
      await page.route('**/inspector*.js', async (route) => {
        await typed;
        await route.continue();
      });
      // The document of a panel in the page waits for its script.
      await page.goto(site.url + path, { waitUntil: 'commit' });
      await page.locator('#query').pressSequentially('lamp');
      arrive();
      await isOpen(page);
      expect(await page.evaluate(() => [document.activeElement?.id, window.name])).toEqual([
        'query',
        '',
      ]);
    }
  });

  test('by code', async () => {
    const page = await open('/docked.html');
    await isOpen(page);
    const isSame = await page.evaluate(
      () => door.openInspector() === document.querySelector('nextaisle-inspector'),
    );
    // One that the page has in its markup is that one.
    expect(isSame).toBe(true);
    expect(await inspectorOf(page).getAttribute('overlay')).toBeNull();
  });

  test('and nothing of it is loaded where nobody asked', async () => {
    for (const path of [
      '/module.html',
      '/tag.html',
      '/refused.html',
      '/module.html?nextaisle-debug',
    ]) {
      const context = await site.newContext();
      const requests = recordRequests(context);
      const page = await site.open(path);
      await page.waitForFunction(() => 'predictor' in window || 'nextaisle' in window);
      await page.evaluate(async () => {
        const { predictor: one, nextaisle: other } = window as unknown as Record<
          string,
          Nextaisle.Predictor
        >;
        await (one ?? other).ready;
      });
      await page.waitForLoadState('networkidle');
      expect(
        requests.urls().filter((url) => url.includes('inspector.js')),
        path,
      ).toEqual([]);
      expect(await inspectorOf(page).count(), path).toBe(0);
    }
  });

  test('and says so where no predictor runs yet', async () => {
    const page = await open('/empty.html');
    await isOpen(page);
    await inspectorOf(page).getByText('No predictor runs on this page yet').waitFor();
    expect(site.errors.list()).toEqual([]);
  });
});

describe('Heard', () => {
  test('shows events with source and ids, what was merged, and what was refused and why', async () => {
    const page = await openShop('/layer.html?nextaisle');
    await page.evaluate(() => {
      predictor.track('view', { id: 'lamp', aliases: ['4711'] });
      predictor.track('cart', { name: 'Nameless' } as unknown as string);
      predictor.track('browse' as 'view', 'lamp');
      predictor.track('search', '<img src=x onerror=alert(1)>');
    });
    const taken = feed(page, 'taken');
    await taken.filter({ hasText: 'lamp' }).filter({ hasText: 'also 4711' }).waitFor();
    await taken.filter({ hasText: 'vase' }).filter({ hasText: 'ga4' }).waitFor();
    await taken.filter({ hasText: '“<img src=x onerror=alert(1)>”' }).waitFor();

    const refused = feed(page, 'refused');
    const nameless = refused
      .filter({ hasText: 'track reported what could not be read' })
      .filter({ hasText: 'cart' });
    await nameless.filter({ hasText: 'without a readable product id' }).waitFor();
    await nameless.getByText("predictor.track('cart', { id: 'SKU-1'").waitFor();
    await refused
      .filter({ hasText: 'browse' })
      .filter({ hasText: 'of an action that is none of' })
      .waitFor();
    // From the page's own data layer, before the inspector was there.
    await refused
      .filter({ hasText: 'ga4' })
      .filter({ hasText: 'without a readable product id' })
      .waitFor();

    await page.evaluate(() => void predictor.track('view', 'vase'));
    await feed(page, 'merged')
      .filter({ hasText: 'vase' })
      .filter({ hasText: /ga4 had reported it .* before: it counts once/ })
      .waitFor();
    // News does not take the focus from what was there.
    const copied = nameless.getByRole('button');
    await copied.focus();
    await page.evaluate(() => void predictor.track('view', 'sofa'));
    await taken.filter({ hasText: 'sofa' }).waitFor();
    expect(await copied.evaluate((one) => one.matches(':focus'))).toBe(true);
    await inspectorOf(page).getByRole('button', { name: 'merged', exact: true }).click();
    expect(await taken.count()).toBe(0);
    expect(site.errors.list()).toEqual([]);
  });

  test('counts what was refused before it listened, and says what is not kept', async () => {
    const page = await open('/module.html');
    await page.waitForFunction(() => 'predictor' in window);
    await page.evaluate(() => {
      predictor.track('cart', {} as unknown as string);
      predictor.track('view', 'lamp');
    });
    await chord(page);
    await isOpen(page);
    await inspectorOf(page).getByText('1 × item before the inspector listened').waitFor();
    await feed(page, 'taken').filter({ hasText: 'lamp' }).waitFor();
    await page.evaluate(() => {
      predictor.consent('denied');
      predictor.track('view', 'sofa');
    });
    await feed(page, 'unkept').filter({ hasText: 'Consent is “off” (explicit call)' }).waitFor();
    await page.evaluate(() => {
      predictor.pause();
      predictor.track('view', 'table');
    });
    await feed(page, 'unkept').filter({ hasText: 'The predictor is paused' }).waitFor();
  });

  test('says what each source would tell, also one that nobody listens to', async () => {
    const page = await open('/layer.html');
    await page.waitForFunction(() => 'predictor' in window);
    await page.evaluate(async () => {
      predictor.destroy();
      Object.assign(window, {
        predictor: lib.createPredictor({ model: null, sources: ['dom'], consent: 'memory' }),
      });
    });
    await chord(page);
    await isOpen(page);
    const telling = inspectorOf(page).locator('.telling').filter({ hasText: 'ga4' });
    await telling
      .filter({ hasText: 'not listened to' })
      .filter({ hasText: 'click vase' })
      .waitFor();
    await telling.filter({ hasText: '1 without a readable product id' }).waitFor();
    expect((await page.evaluate(() => predictor.status())).events.accepted).toBe(0);
  });

  test('copies a bug report in which nothing is personal', async () => {
    const page = await openShop('/module.html?nextaisle&mail=jo@example.org', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.evaluate(() => {
      predictor.track('search', 'secret wish of Jo Doe');
      predictor.track('view', { id: 'chair', name: 'Secret chair', price: 987 });
      predictor.track('view', { id: 'a gift for Jo Doe' });
      predictor.track('cart', { sku: 'jo@example.org', name: 'Secret chair' } as unknown as string);
      predictor.track('jo@example.org' as 'view', 'Jo Doe');
      predictor.track('purchase', { order: 'JO-DOE-1', items: [{ id: 'lamp' }] });
      predictor.consent('jo@example.org' as 'granted');
      predictor.consent('granted');
      predictor.on('jo doe "the secret' as 'error', () => {});
    });
    await feed(page, 'taken').filter({ hasText: 'purchase' }).waitFor();
    await inspectorOf(page).getByRole('button', { name: 'Copy a bug report' }).click();
    await inspectorOf(page).getByText('The bug report is copied').waitFor();
    const report = await page.evaluate(() => navigator.clipboard.readText());
    expect(report).toMatch(/^# nextaisle bug report\norigin: http:\/\/localhost:\d+\n/);
    expect(report).toMatch(/engine: cpu/);
    expect(report).toMatch(/taken: click chair from track/);
    expect(report).toMatch(/taken: search {2}from track/);
    expect(report).toMatch(/refused: cart {2}from track/);
    expect(report).toMatch(/click \(an id of 17 characters\) from track/);
    expect(report).toMatch(/BAD_OPTION consent\(\)/);
    expect(report).not.toMatch(/secret|jo|doe|wish|gift|mail|987|example\.org/i);
  });
});

describe('Expected', () => {
  test('shows chances, ranked products with reasons, why, and who answers', async () => {
    const page = await openShop();
    await page.evaluate(() => {
      predictor.track('view', 'lamp');
      predictor.track('cart', 'lamp');
    });
    await view(page, 'Expected');
    const shown = inspectorOf(page);
    await shown.getByText('In your cart').waitFor();
    const { items, intent, actions } = await page.evaluate(() => predictor.predict());
    await expect
      .poll(() => shown.locator('.ranked > li .product code').allTextContents())
      .toEqual(items.map(({ id }) => id));
    const [top] = Object.entries(actions).sort(([, a], [, b]) => b - a)[0];
    expect(await shown.locator('ol.bars li span code').first().textContent()).toBe(top);
    // The portrait reads this visit alone.
    await shown
      .getByText('Too little was done')
      .or(shown.getByText(/^Is deciding/))
      .waitFor();
    expect(await shown.locator('.band').getAttribute('data-band')).toBe(intent.band);
    expect(await shown.locator('.course svg').getAttribute('aria-label')).toMatch(
      /^\d+ predictions?: the chance that the visit ends in a purchase went from/,
    );
    await shown.getByText('Not calibrated here').waitFor();
    const model = await page.evaluate(() => predictor.status().model);
    await shown.getByText(`${'name' in model && model.name}`).waitFor();
    await shown.getByText('none given').waitFor();

    await shown.getByRole('button', { name: `Why ${items[0].id}` }).click();
    await shown.locator('.influences .bar').first().waitFor();
    const found = await page.evaluate((id) => predictor.explain(id), items[0].id);
    expect(await shown.locator('.influences .bar span').first().textContent()).toBe(
      found[0].event.type === 'cart' ? 'puts A lamp into the cart' : 'views A lamp',
    );
    expect(site.errors.list()).toEqual([]);
  });
});

describe('Kept', () => {
  test('says what is kept by whose leave, exports it and forgets it', async () => {
    const page = await openShop();
    await page.evaluate(() => {
      predictor.track('view', 'lamp');
      predictor.track('view', 'sofa');
    });
    await view(page, 'Kept');
    const shown = inspectorOf(page);
    await shown.getByText('on this device (IndexedDB)').waitFor();
    await shown.getByText('explicit call').waitFor();
    const downloading = page.waitForEvent('download');
    await shown.getByRole('button', { name: 'Export' }).click();
    const exported = JSON.parse(readFileSync(await (await downloading).path(), 'utf8'));
    expect(exported.events.map(({ item }: { item: string }) => item)).toEqual(['lamp', 'sofa']);

    await shown.getByLabel('Id of a product', { exact: true }).fill('lamp');
    await shown.getByRole('button', { name: 'Forget it' }).click();
    await shown.getByText('What was done with lamp is forgotten.').waitFor();
    const items = () =>
      page.evaluate(async () => (await predictor.exportData()).events.map(({ item }) => item));
    expect(await items()).toEqual(['sofa']);

    const all = shown.getByRole('button', { name: 'Forget all' });
    await all.click();
    await shown.getByText('Press again to do it').waitFor();
    expect(await items()).toEqual(['sofa']);
    await all.click();
    await shown.getByText('Everything is forgotten.').waitFor();
    expect(await items()).toEqual([]);
    await view(page, 'Heard');
    await shown.getByText('Nothing was heard yet').waitFor();
    expect(site.errors.list()).toEqual([]);
  });

  test('counts the requests that nextaisle made, and makes none but for code', async () => {
    const context = await site.newContext();
    const requests = recordRequests(context);
    const page = await site.open('/tag.html?nextaisle');
    await isOpen(page);
    await page.evaluate(() => fetch('/products.json').then((answer) => answer.text()));
    await page.waitForLoadState('networkidle');
    const files = (pattern: RegExp) => requests.urls().filter((url) => pattern.test(url)).length;
    await view(page, 'Kept');
    const row = (name: string) =>
      inspectorOf(page)
        .getByRole('region', { name: 'Requests that nextaisle made' })
        .locator(`dt:text-is("${name}") + dd`);
    // In this test the bundler has named some files its own way.
    const ours = files(/\/lib\/(embed|inspector|chunks\/[\w-]+)\.js$/);
    await expect.poll(() => row('code').textContent()).toBe(`${ours} files`);
    expect(await row('model').textContent()).toBe(String(files(/shop\.safetensors$/)));
    // The page's own request for a file that it did not name as the catalog.
    expect(await row('catalog').textContent()).toBe('0');
    requests.reset();
    for (const name of ['Heard', 'Expected', 'Kept', 'Try']) await view(page, name);
    // The portrait's code, once.
    await page.waitForLoadState('networkidle');
    const code = (url: string) => /\/lib\/(chunks\/)?[\w-]+\.js$/.test(url);
    expect(requests.urls().filter((url) => !code(url))).toEqual([]);
    requests.reset();
    for (const name of ['Heard', 'Expected', 'Kept', 'Try']) await view(page, name);
    expect(requests.urls()).toEqual([]);
  });
});

describe('Try', () => {
  test('pins and hides, on the shelf of the page too, and shows the lines for it', async () => {
    const page = await openShop('/shelf.html?nextaisle');
    await page.evaluate(() => {
      const shelf = document.querySelector('nextaisle-shelf');
      if (shelf) Object.assign(shelf, { predictor });
      predictor.track('view', 'lamp');
      return predictor.predict();
    });
    const shown = inspectorOf(page);
    await view(page, 'Try');
    await shown.getByLabel('Id of a product to pin').fill('sofa');
    await page.keyboard.press('Enter');
    await shown.getByLabel('Id of a product to hide').fill('chair');
    await shown.getByRole('button', { name: 'Hide', exact: true }).click();
    await shown.getByLabel('k how many').fill('2');
    await page.keyboard.press('Enter');
    await shown
      .getByText("createPredictor({ rules: { k: 2, pinned: ['sofa'], exclude: ['chair'] } })", {
        exact: true,
      })
      .waitFor();
    await shown
      .getByText(
        '<nextaisle-shelf k="2" exclude="in-cart chair" pinned="sofa"></nextaisle-shelf>',
        { exact: true },
      )
      .waitFor();
    const firsts = () =>
      page.evaluate(async () => [
        (await predictor.predict()).items.map(({ id }) => id),
        document.querySelector('nextaisle-shelf')?.items.map(({ id }) => id),
      ]);
    for (const ids of await firsts()) {
      expect(ids?.[0]).toBe('sofa');
      expect(ids).toHaveLength(2);
      expect(ids).not.toContain('chair');
    }
    await shown.getByRole('button', { name: 'Back to the page’s own rules' }).click();
    expect((await page.evaluate(() => predictor.predict())).items).toHaveLength(4);
    expect(
      await page.locator('nextaisle-shelf').evaluate((one) => one.outerHTML.split('>')[0]),
    ).toBe('<nextaisle-shelf k="3" exclude="in-cart"');
    // What is no number is refused with the reason.
    await shown.getByLabel('minProbability').fill('7');
    await page.keyboard.press('Enter');
    await shown.getByText('minProbability is a number from 0 to 1').waitFor();
    expect(site.errors.list()).toEqual([]);
  });

  test('simulates consent and shows the line for it', async () => {
    const page = await openShop();
    await page.evaluate(() => void predictor.track('view', 'lamp'));
    await view(page, 'Try');
    const shown = inspectorOf(page);
    await shown.getByRole('button', { name: 'denied' }).click();
    await shown.getByText('Consent is now “off” (explicit call).').waitFor();
    await shown.getByText("predictor.consent('denied')", { exact: true }).waitFor();
    await shown.getByText('data-consent="denied"', { exact: true }).waitFor();
    expect(await page.evaluate(() => predictor.status().consent.tier)).toBe('off');
    await shown.getByRole('button', { name: 'Back to the page’s own' }).last().click();
    expect(await page.evaluate(() => predictor.status().consent.tier)).toBe('persistent');
  });

  test('replays a visit that was exported, and refuses a file that is none', async () => {
    const page = await openShop();
    await view(page, 'Try');
    const shown = inspectorOf(page);
    const file = shown.getByLabel('a visit that “Export” wrote');
    const put = (text: string) =>
      file.setInputFiles({
        name: 'visit.json',
        mimeType: 'application/json',
        buffer: Buffer.from(text),
      });
    await put('{ "events": 3 }');
    await shown.getByText('The file has no list of events').waitFor();
    const ts = Date.now() - 60_000;
    const about = { id: 'rug', name: 'Rug' };
    await put(
      JSON.stringify({
        events: [
          { type: 'search', query: 'rugs', ts, session: 's', source: 'track' },
          { type: 'click', item: 'rug', ts: ts + 10, session: 's', source: 'ga4', about },
          {
            type: 'purchase',
            item: 'rug',
            order: 'A',
            ts: ts + 20,
            session: 's',
            source: 'ga4',
            about,
          },
        ],
      }),
    );
    await shown.getByText('The replay is over.').waitFor();
    const { events } = await page.evaluate(() => predictor.exportData());
    expect(events.map(({ type, item, query }) => [type, item ?? query])).toEqual([
      ['search', 'rugs'],
      ['click', 'rug'],
      ['purchase', 'rug'],
    ]);
    await page.evaluate(() => {
      const inspector = document.querySelector('nextaisle-inspector');
      const play = (onEnd: () => void) => {
        predictor.track('wishlist', 'lamp');
        const timer = setTimeout(onEnd, 60_000);
        return () => clearTimeout(timer);
      };
      if (inspector) Object.assign(inspector, { visits: [{ name: 'Play ours', play }] });
      predictor.track('view', 'lamp');
    });
    await shown.getByRole('button', { name: 'Play ours' }).click();
    await shown.getByRole('button', { name: 'Stop: Play ours' }).click();
    await shown.getByText('The replay is stopped.').waitFor();
    const last = await page.evaluate(async () => (await predictor.exportData()).events.at(-1));
    expect(last?.type).toBe('wishlist');
    expect(site.errors.list()).toEqual([]);
  });
});

describe('it is a guest', () => {
  /** Rules of axe that a shadow root inside an open page has to keep. */
  const violations = async (page: Page) => {
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8'));
    const found = await page.evaluate(() => axe.run({ include: [['nextaisle-inspector']] }));
    return found.violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
  };

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
    ['dark', 360],
  ] as const)(
    'with names, roles and contrast in %s mode, %i px wide',
    async (colorScheme, width) => {
      const page = await openShop('/layer.html?nextaisle', {
        colorScheme,
        viewport: { width, height: 740 },
        reducedMotion: 'reduce',
      });
      await page.evaluate(() => {
        predictor.track('view', 'lamp');
        predictor.track('cart', {} as unknown as string);
      });
      for (const name of ['Heard', 'Expected', 'Kept', 'Try']) {
        await view(page, name);
        if (name === 'Expected')
          await inspectorOf(page).getByRole('button', { name: /^Pin/ }).first().click();
        expect(await violations(page), name).toEqual([]);
        const { wide, shown, left, right } = await inspectorOf(page).evaluate((host) => {
          const panel = host.shadowRoot?.querySelector('[role=tabpanel]') as HTMLElement;
          const box = host.getBoundingClientRect();
          return {
            wide: panel.scrollWidth,
            shown: panel.clientWidth,
            left: box.left,
            right: box.right,
          };
        });
        expect(wide, name).toBe(shown);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(width);
      }
      // The page's style sheet hides and turns what it does not know.
      const style = await inspectorOf(page).evaluate((host) => {
        const { display, transform, opacity, letterSpacing } = getComputedStyle(host);
        return [display, transform, opacity, letterSpacing];
      });
      expect(style).toEqual(['block', 'none', '1', 'normal']);
      expect(site.errors.list()).toEqual([]);
    },
  );

  test('with the keyboard alone, and keys typed in it do not reach the page', async () => {
    const page = await open('/module.html');
    await page.waitForFunction(() => 'predictor' in window);
    await page.evaluate(() => predictor.ready);
    await chord(page);
    await isOpen(page);
    await page.evaluate(() => {
      const keys: string[] = [];
      document.addEventListener('keydown', ({ key }) => keys.push(key));
      Object.assign(window, { keys });
    });
    const focused = () =>
      page.evaluate(() => {
        const at = document.activeElement?.shadowRoot?.activeElement;
        return at?.getAttribute('aria-label') ?? at?.id ?? '';
      });
    await expect.poll(focused).toBe('tab-Heard');
    await page.keyboard.press('End');
    expect(await focused()).toBe('tab-Try');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('tab-Heard');
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toBe('tab-Try');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('panel');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Id of a product to pin');
    await page.keyboard.type('sofa');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => predictor.getSnapshot().items[0]?.id)).toBe('sofa');
    // A prediction redraws the view, and the focus stays.
    expect(await focused()).toBe('Id of a product to pin');
    await page.evaluate(() => void predictor.track('view', 'lamp'));
    await page.evaluate(() => predictor.predict());
    expect(await focused()).toBe('Id of a product to pin');
    expect(await page.evaluate(() => (window as unknown as { keys: string[] }).keys)).toEqual([]);
    expect(site.errors.list()).toEqual([]);
  });

  test('and begins again after it was closed', async () => {
    const page = await openShop();
    await page.evaluate(() => void predictor.track('view', 'lamp'));
    await inspectorOf(page).getByRole('button', { name: 'Close the inspector' }).click();
    expect(await inspectorOf(page).count()).toBe(0);
    // It listens again when it is opened again, and has the history.
    await page.evaluate(() => void predictor.track('view', 'sofa'));
    await chord(page);
    await isOpen(page);
    await feed(page, 'taken').filter({ hasText: 'sofa' }).waitFor();
    expect(await feed(page, 'taken').count()).toBe(2);
    expect(site.errors.list()).toEqual([]);
  });

  test('of several predictors, of which one is chosen', async () => {
    const page = await openShop();
    await page.evaluate(() => {
      const second = lib.createPredictor({
        model: null,
        namespace: 'de',
        sources: [],
        consent: 'memory',
      });
      second.track('view', 'Stuhl-1');
    });
    await inspectorOf(page).getByLabel('Predictor').selectOption('de');
    await feed(page, 'taken').filter({ hasText: 'Stuhl-1' }).waitFor();
    await inspectorOf(page).getByLabel('Predictor').selectOption('default');
    await inspectorOf(page).getByText('Nothing was heard yet').waitFor();
  });
});
