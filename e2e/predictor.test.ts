import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type * as Nextaisle from '../src/index.js';
import type { NextaisleShelf } from '../src/element.js';
import type { Nextaisle as Tag } from '../src/embed.js';
import { launchBrowser, recordRequests } from './browser.fixture.js';
import { ITEMS, serveDoors } from './doors.fixture.js';
import { STRICT_CSP } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

declare const lib: typeof Nextaisle;
declare const predictor: Nextaisle.Predictor;
declare const seen: Nextaisle.Prediction[];
declare const dom: Nextaisle.Prediction[];
declare const nextaisle: Tag;

const PAGES = {
  '/page.html': `<!doctype html><main></main><script type="module" src="/page.js"></script>`,
  '/tag.html': `<!doctype html><script src="/stub.js"></script>
    <script async src="/lib/embed.js" data-model="/lib/shop.safetensors" data-consent="memory" data-sources="ga4,dom"></script>
    <script async src="/lib/embed.js"></script>
    <button data-nextaisle="cart" data-nextaisle-id="lamp">Add</button>`,
  '/stored.html': `<!doctype html><main>Cart</main><script type="module" src="/stored.js"></script>`,
  '/element.html': `<!doctype html><script type="module" src="/page.js"></script>
    <nextaisle-shelf k="3" heading="For you" exclude="current"><p slot="empty">Nothing yet</p></nextaisle-shelf>
    <nextaisle-shelf k="9"><template><a href="{{url}}" onclick="{{name}}" title="{{name}}"><b>{{name}}</b>
      <img src="{{image}}"><i>{{price}}</i></a></template></nextaisle-shelf>`,
};
const SCRIPTS = {
  // Starts by itself: what a test evaluates counts as a touch of the page.
  'stored.js': `import * as lib from '/lib/index.js';
    const add = (...ids) => ({ event: 'add_to_cart', ecommerce: { items: ids.map((item_id) => ({ item_id })) } });
    window.dataLayer = [add('chair', 'lamp'), add('lamp'), add('chair', 'lamp', 'stool')];
    window.predictor = lib.createPredictor({ model: '/lib/shop.safetensors', consent: 'granted' });
    predictor.on('prediction', async () => {
      const { events } = await predictor.exportData();
      if (events.some(({ item }) => item === 'stool')) console.log(events.map(({ item }) => item).join());
    });`,
  'page.js': `import * as lib from '/lib/index.js'; import '/lib/element.js'; window.lib = lib;`,
  'stub.js': `window.nextaisle = window.nextaisle || function () { nextaisle.q.push(arguments); };
    nextaisle.q = nextaisle.q || []; window.seen = [];
    nextaisle('on', 'prediction', (p) => seen.push(p)); nextaisle('track', 'click', 'chair');
    nextaisle('nonsense'); window.dataLayer = [{ event: 'view_item', ecommerce: { items: [{ item_id: 'stool' }] } }];`,
};

const site = useSite(() => serveDoors({ scripts: SCRIPTS, pages: PAGES, csp: STRICT_CSP }));

async function open(path = '/page.html', before?: string, by = site.browser): Promise<Page> {
  const context = await site.newContext({}, by);
  if (before) await context.addInitScript(before);
  const page = await site.open(path);
  if (path !== '/tag.html') await page.waitForFunction('window.lib');
  return page;
}

/** Starts `window.predictor` on the page and collects what it says. */
async function start(page: Page, options: Nextaisle.PredictorOptions = {}) {
  await page.evaluate((given) => {
    const w = window as unknown as Record<string, unknown>;
    w.seen = [];
    w.dom = [];
    w.predictor = lib.createPredictor(given);
    predictor.on('prediction', (p) => void seen.push(p));
    document.addEventListener('nextaisle:prediction', (e) => {
      dom.push((e as CustomEvent<Nextaisle.Prediction>).detail);
    });
  }, options);
}

const SHOP = { model: '/lib/shop.safetensors' };
const settle = (page: Page) => page.evaluate(() => predictor.predict());
const databases = (page: Page) =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));

