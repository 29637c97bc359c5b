import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { useSite } from './site.fixture.js';
import { serveStores } from './stores-site.fixture.js';
import type * as StoresPage from './stores-page.fixture.js';

/** `stores-page.fixture.ts`, inside the page. */
declare const kit: typeof StoresPage;
type History = ReturnType<typeof kit.open>;

const site = useSite(serveStores);
const openPage = (before?: () => void) => site.open('/', before);

/** Appends clicks, each `gapMs` after the one before, and waits until they are stored. */
const visit = (page: Page, ids: string[], options: Parameters<typeof kit.open>[0] = {}) =>
  page.evaluate(
    async ([ids, options]) => {
      const history = kit.open(options);
      for (const id of ids) history.append(kit.click(id));
      await history.flushed();
      Object.assign(window, { shop: history });
      return { items: kit.items(history), status: history.status(), events: history.events() };
    },
    [ids, options] as const,
  );

const rawCount = (page: Page) => page.evaluate(() => kit.raw((store) => store.count()));

describe('the store contract, in Chromium', () => {
  test.each(['indexeddb', 'session'] as const)('%s', async (kind) => {
    const page = await openPage();
    const names = await page.evaluate(() => kit.storeChecks);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const failure = await page.evaluate(
        ([kind, name]) =>
          kit.checkStore(kind, name).then(
            () => undefined,
            (thrown) => String(thrown),
          ),
        [kind, name] as const,
      );
      expect(failure, name).toBeUndefined();
    }
  });
});

test('a reload finds the same events and the same session', async () => {
  const page = await openPage();
  const first = await visit(page, ['a', 'b', 'c']);
  expect(first.status).toMatchObject({ store: 'indexeddb', events: 3, unsaved: 0 });
  await page.reload();
  const second = await visit(page, ['d']);
  expect(second.items).toEqual(['a', 'b', 'c', 'd']);
  expect(second.events.slice(0, 3)).toEqual(first.events);
  expect(new Set(second.events.map(({ session }) => session)).size).toBe(1);
  expect(await rawCount(page)).toBe(4);
  expect(site.errors.list()).toEqual([]);
});

test('another script may delete the database while tabs are open', async () => {
  const [one, two] = [await openPage(), await openPage()];
  await visit(one, ['a']);
  const deleted = await two.evaluate(
    () =>
      new Promise((done) => {
        const request = indexedDB.deleteDatabase('nextaisle:default');
        request.onsuccess = () => done('deleted');
        request.onblocked = () => done('blocked');
      }),
  );
  expect(deleted).toBe('deleted');
  const third = await openPage();
  expect((await visit(third, ['b'])).status).toMatchObject({ store: 'indexeddb', unsaved: 0 });
  await visit(one, ['c']);
  await expect.poll(() => rawCount(third)).toBe(2);
  expect(site.errors.list()).toEqual([]);
});

test('two tabs agree on the order, and forget together', async () => {
  const [one, two] = [await openPage(), await openPage()];
  await visit(one, []);
  await visit(two, []);
  for (const [i, page] of [one, two, one, two, two, one].entries()) {
    await page.evaluate((id) => {
      (window as unknown as { shop: History }).shop.append(kit.click(id));
    }, `i${i}`);
  }
  const seen = (page: Page) =>
    page.evaluate(() => kit.items((window as unknown as { shop: History }).shop));
  const order = ['i0', 'i1', 'i2', 'i3', 'i4', 'i5'];
  await expect.poll(() => seen(one)).toEqual(order);
  await expect.poll(() => seen(two)).toEqual(order);
  await one.evaluate(() => (window as unknown as { shop: History }).shop.forget({ item: 'i3' }));
  await expect.poll(() => seen(two)).toEqual(order.filter((id) => id !== 'i3'));
  await expect.poll(() => rawCount(one)).toBe(5);
  const third = await openPage();
  expect((await visit(third, [])).items).toEqual(order.filter((id) => id !== 'i3'));
});

test('foreign records are skipped, counted and removed', async () => {
  const page = await openPage();
  await visit(page, ['a']);
  await page.reload();
  await page.evaluate(() =>
    kit.raw((store) => {
      const key = (i: number) => `${String(Date.now()).padStart(18, '0')}-0000000${i}`;
      store.put('text', key(1));
      store.put({ type: 'click', item: { id: 'x' }, ts: Number.NaN }, key(2));
      store.put(new Map([['type', 'click']]), key(3));
      store.put(kit.click('ours, under a foreign key'), 42);
      store.put(kit.click('x'), [1, 2]);
      return store.put(JSON.parse('{"__proto__": {"type": "click"}}'), key(4));
    }),
  );
  const { items, status } = await visit(page, ['b']);
  expect(items).toEqual(['a', 'b']);
  expect(status).toMatchObject({ store: 'indexeddb', corrupt: 6, unsaved: 0 });
  expect(await rawCount(page)).toBe(2);
});

