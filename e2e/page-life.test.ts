import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { NextaisleShelf } from '../src/element.js';
import type { Nextaisle as Tag } from '../src/embed.js';
import type * as Nextaisle from '../src/index.js';
import { launchBrowser } from './browser.fixture.js';
import { readPage } from './code-blocks.fixture.js';
import { documentedTable } from './documented-table.fixture.js';
import { ITEMS, serveDoors } from './doors.fixture.js';
import { openPrerendered, PRERENDER_PAGES, PRERENDER_SCRIPTS } from './prerender.fixture.js';
import { repositoryRoot } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

declare const lib: typeof Nextaisle;
declare const copy: typeof Nextaisle;
declare const predictor: Nextaisle.Predictor;
declare const nextaisle: Tag;
declare const dataLayer: unknown[];

const html = (body: string) => `<!doctype html><html lang="en"><title>Shop</title>
  <link rel="icon" href="data:,"><style>@view-transition { navigation: auto; }</style>${body}`;
const MODULE = '<script type="module" src="/page.js"></script>';
const SHELF = '<nextaisle-shelf k="3" heading="For you">All our chairs</nextaisle-shelf>';

const PAGES = {
  '/page.html': html(`${MODULE}<main></main>`),
  '/shop.html': html(`${MODULE}<main></main>${SHELF}`),
  '/away.html': html('<p>Elsewhere</p>'),
  '/tag.html': html(`<script src="/stub.js"></script>
    <script async src="/lib/embed.js" data-consent="granted"></script>
    <script type="module" src="/lib/element.js"></script>${SHELF}`),
  ...PRERENDER_PAGES,
};
const SCRIPTS = {
  ...PRERENDER_SCRIPTS,
  'copy.js': `import * as copy from '/copy/index.js'; import '/copy/element.js'; window.copy = copy;`,
  'page.js': `import * as lib from '/lib/index.js'; import '/lib/element.js'; window.lib = lib;`,
  'stub.js': readFileSync(join(repositoryRoot, 'dist/stub.js'), 'utf8'),
};

const site = useSite(
  () =>
    serveDoors({
      scripts: SCRIPTS,
      pages: PAGES,
      // `no-store` would also keep the page out of the back-forward cache.
      headers: { 'cache-control': 'no-cache' },
      mounts: (folder) => ({ '/copy/': folder }),
    }),
  // Playwright turns the back-forward cache off, because it cannot follow a page there.
  { launch: () => launchBrowser([], ['--disable-back-forward-cache']) },
);
const visit = (path = '/page.html') => site.open(path);

/** @param before runs in every page of the profile, before the page's scripts. */
async function open(path?: string, before?: () => void): Promise<Page> {
  const context = await site.newContext();
  if (before) await context.addInitScript(before);
  return visit(path);
}

const SHOP = { model: '/lib/shop.safetensors', consent: 'granted' } as const;

/** Starts `window.predictor` and gives it to the shelves. */
async function start(page: Page | Frame, options: Nextaisle.PredictorOptions = SHOP) {
  await page.waitForFunction(() => 'lib' in window);
  await page.evaluate((given) => {
    const own = lib.createPredictor(given);
    Object.assign(window, { predictor: own });
    for (const one of document.querySelectorAll<NextaisleShelf>('nextaisle-shelf')) {
      one.predictor = own;
    }
  }, options);
}

/** Views a product, and waits until that is predicted and stored. */
const look = (page: Page | Frame, item: string | Nextaisle.Item) =>
  page.evaluate(async (item) => {
    predictor.track('click', item);
    const { backend } = await predictor.predict();
    return backend;
  }, item);
const stored = (page: Page) => page.waitForFunction(() => predictor.status().events.waiting === 0);
const items = (page: Page | Frame) =>
  page.evaluate(async () => (await predictor.exportData()).events.map(({ item }) => item));

const rows: string[] = [];
/** A row of the table in docs/guide/page-life.md. */
function row(situation: string, proof: () => Promise<void>): void {
  rows.push(situation);
  test(situation, proof);
}