describe('capture and predict', () => {
  test('events tracked before loading count, and a burst costs one prediction', async () => {
    const page = await open();
    const tracked = await page.evaluate((options) => {
      const w = window as unknown as Record<string, unknown>;
      w.predictor = lib.createPredictor(options);
      w.seen = [];
      const answers = [
        predictor.track('click', 'chair'),
        predictor.track('view', { id: 'stool', name: 'Stool', price: '9,50' }),
        predictor.track('cart', 'stool'),
        predictor.track('teleport' as 'cart', 'stool'),
        predictor.track('cart'),
      ];
      predictor.on('prediction', (p) => void seen.push(p));
      const [one, two] = [predictor.getSnapshot(), predictor.getSnapshot()];
      return { answers, stable: one === two };
    }, SHOP);
    expect(tracked).toEqual({ answers: [true, true, true, false, false], stable: true });
    const prediction = await settle(page);
    expect(prediction.backend).toBe('cpu');
    expect(prediction.model).toBe('random 1');
    const all = prediction.items.map(({ id }) => id).sort();
    expect(all).toEqual([...ITEMS].sort());
    const state = await page.evaluate(() => ({
      count: seen.length,
      same: [0, 1].every(() => predictor.getSnapshot() === seen[0]),
      status: predictor.status(),
    }));
    expect(state.count).toBe(1);
    expect(state.same).toBe(true);
    expect(state.status).toMatchObject({
      state: 'ready',
      engine: { backend: 'cpu' },
      model: { source: 'given', name: 'random', version: '1' },
      events: { accepted: 3, refused: { type: 1, item: 1 } },
      catalog: { trained: ITEMS.length, live: 0 },
    });
  });

  test('before the first event the baseline predicts, even with a model loaded', async () => {
    const page = await open();
    await start(page, SHOP);
    const prediction = await settle(page);
    expect(prediction.backend).toBe('none');
    expect(prediction.intent.band).toBe('unlikely');
    expect(prediction.actions.click).toBeGreaterThan(0.3);
    expect(prediction.items.every(({ source }) => source === 'popular')).toBe(true);
    expect(await page.evaluate(() => predictor.status().engine.backend)).toBe('cpu');
  });

  test('each event updates the prediction, for the listener and on the document', async () => {
    const page = await open();
    await start(page, SHOP);
    for (const id of ['chair', 'lamp']) {
      await page.evaluate((item) => predictor.track('click', item), id);
      await settle(page);
    }
    const { ids, mirrored, cut } = await page.evaluate(() => ({
      ids: seen.map(({ id }) => id),
      mirrored: dom.map(({ id }) => id),
      cut: predictor.getSnapshot({ k: 2, exclude: ['seen'] }).items.map(({ id }) => id),
    }));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(2);
    expect(mirrored).toEqual(ids);
    expect(cut).toHaveLength(2);
    expect(cut).not.toContain('chair');
    expect(cut).not.toContain('lamp');
  });

  test('the model file is the only request after loading', async () => {
    const page = await open();
    const requests = recordRequests(page);
    await start(page, { ...SHOP, consent: 'granted' });
    await page.evaluate(async () => {
      for (let i = 0; i < 20; i++) predictor.track('click', `item-${i % 7}`);
      await predictor.predict();
    });
    const isScript = (url: string) => url.endsWith('.js');
    expect(requests.urls().filter((url) => !isScript(url))).toEqual([
      `${site.url}/lib/shop.safetensors`,
    ]);
    // Rare calls load their script at the first use, once, from our own folder.
    await page.evaluate(async () => {
      await predictor.explain('chair');
      await predictor.forecast({ samples: 4 });
      await predictor.explain('lamp');
    });
    const scripts = requests.urls().filter(isScript);
    expect(requests.urls()).toHaveLength(scripts.length + 1);
    expect(scripts).toContain(`${site.url}/lib/chunks/analysis.js`);
    expect(new Set(scripts).size).toBe(scripts.length);
    for (const url of scripts) expect(url).toMatch(/^http:[^?#]+\/lib\/(chunks\/)?[\w-]+\.js$/);
  });

  test('a page without a model loads no engine', async () => {
    const page = await open();
    const requests = recordRequests(page);
    await start(page, { ...SHOP, model: null });
    const { items } = await page.evaluate(() => {
      predictor.track('click', 'lamp');
      return predictor.predict();
    });
    expect(items[0].id).toBe('lamp');
    // The chances lean on the shopper's past.
    const named = requests.urls().filter((url) => !url.includes('/lib/chunk-'));
    expect(named).toEqual([`${site.url}/lib/chunks/shop.js`]);
  });

  test('without an engine the baselines predict, and status says why', async () => {
    const page = await open();
    await page.route('**/engine-kit*.js', (route) => route.abort());
    await start(page, { ...SHOP, consent: 'granted' });
    const { items, backend, status } = await page.evaluate(async () => {
      predictor.track('click', 'lamp');
      await predictor.ready;
      return { ...(await predictor.predict()), status: predictor.status() };
    });
    expect(items[0].id).toBe('lamp');
    expect(backend).toBe('none');
    expect(status.state).toBe('ready');
    expect(status.model).toMatchObject({ source: 'none', error: { code: 'CHUNK_MISSING' } });
    expect(status.model.error?.message).toContain('engine-kit');
  });

  test('calls reject with CHUNK_MISSING and its cause when their chunk fails to load', async () => {
    const page = await open();
    await page.route('**/chunks/analysis*.js', (route) => route.abort());
    await start(page, SHOP);
    const errors = await page.evaluate(async () => {
      const said = (error: Nextaisle.PredictorError) => {
        const { name, code, message, cause } = error;
        const plain = Object.keys(JSON.parse(JSON.stringify(error)));
        return { name, code, message, cause: cause instanceof TypeError, plain };
      };
      const asked = [
        predictor.explain('lamp'),
        predictor.forecast(),
        predictor.lift(),
        lib.liftOf([]),
        new Promise((_, reject) => {
          predictor.on('error', reject);
          predictor.when({ actions: { leave: { above: 0 } } }, () => {});
        }),
      ];
      return Promise.all(asked.map((one) => one.then(() => undefined, said)));
    });
    expect(errors).toHaveLength(5);
    for (const error of errors) {
      expect(error).toEqual({
        name: 'PredictorError',
        code: 'CHUNK_MISSING',
        message: expect.stringMatching(/^Not loaded\. Serve all of dist\/\. \(.*analysis\.js\)$/),
        cause: true,
        plain: ['code', 'message', 'detail'],
      });
    }
    // Works on a later page, when the chunk can be loaded.
    await page.unroute('**/chunks/analysis*.js');
    await page.reload();
    await page.waitForFunction('window.lib');
    await start(page, SHOP);
    expect((await page.evaluate(() => predictor.lift())).rules).toEqual([]);
  });

  test('explain and forecast use the current history', async () => {
    const page = await open();
    await start(page, SHOP);
    const told = await page.evaluate(async () => {
      predictor.track('click', 'chair');
      predictor.track('cart', 'lamp');
      const why = await predictor.explain('lamp');
      const ahead = await predictor.forecast({ samples: 32, steps: 2, seed: 7 });
      const again = await predictor.forecast({ samples: 32, steps: 2, seed: 7 });
      return { why, ahead, same: JSON.stringify(ahead) === JSON.stringify(again) };
    });
    expect(told.why.map(({ event }) => event.item).sort()).toEqual(['chair', 'lamp']);
    expect(told.ahead.futures).toHaveLength(32);
    expect(told.same).toBe(true);
  });

  test('a listener or filter that throws stops no other', async () => {
    const page = await open();
    await start(page, SHOP);
    const reached = await page.evaluate(async () => {
      let reached = 0;
      predictor.on('prediction', () => {
        throw new Error('the shop');
      });
      predictor.on('prediction', () => void reached++);
      predictor.track('click', 'chair');
      const filter = () => {
        throw new Error('the shop');
      };
      const prediction = await predictor.predict({ filter });
      return { reached, items: prediction.items.length };
    });
    expect(reached).toEqual({ reached: 1, items: ITEMS.length });
  });

  test('a catalogue from a function is ranked, without sold-out items', async () => {
    const page = await open();
    const ids = await page.evaluate(async () => {
      const catalog = async () => [
        { id: 'new', name: 'New', category: ['Garden'] },
        { id: 'sold', available: false },
        { id: '' },
      ];
      const p = lib.createPredictor({ model: '/lib/shop.safetensors', catalog });
      const { items } = await p.predict({ k: 20 });
      return items.map(({ id }) => id).sort();
    });
    expect(ids).toEqual([...ITEMS, 'new'].sort());
  });
});

describe('storage', () => {
  test('a reload continues the session', async () => {
    const page = await open();
    await start(page, { ...SHOP, consent: 'granted' });
    await page.evaluate(() => predictor.track('click', 'chair'));
    await settle(page);
    await page.waitForFunction(() => predictor.status().events.waiting === 0);
    await page.reload();
    await page.waitForFunction('window.lib');
    await start(page, { ...SHOP, consent: 'granted' });
    const { events } = await page.evaluate(async () => {
      predictor.track('cart', 'chair');
      await predictor.ready;
      return predictor.exportData();
    });
    expect(events.map(({ type }) => type)).toEqual(['click', 'cart']);
    expect(new Set(events.map(({ session }) => session)).size).toBe(1);
    const store = await page.evaluate(() => predictor.status().store);
    expect(store).toMatchObject({ kind: 'indexeddb', reason: '', kept: 2 });
  });

  test('item fields are stored with events, so the next page needs no catalogue', async () => {
    const page = await open();
    const options = { model: null, consent: 'granted' } as const;
    const chair = { id: 'chair', name: 'Chair', category: ['Garden'], price: 20, url: '/chair' };
    await start(page, options);
    await page.evaluate(async (item) => {
      predictor.track('click', { ...item, embedding: [1, 2] });
      predictor.track('click', { id: 'lamp', name: 'Lamp', category: ['Light'] });
      await predictor.predict();
    }, chair);
    await page.waitForFunction(() => predictor.status().events.waiting === 0);
    await page.reload();
    await page.waitForFunction('window.lib');
    await start(page, options);
    const next = await page.evaluate(async () => {
      // This page knows only the id of the lamp.
      predictor.track('cart', 'lamp');
      await predictor.ready;
      const { items } = await predictor.predict();
      return {
        items: items.map(({ id }) => [id, predictor.item(id)?.name]),
        chair: predictor.item('chair'),
        stored: (await predictor.exportData()).events[0].about,
      };
    });
    expect(next.items).toEqual([
      ['lamp', 'Lamp'],
      ['chair', 'Chair'],
    ]);
    expect(next.chair).toEqual(chair);
    expect(next.stored).toEqual(chair);

    const other = await site.open('/page.html');
    await other.waitForFunction('window.lib');
    await start(other, options);
    await settle(other);
    await page.evaluate(() => predictor.track('click', { id: 'vase', name: 'Vase' }));
    await other.waitForFunction(() => predictor.item('vase')?.name === 'Vase');
    const forgotten = await other.evaluate(async () => {
      await predictor.forget({ item: 'chair' });
      const { items } = await predictor.predict();
      return [items.map(({ id }) => id).sort(), predictor.item('chair')];
    });
    expect(forgotten).toEqual([['lamp', 'vase'], undefined]);
  });

  test('an event in another tab updates this tab’s prediction', async () => {
    const page = await open();
    await start(page, { ...SHOP, consent: 'granted' });
    await settle(page);
    const other = await site.open('/page.html');
    await other.waitForFunction('window.lib');
    await start(other, { ...SHOP, consent: 'granted' });
    await other.evaluate(() => predictor.track('click', 'vase'));
    await page.waitForFunction(
      () => predictor.getSnapshot({ exclude: ['seen'] }).items.length === 5,
    );
  });

  test.each(['denied', 'auto', 'memory'] as const)('%s: nothing is written', async (consent) => {
    const page = await open();
    await start(page, { ...SHOP, consent });
    await page.evaluate(async () => {
      predictor.track('click', 'chair');
      await predictor.predict();
    });
    expect(await databases(page)).toEqual([]);
    const kept = await page.evaluate(() => ({
      local: localStorage.length + sessionStorage.length,
      cookie: document.cookie,
      status: predictor.status(),
      items: predictor.getSnapshot().items.length,
    }));
    expect(kept).toMatchObject({ local: 0, cookie: '', items: ITEMS.length });
    expect(kept.status.store.kept).toBe(consent === 'denied' ? 0 : 1);
    expect(kept.status.store.reason).toContain(kept.status.consent.tier);
  });

  test.each([
    ['gpc', "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })"],
    ['dnt', "Object.defineProperty(navigator, 'doNotTrack', { value: '1' })"],
    [
      'consent-mode',
      "window.dataLayer = [['consent', 'default', { personalization_storage: 'denied' }]]",
    ],
    [
      'tcf',
      `window.__tcfapi = (command, version, tell) => command === 'addEventListener' &&
        tell({ eventStatus: 'tcloaded', gdprApplies: true, listenerId: 1, purpose: { consents: {} } }, true)`,
    ],
    [
      'gpp',
      `window.__gpp = (command, tell) => command === 'addEventListener' && tell({ eventName: 'listenerRegistered',
        listenerId: 1, pingData: { signalStatus: 'ready', applicableSections: [7],
        parsedSections: { usnat: { SaleOptOut: 1 } } } }, true)`,
    ],
  ])('the predictor follows the consent signal %s', async (name, says) => {
    const page = await open('/page.html', says);
    await start(page, SHOP);
    await page.evaluate(() => predictor.track('click', 'chair'));
    await settle(page);
    await expect
      .poll(() => page.evaluate(() => predictor.status().consent))
      .toEqual({ tier: 'memory', reason: name });
    expect(await databases(page)).toEqual([]);
  });

  test('withdrawn consent deletes the history and empties the snapshot', async () => {
    const page = await open();
    await start(page, { ...SHOP, consent: 'granted' });
    await page.evaluate(() => predictor.track('click', 'chair'));
    await settle(page);
    const atOnce = await page.evaluate(() => {
      predictor.consent('denied');
      return predictor.getSnapshot().items;
    });
    expect(atOnce).toEqual([]);
    await settle(page);
    const left = await page.evaluate(async () => {
      const found: unknown[] = [];
      for (const { name } of await indexedDB.databases()) {
        const db = await new Promise<IDBDatabase>((done) => {
          const request = indexedDB.open(name as string);
          request.onsuccess = () => done(request.result);
        });
        for (const store of db.objectStoreNames) {
          const all = db.transaction(store).objectStore(store).getAll();
          found.push(
            ...(await new Promise<unknown[]>((done) => {
              all.onsuccess = () => done(all.result);
            })),
          );
        }
      }
      return { found, reasons: predictor.getSnapshot().items.flatMap(({ reasons }) => reasons) };
    });
    expect(left.found).toEqual([]);
    expect(left.reasons.filter(({ kind }) => kind === 'seen')).toEqual([]);
  });

  test('a prediction that is under way when consent is withdrawn, or all is forgotten, is not shown', async () => {
    const page = await open();
    await start(page, { ...SHOP, consent: 'granted' });
    const shown = await page.evaluate(async () => {
      const shown: string[] = [];
      let act = '';
      predictor.on('prediction', ({ items }) => {
        const seen = items.some(({ reasons }) => reasons.some(({ kind }) => kind === 'seen'));
        if (act && seen) shown.push(act);
      });
      // From the moment of the event on, a turn later each time: one of these meets the engine at work.
      for (let turns = 0; turns < 24; turns++) {
        predictor.track('click', 'chair');
        for (let i = 0; i < turns >> 1; i++) await new Promise((done) => setTimeout(done));
        act = turns % 2 ? 'denied' : 'forgotten';
        if (turns % 2) predictor.consent('denied');
        else void predictor.forget('all');
        await predictor.predict();
        act = '';
        predictor.consent('granted');
      }
      return shown;
    });
    expect(shown).toEqual([]);
  });

  test('forget deletes in memory and in the store, and refuses invalid arguments', async () => {
    const page = await open();
    await start(page, { ...SHOP, consent: 'granted' });
    const kept = await page.evaluate(async () => {
      predictor.track('click', 'chair');
      predictor.track('click', 'lamp');
      await predictor.forget({ item: 'chair' });
      const { events } = await predictor.exportData();
      const refused = await predictor.forget({} as 'all').catch(({ code }) => code);
      await predictor.forget('all');
      return { left: events.map(({ item }) => item), refused, none: predictor.status().store.kept };
    });
    expect(kept).toEqual({ left: ['lamp'], refused: 'BAD_OPTION', none: 0 });
  });

  test('neither listens nor predicts while paused, and goes on when resumed', async () => {
    const page = await open();
    await start(page, SHOP);
    const told = await page.evaluate(async () => {
      predictor.track('click', 'chair');
      await predictor.predict();
      predictor.pause();
      const whilePaused = [predictor.track('click', 'lamp'), predictor.status().state];
      predictor.resume();
      return [...whilePaused, predictor.track('click', 'lamp'), predictor.status().state];
    });
    expect(told).toEqual([false, 'paused', true, 'ready']);
  });
});

describe('when something is missing', () => {
  test.each([
    ['missing', 'MODEL_MISSING'],
    ['truncated', 'MODEL_CORRUPT'],
  ])('if the model file is %s, the base model serves, and status says why', async (name, code) => {
    const page = await open();
    await start(page, { model: `/lib/${name}.safetensors` });
    await page.evaluate(() => predictor.track('click', 'chair'));
    expect((await settle(page)).backend).toBe('cpu');
    expect(await page.evaluate(() => predictor.status().model)).toMatchObject({
      source: 'base',
      error: { code },
    });
  });

  test('without any model the baselines serve', async () => {
    const page = await open();
    await page.route('**/*.safetensors', (route) => route.abort());
    const errors = await page.evaluate(async () => {
      const errors: string[] = [];
      const own = lib.createPredictor();
      Object.assign(window, { predictor: own });
      own.on('error', ({ code }) => void errors.push(code));
      own.track('click', { id: 'chair', category: 'Garden' });
      own.track('click', { id: 'lamp', category: 'Light' });
      await own.ready;
      return errors;
    });
    const prediction = await settle(page);
    expect(prediction.backend).toBe('none');
    expect(prediction.items.map(({ id }) => id).sort()).toEqual(['chair', 'lamp']);
    expect(prediction.items[0].source).toBe('recent');
    const total = Object.values(prediction.actions).reduce((a, b) => a + b, 0);
    expect(total).toBeCloseTo(1, 5);
    expect(errors).toEqual(['MODEL_MISSING']);
    const status = await page.evaluate(() => predictor.status());
    expect(status.model).toMatchObject({ source: 'none', error: { code: 'MODEL_MISSING' } });
    expect(status.engine.reason).toContain('baselines');
  });

  test('while a model is loading, the baselines serve', async () => {
    const page = await open();
    let send = () => {};
    await page.route('**/*.safetensors', async (route) => {
      await new Promise<void>((done) => {
        send = done;
      });
      await route.continue();
    });
    await start(page, SHOP);
    await page.evaluate(() => predictor.track('click', 'chair'));
    await page.waitForFunction(() => seen[0]?.backend === 'none');
    send();
    await page.waitForFunction(() => seen.at(-1)?.backend === 'cpu');
  });

  test('without IndexedDB memory serves, and status says so', async () => {
    const page = await open(
      '/page.html',
      `Object.defineProperty(window, 'indexedDB', { value: { open() { throw new Error('blocked'); } } });`,
    );
    await start(page, { ...SHOP, consent: 'granted' });
    await page.evaluate(() => predictor.track('click', 'chair'));
    expect((await settle(page)).items).toHaveLength(ITEMS.length);
    const { store } = await page.evaluate(() => predictor.status());
    expect(store.kind).toBe('memory');
    expect(store.reason).not.toBe('');
    expect(store.kept).toBe(1);
  });

  test('without WebGL auto stays on cpu; a forced webgl leaves the baselines', async () => {
    const without = await launchBrowser(['--disable-3d-apis']);
    const page = await open('/page.html', undefined, without);
    await start(page, SHOP);
    await page.evaluate(() => predictor.track('click', 'chair'));
    expect((await settle(page)).backend).toBe('cpu');
    await start(page, { ...SHOP, backend: 'webgl' });
    await page.evaluate(() => predictor.track('click', 'chair'));
    const prediction = await settle(page);
    expect(prediction.backend).toBe('none');
    expect(prediction.items.length).toBeGreaterThan(0);
    const { engine } = await page.evaluate(() => predictor.status());
    expect(engine).toMatchObject({ backend: 'none' });
    expect(engine.reason).toMatch(/^Cannot run here/);
    await without.close();
  });

  test('backend: webgl answers with WebGL', async () => {
    const page = await open();
    await start(page, { ...SHOP, backend: 'webgl' });
    await page.evaluate(() => predictor.track('click', 'chair'));
    const forced = await settle(page);
    const { engine } = await page.evaluate(() => predictor.status());
    expect(forced.backend, engine.reason).toBe('webgl');
    await start(page, { ...SHOP, backend: 'cpu' });
    await page.evaluate(() => predictor.track('click', 'chair'));
    const cpu = await settle(page);
    expect(forced.items.map(({ id }) => id)).toEqual(cpu.items.map(({ id }) => id));
  });
});

describe('sources', () => {
  const LOOK = `window.dataLayer = [{ event: 'view_item', ecommerce: { items: [{ item_id: 'chair' }] } }];
    window.analytics = Object.assign([['track', 'Product Viewed', { product_id: 'chair' }]], { methods: ['track'] });
    document.addEventListener('DOMContentLoaded', () => {
      const script = document.createElement('script');
      script.type = 'application/ld+json';
      script.textContent = '{ "@type": "Product", "sku": "chair", "name": "Chair of old", "brand": "Oak" }';
      document.body.append(script);
    });`;
  const looks = (page: Page) =>
    page.evaluate(async () =>
      (await predictor.exportData()).events.map(({ type, item }) => [type, item]),
    );

  test('a view from three sources counts once, and the catalog learns from each', async () => {
    const page = await open('/page.html', LOOK);
    await start(page, SHOP);
    await settle(page);
    await expect
      .poll(() => page.evaluate(() => predictor.item('chair')))
      .toMatchObject({
        name: 'Chair of old',
        brand: 'Oak',
      });
    expect(await looks(page)).toEqual([['click', 'chair']]);
  });

  test('a late data layer is read; before it, addresses report the views', async () => {
    const page = await open();
    await start(page, { ...SHOP, pages: { product: '/:id' } });
    await settle(page);
    expect(await looks(page)).toEqual([['click', 'page.html']]);
    await page.evaluate(LOOK);
    await expect.poll(() => looks(page)).toContainEqual(['click', 'chair']);
  });

  test('the whole cart told again, on this page and the next, adds what is new', async () => {
    const added = (...ids: string[]) => ({
      event: 'add_to_cart',
      ecommerce: { items: ids.map((item_id) => ({ item_id })) },
    });
    const page = await open();
    await page.evaluate((push) => Object.assign(window, { dataLayer: [push] }), added('chair'));
    await start(page, { ...SHOP, consent: 'granted' });
    const carts = () => looks(page).then((told) => told.map(([, item]) => item));
    await expect.poll(carts).toEqual(['chair']);
    const push = (...ids: string[]) =>
      page.evaluate((one) => Reflect.get(window, 'dataLayer').push(one), added(...ids));
    await push('chair', 'lamp');
    await push('chair', 'lamp');
    expect(await carts()).toEqual(['chair', 'lamp']);
    expect((await page.evaluate(() => predictor.status())).events.refused).toEqual({
      duplicate: 3,
    });
    const told = page.waitForEvent('console', (message) => message.text().includes('stool'));
    await page.goto(`${site.url}/stored.html`);
    expect((await told).text()).toBe('chair,lamp,stool');
    // Now it is the shopper who puts one in again.
    await page.click('body');
    await push('lamp');
    expect(await carts()).toEqual(['chair', 'lamp', 'stool', 'lamp']);
  });

  test('a search told at each letter is one, the last', async () => {
    const page = await open('/page.html', 'window.dataLayer = [];');
    await start(page, { ...SHOP, sources: ['ga4'] });
    await settle(page);
    await page.evaluate(() => {
      const input = document.body.appendChild(document.createElement('input'));
      input.addEventListener('input', () => {
        const search = { event: 'search', search_term: input.value };
        (Reflect.get(window, 'dataLayer') as unknown[]).push(search);
      });
    });
    await page.waitForFunction(() => Object.hasOwn(Reflect.get(window, 'dataLayer'), 'push'));
    await page.locator('input').pressSequentially('chair', { delay: 60 });
    const queries = () =>
      page.evaluate(async () => (await predictor.exportData()).events.map(({ query }) => query));
    await expect.poll(queries, { timeout: 8000 }).toEqual(['chair']);
    expect((await page.evaluate(() => predictor.status())).events.refused).toEqual({
      duplicate: 4,
    });
  });

  test('listeners that fail to load are reported, and all else works', async () => {
    const page = await open();
    const thrown: string[] = [];
    page.on('pageerror', (error) => void thrown.push(String(error)));
    await site.context.route('**/lib/chunks/listeners*', (route) => route.abort());
    await start(page, SHOP);
    await settle(page);
    const code = page.evaluate(
      () => new Promise((told) => predictor.on('error', (e) => told(e.code))),
    );
    await page.evaluate(LOOK);
    expect(await code).toBe('CHUNK_MISSING');
    await page.evaluate(() => predictor.track('click', 'lamp'));
    expect((await settle(page)).backend).toBe('cpu');
    expect(thrown).toEqual([]);
  });
});

describe('the doors', () => {
  test('the script tag runs the queue, starts once if included twice, reads sources', async () => {
    const page = await open('/tag.html');
    await page.waitForFunction(() => nextaisle.status?.().state === 'ready');
    await page.click('button');
    await page.waitForFunction(() => nextaisle.status().events.accepted === 3);
    const told = await page.evaluate(async () => ({
      events: (await nextaisle('exportData')).events.map(({ item, source }) => [item, source]),
      predictions: (await nextaisle.predict({ k: 2 })).items.length,
      // Its script is loaded from next to ours, not from next to the page.
      why: (await nextaisle.explain('lamp')).length,
      heard: seen.length > 0,
      twice: nextaisle('track', 'click', 'vase'),
    }));
    // Before the script ran, the queue and the data layer have no common order.
    expect(told.events.slice(0, 2).sort()).toEqual([
      ['chair', 'track'],
      ['stool', 'ga4'],
    ]);
    expect(told.events[2]).toEqual(['lamp', 'dom']);
    expect(told).toMatchObject({ predictions: 2, why: 3, heard: true, twice: true });
    expect(site.errors.list()).toEqual([]);
  });

  test('the shelf follows its rules, and never runs values or addresses as script', async () => {
    const page = await open('/element.html');
    // The template's own inline handler, which the policy blocks.
    expect(site.errors.take()).toEqual([expect.stringContaining('inline event handler')]);
    await start(page, SHOP);
    const shelves = page.locator('nextaisle-shelf');
    await page.evaluate(() => {
      const [first, second] = document.querySelectorAll<NextaisleShelf>('nextaisle-shelf');
      first.predictor = predictor;
      second.predictor = predictor;
      const events: unknown[] = [];
      Object.assign(window, { events });
      for (const kind of ['impression', 'click']) {
        document.addEventListener(`nextaisle:${kind}`, (e) => {
          events.push([kind, (e as CustomEvent).detail.item]);
        });
      }
    });
    expect(await shelves.first().getByText('Nothing yet').isVisible()).toBe(true);
    await page.evaluate(() => {
      const hostile = '<img src=x onerror=alert(1)>';
      predictor.track('click', { id: 'lamp', name: hostile, url: 'javascript:alert(1)', price: 3 });
      predictor.track('click', {
        id: 'vase',
        name: 'Vase',
        url: '#vase',
        price: 5,
        currency: 'EUR',
      });
    });
    await settle(page);
    expect(await shelves.first().locator('li:visible').allInnerTexts()).toEqual([
      expect.stringContaining('<img src=x onerror=alert(1)>'),
    ]);
    expect(await shelves.first().getByText('For you').isVisible()).toBe(true);
    expect(await shelves.first().getByText('Nothing yet').isVisible()).toBe(false);
    const anchors = await shelves
      .nth(1)
      .locator('a:visible')
      .evaluateAll((found) =>
        found.map((a) => ({
          href: a.getAttribute('href'),
          onclick: a.getAttribute('onclick'),
          title: a.getAttribute('title') ?? '',
          images: [...a.querySelectorAll('img')].map((image) => image.getAttribute('src')),
          price: a.querySelector('i')?.textContent,
        })),
      );
    anchors.sort((a, b) => a.title.localeCompare(b.title));
    expect(anchors).toEqual([
      {
        href: null,
        onclick: null,
        title: '<img src=x onerror=alert(1)>',
        images: [null],
        price: '3',
      },
      { href: '#vase', onclick: null, title: 'Vase', images: [null], price: '€5.00' },
    ]);
    await shelves.nth(1).locator('a[href="#vase"]').click();
    await page.waitForFunction(() => {
      const { events } = window as unknown as { events: unknown[] };
      return JSON.stringify(events).includes('["click","vase"]') && events.length >= 4;
    });
    expect(site.errors.list()).toEqual([]);
  });
});

describe('a long visit', () => {
  test('12,000 events make nothing grow, and destroy leaves no listener or timer', async () => {
    const page = await open(
      '/page.html',
      `window.listeners = 0;
       const { addEventListener, removeEventListener } = EventTarget.prototype;
       EventTarget.prototype.addEventListener = function (...args) {
         if (this === window || this === document) {
           listeners++;
           // A listener may also be ended by its signal.
           args[2]?.signal?.addEventListener('abort', () => listeners--, { once: true });
         }
         return addEventListener.apply(this, args);
       };
       EventTarget.prototype.removeEventListener = function (...args) {
         if (this === window || this === document) listeners--;
         return removeEventListener.apply(this, args);
       };`,
    );
    const client = await site.context.newCDPSession(page);
    await page.evaluate((options) => {
      const w = window as unknown as Record<string, unknown>;
      w.before = w.listeners;
      w.predictor = lib.createPredictor({ ...options, consent: 'memory' });
      w.visit = async (events: number) => {
        for (let i = 0; i < events; i++) {
          predictor.track('click', `item-${i % 50}`);
          if (i % 100 === 0) await predictor.predict();
        }
        await predictor.predict();
      };
    }, SHOP);
    const heapAfter = async (events: number) => {
      await page.evaluate(`visit(${events})`);
      await client.send('HeapProfiler.collectGarbage');
      return (await client.send('Runtime.getHeapUsage')).usedSize;
    };
    // What is loaded or compiled once, whenever that is, grows one step; a leak grows each.
    const heaps: number[] = [];
    for (let step = 0; step < 6; step++) heaps.push(await heapAfter(2000));
    const grown = heaps.slice(1).map((heap, step) => heap - heaps[step]!);
    // The middle one of five, 2,000 events each: 30 bytes an event.
    expect(grown.sort((a, b) => a - b)[2], grown.join(', ')).toBeLessThan(60_000);
    const { before, after, state } = await page.evaluate(() => {
      predictor.destroy();
      const w = window as unknown as { before: number; listeners: number };
      return { before: w.before, after: w.listeners, state: predictor.status().state };
    });
    expect(after).toBe(before);
    expect(state).toBe('destroyed');
    expect(await page.evaluate(() => predictor.track('click', 'chair'))).toBe(false);
  });
});