describe('consent', () => {
  test('no database exists until consent allows it', async () => {
    const page = await openPage();
    for (const tier of ['off', 'memory', 'session'] as const) {
      await visit(page, ['a', 'b'], { tier, decided: true });
      await page.evaluate(() => (window as unknown as { shop: History }).shop.forget('all'));
    }
    expect(await page.evaluate(() => kit.databases())).toEqual([]);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });

  test('a yes writes waiting events; a no empties the database', async () => {
    const page = await openPage();
    await visit(page, ['a', 'b'], { tier: 'memory' });
    const move = (tier: 'off' | 'persistent') =>
      page.evaluate(async (tier) => {
        const { shop } = window as unknown as { shop: History };
        shop.setTier(tier, true);
        await shop.flushed();
        return kit.items(shop);
      }, tier);
    expect(await move('persistent')).toEqual(['a', 'b']);
    expect(await rawCount(page)).toBe(2);
    expect(await move('off')).toEqual([]);
    expect(await rawCount(page)).toBe(0);
  });

  test('a no on a later visit empties the database without reading it', async () => {
    const page = await openPage();
    await visit(page, ['a', 'b']);
    await page.reload();
    await visit(page, [], { tier: 'memory' });
    expect(await rawCount(page)).toBe(2);
    await page.reload();
    await visit(page, [], { tier: 'off', decided: true });
    expect(await rawCount(page)).toBe(0);
  });

  test('`session` lasts until the tab is closed', async () => {
    const page = await openPage();
    await visit(page, ['a'], { tier: 'session' });
    await page.reload();
    expect((await visit(page, ['b'], { tier: 'session' })).items).toEqual(['a', 'b']);
    const other = await openPage();
    expect((await visit(other, [], { tier: 'session' })).items).toEqual([]);
  });
});

describe('a browser that will not store', () => {
  test('IndexedDB is missing', async () => {
    const page = await openPage(() =>
      Object.defineProperty(window, 'indexedDB', { value: undefined }),
    );
    const { items, status } = await visit(page, ['a']);
    expect(items).toEqual(['a']);
    expect(status).toMatchObject({ store: 'memory', unsaved: 1 });
    expect(status.reason).toBeTruthy();
  });

  test('IndexedDB and session storage are forbidden', async () => {
    // A frame with an opaque origin, where every storage throws a SecurityError.
    const page = await openPage();
    const frame = page.waitForEvent('framenavigated');
    await page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.src = location.href;
      document.body.append(frame);
    });
    await (await frame).waitForLoadState();
    for (const tier of ['persistent', 'session'] as const) {
      const status = await page.frames()[1].evaluate(async (tier) => {
        const history = kit.open({ tier, decided: true });
        history.append(kit.click('a'));
        await history.flushed();
        return { ...history.status(), faults: kit.faults };
      }, tier);
      expect(status).toMatchObject({ store: 'memory', reason: 'SecurityError', events: 1 });
      expect(status.faults).toContain('SecurityError');
    }
  });

  test('the disk is full', async () => {
    const page = await openPage();
    const devtools = await site.context.newCDPSession(page);
    // Full from the start, because Chromium caches the free space for a while.
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: site.url, quotaSize: 1 });
    const { items, status } = await visit(page, ['a', 'b']);
    expect(items).toEqual(['a', 'b']);
    expect(status).toMatchObject({
      store: 'memory',
      reason: 'QuotaExceededError',
      unsaved: 2,
    });
    const after = await page.evaluate(async () => {
      const { shop } = window as unknown as { shop: History };
      shop.append(kit.click('c'));
      shop.forget({ item: 'a' });
      await shop.flushed();
      return { items: kit.items(shop), status: shop.status(), faults: kit.faults };
    });
    // Deleting works on a full disk; the other events are tried and reported again.
    expect(after.items).toEqual(['b', 'c']);
    expect(after.status).toMatchObject({ store: 'memory', unsaved: 2 });
    expect(new Set(after.faults)).toEqual(new Set(['QuotaExceededError']));
    expect(site.errors.list()).toEqual([]);
  });

  test('the browser closes the database handle', async () => {
    const page = await openPage(() => {
      const handles: IDBDatabase[] = [];
      const { open } = IDBFactory.prototype;
      IDBFactory.prototype.open = function (...args) {
        const request = open.apply(this, args);
        request.addEventListener('success', () => handles.push(request.result));
        return request;
      };
      // Safari does this to background pages: it closes the handle without any event.
      Object.assign(window, { kill: () => handles.splice(0).map((handle) => handle.close()) });
    });
    await visit(page, ['a']);
    const after = await page.evaluate(async () => {
      const { shop, kill } = window as unknown as { shop: History; kill: () => unknown[] };
      const killed = kill().length;
      shop.append(kit.click('b'));
      await shop.flushed();
      return { killed, status: shop.status(), faults: kit.faults };
    });
    expect(after.killed).toBe(1);
    expect(after.status).toMatchObject({ store: 'indexeddb', unsaved: 0 });
    expect(after.faults).toEqual([]);
    expect(await rawCount(page)).toBe(2);
  });

  test('site data is cleared while the page is open', async () => {
    const page = await openPage();
    await visit(page, ['a']);
    const devtools = await site.context.newCDPSession(page);
    await devtools.send('Storage.clearDataForOrigin', { origin: site.url, storageTypes: 'all' });
    const status = await page.evaluate(async () => {
      const { shop } = window as unknown as { shop: History };
      shop.append(kit.click('b'));
      await shop.flushed();
      return shop.status();
    });
    expect(status).toMatchObject({ store: 'indexeddb', unsaved: 0 });
    expect(await rawCount(page)).toBe(1);
  });
});