row('SPA navigation: a router’s pushState, replaceState and back', async () => {
  const page = await open();
  await start(page);
  const go = (kind: 'pushState' | 'replaceState', id: string) =>
    page.evaluate(
      async ([kind, id]) => {
        history[kind as 'pushState'](id, '', `/${id}`);
        const show = (id: string) => {
          const product = document.createElement('article');
          product.dataset.nextaisle = 'view';
          product.dataset.nextaisleId = id;
          document.querySelector('main')?.replaceChildren(product);
        };
        show(id);
        window.onpopstate = ({ state }) => show(state);
        await predictor.predict();
      },
      [kind, id],
    );
  await go('pushState', 'chair');
  await expect.poll(() => items(page)).toEqual(['chair']);
  // Rendered again for a filter in the address: the same view.
  await go('replaceState', 'chair');
  await go('pushState', 'lamp');
  await expect.poll(() => items(page)).toEqual(['chair', 'lamp']);
  await page.evaluate(() => history.back());
  await expect.poll(() => items(page)).toEqual(['chair', 'lamp', 'chair']);
  const told = await page.evaluate(async () => ({
    refused: predictor.status().events.refused,
    current: (await predictor.predict({ exclude: ['current'] })).items.map(({ id }) => id),
    sessions: new Set((await predictor.exportData()).events.map(({ session }) => session)).size,
  }));
  expect(told.refused.duplicate).toBe(1);
  expect(told.sessions).toBe(1);
  expect(told.current).not.toContain('chair');
  expect(told.current).toHaveLength(ITEMS.length - 1);
});

row('a view transition within the document', async () => {
  const page = await open('/shop.html');
  await start(page, { model: null });
  await look(page, { id: 'chair', name: 'Chair', url: '/chair' });
  const kept = await page.evaluate(async () => {
    const shelf = document.querySelector('nextaisle-shelf') as NextaisleShelf;
    const link = () => shelf.shadowRoot?.querySelector('a[href="/chair"]');
    const before = link();
    await document.startViewTransition(() => {
      const main = document.createElement('main');
      document.querySelector('main')?.replaceWith(main);
      main.append(shelf);
    }).finished;
    return !!before && link() === before;
  });
  expect(kept).toBe(true);
  await look(page, { id: 'lamp', name: 'Lamp', url: '/lamp' });
  const cards = page.locator('nextaisle-shelf a:visible');
  expect(await cards.count()).toBe(2);
});

row('a view transition to another document', async () => {
  const page = await open('/shop.html', () => {
    addEventListener('pagereveal', (event) => {
      Object.assign(window, { revealed: !!(event as { viewTransition?: unknown }).viewTransition });
    });
  });
  await start(page, { model: null, consent: 'granted' });
  await look(page, { id: 'chair', name: 'Chair', url: '/chair' });
  await stored(page);
  await page.evaluate(() => location.assign('/shop.html?next'));
  await page.waitForURL('**/shop.html?next');
  await start(page, { model: null, consent: 'granted' });
  await page.locator('nextaisle-shelf a[href="/chair"]').waitFor();
  expect(await page.evaluate('revealed')).toBe(true);
  expect(site.errors.list()).toEqual([]);
});

const NOTE_RESTORED = () => {
  addEventListener('pageshow', ({ persisted }) => Object.assign(window, { persisted }));
};
/** Goes back, and waits until the page is restored from the cache. */
async function back(page: Page): Promise<void> {
  await page.evaluate(() => history.back());
  await expect
    .poll(() => page.evaluate('window.persisted').catch(() => null), { timeout: 10_000 })
    .toBe(true);
}

row('back-forward cache', async () => {
  const page = await open('/page.html', NOTE_RESTORED);
  await start(page);
  await look(page, 'chair');
  await look(page, 'vase');
  await stored(page);
  await page.goto(`${site.url}/away.html`);
  // Meanwhile, in another tab:
  const other = await visit();
  await start(other);
  await look(other, 'lamp');
  await stored(other);
  await other.evaluate(async () => {
    await predictor.forget({ item: 'chair' });
    predictor.destroy();
  });
  // If the cached page still held the database open, this upgrade would be blocked.
  await other.evaluate(
    () =>
      new Promise((done, failed) => {
        const opening = indexedDB.open('nextaisle:default', 2);
        opening.onblocked = () => failed(new Error('held open'));
        opening.onsuccess = () => done(opening.result.close());
      }),
  );
  await back(page);
  const reasons = await page.evaluate(
    () =>
      (performance.getEntriesByType('navigation')[0] as unknown as { notRestoredReasons: unknown })
        .notRestoredReasons,
  );
  expect(reasons).toBeNull();
  await expect.poll(() => items(page)).toEqual(['vase', 'lamp']);
  expect(await look(page, 'sofa')).toBe('cpu');
  await stored(page);
  const third = await visit();
  await start(third);
  await expect.poll(() => items(third)).toEqual(['vase', 'lamp', 'sofa']);
  await look(third, 'table');
  await expect.poll(() => items(page)).toEqual(['vase', 'lamp', 'sofa', 'table']);
});

row('left for the back-forward cache while WebGL compiles', async () => {
  const page = await open('/page.html', NOTE_RESTORED);
  const compiling = page.waitForResponse('**/webgl*.js');
  await start(page, { ...SHOP, backend: 'webgl' });
  await page.evaluate(() => predictor.track('click', 'chair'));
  await compiling;
  expect(await page.evaluate(() => predictor.getSnapshot().items)).toEqual([]);
  await page.goto(`${site.url}/away.html`);
  await back(page);
  await page.waitForFunction(() => predictor.getSnapshot().backend === 'webgl');
  expect(await look(page, 'lamp')).toBe('webgl');
  expect(site.errors.list()).toEqual([]);
});

row('prerendered, and shown later or never', async () => {
  const { before, after } = await openPrerendered(site.url);
  // Calls of the page are only in its memory, and are lost if it is never shown.
  expect(before).toEqual({
    prerendering: true,
    accepted: 1,
    events: ['lamp'],
    impressions: 0,
    databases: [],
  });
  expect(after).toMatchObject({
    prerendering: false,
    accepted: 3,
    databases: ['nextaisle:default'],
  });
  expect(after.events.sort()).toEqual(['chair', 'lamp', 'stool']);
});

row('a frame of the same origin with a predictor of its own', async () => {
  const page = await open();
  await start(page);
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = '/page.html';
    document.body.append(frame);
  });
  await expect.poll(() => page.frames().length).toBe(2);
  const frame = page.frames()[1];
  await start(frame);
  await look(frame, 'lamp');
  await expect.poll(() => items(page)).toEqual(['lamp']);
  await look(page, 'chair');
  await expect.poll(() => items(frame)).toEqual(['lamp', 'chair']);
  const sessions = await page.evaluate(
    async () => new Set((await predictor.exportData()).events.map(({ session }) => session)).size,
  );
  expect(sessions).toBe(1);
});

row('a sandboxed frame without an origin', async () => {
  const page = await open('/away.html');
  const thrown: string[] = [];
  page.on('pageerror', (error) => void thrown.push(String(error)));
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.src = '/tag.html';
    document.body.append(frame);
  });
  await expect.poll(() => page.frames().length).toBe(2);
  const frame = page.frames()[1];
  await frame.waitForFunction(
    () => typeof nextaisle !== 'undefined' && nextaisle.status?.().state === 'ready',
  );
  const told = await frame.evaluate(async () => {
    nextaisle.track('click', 'chair');
    const { items } = await nextaisle.predict();
    const { store } = nextaisle.status();
    return { items: items.map(({ id }) => id), kind: store.kind, reason: store.reason };
  });
  expect(told).toEqual({
    items: ['chair'],
    kind: 'memory',
    reason: expect.stringContaining('SecurityError'),
  });
  expect(thrown).toEqual([]);
});

row('a frame removed while a prediction is under way', async () => {
  const page = await open('/away.html');
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = '/page.html';
    document.body.append(frame);
  });
  await expect.poll(() => page.frames().length).toBe(2);
  await start(page.frames()[1]);
  await look(page.frames()[1], 'lamp');
  const thrown = await page.evaluate(async () => {
    const frame = document.querySelector('iframe') as HTMLIFrameElement;
    const { predictor: theirs } = frame.contentWindow as unknown as { predictor: typeof predictor };
    const thrown: string[] = [];
    addEventListener('error', ({ message }) => thrown.push(message));
    addEventListener('unhandledrejection', ({ reason }) => thrown.push(String(reason)));
    const attempt = (call: () => unknown) => {
      try {
        call();
      } catch (error) {
        thrown.push(String(error));
      }
    };
    attempt(() => theirs.track('click', 'chair'));
    attempt(() => void theirs.predict());
    frame.remove();
    // A shop may keep the predictor of a removed frame.
    attempt(() => theirs.track('cart', 'chair'));
    attempt(() => theirs.getSnapshot({ k: 2 }));
    attempt(() => theirs.status());
    attempt(() => theirs.consent('denied'));
    attempt(() => void theirs.forget('all').catch(() => {}));
    attempt(() => void theirs.explain('chair').catch(() => {}));
    attempt(() => theirs.destroy());
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return thrown;
  });
  expect(thrown).toEqual([]);
  expect(site.errors.list()).toEqual([]);
});