describe('the life of a page', () => {
  test('a page killed during a write loses at most the last event', async () => {
    const page = await openPage();
    await visit(
      page,
      Array.from({ length: 20 }, (_, i) => `i${i}`),
    );
    const crashed = page.waitForEvent('crash');
    await page.evaluate(() => {
      (window as unknown as { shop: History }).shop.append(kit.click('last'));
    });
    const devtools = await site.context.newCDPSession(page);
    devtools.send('Page.crash').catch(() => {});
    await crashed;
    const next = await visit(await openPage(), []);
    expect(next.items.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, i) => `i${i}`));
    expect(next.items.length).toBeLessThanOrEqual(21);
    expect(next.status).toMatchObject({ corrupt: 0, store: 'indexeddb' });
  });

  test('an event just before leaving the page is kept', async () => {
    const page = await openPage();
    await visit(page, ['a']);
    await page.evaluate(() => {
      addEventListener('pagehide', () =>
        (window as unknown as { shop: History }).shop.append(kit.click('leaving')),
      );
      location.reload();
    });
    await page.waitForLoadState();
    await expect.poll(() => rawCount(page)).toBe(2);
  });

  test('a restored page reads what other tabs did, and counts nothing twice', async () => {
    const [page, other] = [await openPage(), await openPage()];
    await visit(page, ['a', 'b']);
    const turn = (name: 'pagehide' | 'pageshow') =>
      page.evaluate(async (name) => {
        const { shop } = window as unknown as { shop: History };
        window.dispatchEvent(new PageTransitionEvent(name, { persisted: true }));
        await shop.flushed();
        return kit.items(shop);
      }, name);
    await turn('pagehide');
    await visit(other, ['c']);
    await other.evaluate(async () => {
      const { shop } = window as unknown as { shop: History };
      shop.forget({ item: 'a' });
      await shop.flushed();
    });
    expect(await turn('pageshow')).toEqual(['b', 'c']);
    await visit(other, ['d']);
    await expect
      .poll(() => page.evaluate(() => kit.items((window as unknown as { shop: History }).shop)))
      .toEqual(['b', 'c', 'd']);
  });

  test('a prerendered page stores nothing before it is shown', async () => {
    const page = await openPage(() =>
      Object.defineProperty(document, 'prerendering', { value: true, configurable: true }),
    );
    await visit(page, ['a']);
    expect(await page.evaluate(() => kit.databases())).toEqual([]);
    await page.evaluate(() => {
      Object.defineProperty(document, 'prerendering', { value: false });
      document.dispatchEvent(new Event('prerenderingchange'));
    });
    await expect.poll(() => page.evaluate(() => kit.databases())).toHaveLength(1);
    expect(await rawCount(page)).toBe(1);
  });

  test('after 10,000 events the history is at its limit', async () => {
    const page = await openPage();
    await visit(page, []);
    const status = await page.evaluate(async () => {
      const { shop } = window as unknown as { shop: History };
      for (let batch = 0; batch < 20; batch++) {
        for (let i = 0; i < 500; i++) shop.append(kit.click(`i${i}`));
        await shop.flushed();
      }
      return shop.status();
    });
    expect(status).toMatchObject({ events: 500, expired: 9500, unsaved: 0, store: 'indexeddb' });
    expect(await rawCount(page)).toBe(500);
  });
});