row('document.open() and document.write() over a page', async () => {
  const page = await open();
  // Created before the start, because a data layer that appears later is found with a delay.
  await page.evaluate("window.dataLayer = [{ event: 'gtm.js' }]");
  await start(page);
  await look(page, 'chair');
  await page.evaluate((shelf) => {
    document.open();
    document.write(`<!doctype html><title>New</title><main></main>
      <button data-nextaisle="cart" data-nextaisle-id="lamp">Add</button>${shelf}`);
    document.close();
    (document.querySelector('nextaisle-shelf') as NextaisleShelf).predictor = predictor;
  }, SHELF);
  // Events from the data layer, from marks in the new content, and from calls.
  await page.evaluate(() => {
    dataLayer.push({
      event: 'view_item',
      ecommerce: { items: [{ item_id: 'vase', item_name: 'Vase' }] },
    });
  });
  await page.click('button');
  await look(page, 'sofa');
  expect(await items(page)).toEqual(['chair', 'vase', 'lamp', 'sofa']);
  await page.locator('nextaisle-shelf').getByText('Vase').waitFor();
  await page.evaluate(() => {
    const product = document.createElement('article');
    product.dataset.nextaisle = 'view';
    product.dataset.nextaisleId = 'stool';
    document.querySelector('main')?.append(product);
  });
  await expect.poll(() => items(page)).toEqual(['chair', 'vase', 'lamp', 'sofa', 'stool']);
  expect(site.errors.list()).toEqual([]);
});

row('a blocker that removes our script', async () => {
  const context = await site.newContext();
  await context.route('**/lib/*.js', (route) => route.abort());
  const page = await context.newPage();
  const thrown: string[] = [];
  page.on('pageerror', (error) => void thrown.push(String(error)));
  await page.goto(`${site.url}/tag.html`);
  const told = await page.evaluate(() => {
    for (let i = 0; i < 10_000; i++) nextaisle('track', 'click', `item-${i}`);
    return {
      waiting: (nextaisle.q as unknown as unknown[]).length,
      defined: !!customElements.get('nextaisle-shelf'),
    };
  });
  expect(told).toEqual({ waiting: 999, defined: false });
  expect(thrown).toEqual([]);
  // The shopper sees the content that the shop wrote into the shelf.
  expect(await page.getByText('All our chairs').isVisible()).toBe(true);
});

row('the stub of a page whose script does come', async () => {
  const page = await open('/tag.html');
  await page.waitForFunction(() => nextaisle.status?.().state === 'ready');
  await page.evaluate(() => nextaisle('track', 'click', { id: 'chair', name: 'Chair' }));
  await page.locator('nextaisle-shelf').getByText('Chair').waitFor();
  expect(await page.locator('body').ariaSnapshot()).not.toContain('All our chairs');
  expect(site.errors.list()).toEqual([]);
});

row('storage blocked by the browser', async () => {
  const page = await open('/page.html', () => {
    for (const name of ['indexedDB', 'sessionStorage', 'localStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('blocked', 'SecurityError');
        },
      });
    }
  });
  await start(page);
  expect(await look(page, 'chair')).toBe('cpu');
  const { store } = await page.evaluate(() => predictor.status());
  expect(store).toMatchObject({
    kind: 'memory',
    kept: 1,
    reason: expect.stringContaining('SecurityError'),
  });
  expect(site.errors.list()).toEqual([]);
});

row('two copies of the library on one page', async () => {
  const page = await open('/shop.html');
  // The listeners of the second copy load late.
  await page.route('**/copy/chunks/listeners.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  await start(page);
  await page.addScriptTag({ type: 'module', url: '/copy.js' });
  await page.waitForFunction(() => 'copy' in window);
  await page.evaluate(async () => {
    Object.assign(window, { second: copy.createPredictor({ consent: 'granted', model: null }) });
    await Promise.all([
      predictor.ready,
      (window as unknown as { second: Nextaisle.Predictor }).second.ready,
    ]);
    for (const id of ['chair', 'lamp']) {
      dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: id }] } });
    }
    await predictor.predict();
  });
  const kept = () =>
    page.evaluate(async () => {
      const { second } = window as unknown as { second: Nextaisle.Predictor };
      const all = [await predictor.exportData(), await second.exportData()];
      return all.map(({ events }) => events.map(({ item }) => item));
    });
  // Each has received both events: accepted, or refused as duplicates of the other copy.
  await page.waitForFunction(() => {
    const { second } = window as unknown as { second: Nextaisle.Predictor };
    return [predictor, second].every((one) => {
      const { accepted, refused, waiting } = one.status().events;
      return accepted + (refused.duplicate ?? 0) === 2 && waiting === 0;
    });
  });
  await expect.poll(kept).toEqual([
    ['chair', 'lamp'],
    ['chair', 'lamp'],
  ]);
  // The store has each event once too.
  await page.reload();
  await start(page);
  await expect.poll(() => items(page)).toEqual(['chair', 'lamp']);
  expect(site.errors.list()).toEqual([]);
});

row('the system clock jumps back', async () => {
  const page = await open('/page.html', () => {
    const { now } = Date;
    Object.assign(window, { back: 0 });
    Date.now = () => now() - (window as unknown as { back: number }).back;
  });
  await start(page);
  await look(page, 'chair');
  await look(page, 'vase');
  await stored(page);
  for (const [hours, item] of [
    [1, 'lamp'],
    [48, 'sofa'],
  ] as const) {
    await page.evaluate((hours) => Object.assign(window, { back: hours * 3_600_000 }), hours);
    await look(page, item);
    // The latest view is the current item, whatever the clock says.
    const { items: rest } = await page.evaluate(() => predictor.predict({ exclude: ['current'] }));
    expect(rest.map(({ id }) => id)).not.toContain(item);
    expect(rest).toHaveLength(ITEMS.length - 1);
  }
  expect(await items(page)).toEqual(['chair', 'vase', 'lamp', 'sofa']);
  await stored(page);
  // On the next page the clock is still behind.
  await page.evaluate(() => sessionStorage.setItem('back', String(48 * 3_600_000)));
  await page.reload();
  await page.evaluate(() =>
    Object.assign(window, { back: Number(sessionStorage.getItem('back')) }),
  );
  await start(page);
  await expect.poll(() => items(page)).toHaveLength(4);
  await look(page, 'table');
  expect((await items(page)).at(-1)).toBe('table');
  const { items: rest } = await page.evaluate(() => predictor.predict({ exclude: ['current'] }));
  expect(rest.map(({ id }) => id)).not.toContain('table');
});

row('site data cleared by the shopper while the page lives', async () => {
  const page = await open();
  await start(page);
  await look(page, 'chair');
  await stored(page);
  const client = await site.context.newCDPSession(page);
  await client.send('Storage.clearDataForOrigin', { origin: site.url, storageTypes: 'all' });
  expect(await look(page, 'lamp')).toBe('cpu');
  await stored(page);
  expect(await page.evaluate(() => predictor.status().store.kind)).toBe('indexeddb');
  // Cleared events are not written again: the next page has only later ones.
  await page.reload();
  await start(page);
  await expect.poll(() => items(page)).toEqual(['lamp']);
  expect(site.errors.list()).toEqual([]);
});

row('offline after the page has loaded', async () => {
  const page = await open();
  await start(page);
  await look(page, 'chair');
  await site.context.setOffline(true);
  expect(await look(page, 'lamp')).toBe('cpu');
  const told = await page.evaluate(async () => {
    const faults: string[] = [];
    predictor.on('error', ({ code }) => void faults.push(code));
    const why = await predictor.explain('lamp').catch(({ code }) => code);
    const ahead = await predictor.forecast().catch(({ code }) => code);
    return { why, ahead, faults };
  });
  // Their chunk was not loaded before: an error, and a new try once back online.
  expect(told).toEqual({ why: 'CHUNK_MISSING', ahead: 'CHUNK_MISSING', faults: [] });
  await site.context.setOffline(false);
  expect(await page.evaluate(async () => (await predictor.explain('lamp')).length)).toBe(2);
});

test('every row of docs/guide/page-life.md has a test, and the other way round', () => {
  const table = documentedTable(readPage('docs/guide/page-life.md'), 'What happens');
  const stated = table.map(({ situation }) => situation);
  expect(stated.sort()).toEqual(rows.slice().sort());
});
