import { expect, test } from 'vitest';
import type * as Nextaisle from '../../src/index.js';
import type { CoreSite } from './core-site.fixture.js';
import { until } from './engine-browser.fixture.js';
import { items, look, stored } from './in-page.fixture.js';

declare const lib: typeof Nextaisle;
declare const predictor: Nextaisle.Predictor;

interface Closer {
  closeTabs(visits: number): Promise<{ lost: number[]; open: number[] }>;
}

/** `LEAVES=200` measures more. */
const LEAVES = Number(process.env.LEAVES ?? 20);
const LIMIT_MS = 5000 * LEAVES + 30_000;
/** `CLOSES=200` measures more; Chromium takes some seconds to close a tab under Playwright. */
const CLOSES = Number(process.env.CLOSES ?? 4);
const CLOSES_MS = 20_000 * CLOSES + 30_000;

export function testStorage(site: CoreSite): void {
  test('IndexedDB: a reload finds the same events, and goes on', async () => {
    const page = await site.shop();
    await look(page, 'chair', 'lamp');
    expect(await page.evaluate(() => predictor.status().store.kind)).toBe('indexeddb');
    await site.go(page, '/core/page.html');
    await site.start(page);
    await look(page, 'sofa');
    expect(await items(page)).toEqual(['chair', 'lamp', 'sofa']);
  });

  test('IndexedDB: two tabs have one order, and forget together', async () => {
    const [one, two] = [await site.shop(), await site.shop()];
    const order = ['chair', 'lamp', 'sofa', 'table'];
    for (const [i, id] of order.entries()) {
      await look(i % 2 ? two : one, id);
      for (const page of [one, two])
        await until(page, (n) => predictor.status().store.kept === n, i + 1);
    }
    expect(await items(one)).toEqual(order);
    expect(await items(two)).toEqual(order);
    await two.evaluate(() => predictor.forget({ item: 'lamp' }));
    await until(one, () => predictor.status().store.kept === 3, undefined);
    expect(await items(one)).toEqual(['chair', 'sofa', 'table']);
    expect(await stored(one)).not.toContain('lamp');
  });

  test('IndexedDB: another script may delete the database while tabs are open', async () => {
    const page = await site.shop();
    await look(page, 'chair');
    const deleted = await page.evaluate(
      () =>
        new Promise((done) => {
          const request = indexedDB.deleteDatabase('nextaisle:default');
          request.onsuccess = () => done('deleted');
          request.onblocked = () => done('blocked');
        }),
    );
    expect(deleted).toBe('deleted');
    await look(page, 'lamp');
    expect(await stored(page)).toContain('lamp');
  });

  test('IndexedDB: a database that never answers: forget() rejects, nothing is read before it is done', async () => {
    const page = await site.open('/core/page.html');
    const start = async () => {
      await until(page, () => 'lib' in window, undefined);
      await page.evaluate(async () => {
        // A fifth of each limit.
        const after = (delayMs: number, task: () => void) => {
          const timer = setTimeout(task, delayMs / 5);
          return () => clearTimeout(timer);
        };
        const own = lib.createPredictor({
          consent: 'granted',
          model: null,
          environment: { after } as Nextaisle.PredictorOptions['environment'],
        });
        Object.assign(window, { predictor: own });
        await own.ready;
      });
    };
    const marks = () => page.evaluate(() => Object.keys(localStorage));
    await start();
    await look(page, 'chair', 'lamp');
    const holder = await site.open('/core/leave.html');
    await holder.evaluate(
      () =>
        new Promise<void>((held) => {
          const request = indexedDB.open('nextaisle:default', 2);
          request.onupgradeneeded = () => {
            const { transaction } = request;
            Object.assign(window, { release: () => transaction?.abort() });
            const stay = () => {
              const asked = transaction?.objectStore('events').get('x');
              if (asked) asked.onsuccess = stay;
            };
            stay();
            held();
          };
        }),
    );
    const forgotten = await page.evaluate(() =>
      predictor.forget('all').then(String, (thrown) => `${thrown.code} ${thrown.message}`),
    );
    expect(forgotten).toMatch(/^STORE_FAILED Not deleted yet: "all" \(persistent\) \(no answer\)/);
    expect(await marks()).toEqual(['nextaisle:default:forget:"all"']);

    await site.go(page, '/core/page.html');
    await start();
    expect(await items(page)).toEqual([]);
    const kept = await page.evaluate(async () => {
      predictor.track('click', 'sofa');
      const { missing, events } = await predictor.exportData();
      return { missing, items: events.map(({ item }) => item) };
    });
    expect(kept).toEqual({ missing: 'no answer', items: ['sofa'] });

    await holder.evaluate(() => (window as unknown as { release(): void }).release());
    await site.go(page, '/core/page.html');
    await start();
    await look(page, 'table');
    expect(await items(page)).toEqual(['sofa', 'table']);
    const inStore = await stored(page);
    for (const id of ['chair', 'lamp']) expect(inStore).not.toContain(id);
    for (const id of ['sofa', 'table']) expect(inStore).toContain(id);
    expect(await marks()).toEqual([]);
  });

  const leave = async (first: boolean): Promise<void> => {
    const page = await site.open('/core/leave.html');
    await page.evaluate(
      ([visits, first]) => {
        const note = { visits, first, visit: 0, lost: [], doubled: 0, locked: [], done: false };
        sessionStorage.setItem('leaving', JSON.stringify(note));
        location.reload();
      },
      [LEAVES, first] as const,
    );
    const note = () => JSON.parse(sessionStorage.getItem('leaving') ?? '{}');
    const isDone = () => JSON.parse(sessionStorage.getItem('leaving') ?? '{}').done;
    await until(page, isDone, undefined, LIMIT_MS);
    const { visit, lost, doubled, locked, step } = await page.evaluate(note);
    expect({ visits: visit - 1, lost, doubled }, step).toEqual({
      visits: LEAVES,
      lost: [],
      doubled: 0,
    });
    // What this engine does to a database that a page was about to make when it was left.
    if (site.name === 'webkit') {
      if (locked.length)
        console.log(`${locked.length} of ${LEAVES} databases locked by the browser`);
      expect(locked.filter((why: string) => why !== 'STORE_FAILED no answer')).toEqual([]);
    } else expect(locked).toEqual([]);
  };

  test(
    `pagehide: ${LEAVES} pages left in the task of an event, and each is there on the next`,
    () => leave(false),
    LIMIT_MS + 60_000,
  );
  test(
    `pagehide: ${LEAVES} first visits left at once, and each event is there on the next page`,
    () => leave(true),
    LIMIT_MS + 60_000,
  );

  // In WebKit such events are lost, in four of four closes: docs/evidence/reliability.md.
  test.skipIf(site.name === 'webkit' && !process.env.CLOSES)(
    `a tab closed: ${CLOSES} first visits closed in the task of their event, and each is there in the next tab`,
    async () => {
      const page = await site.open('/core/close.html');
      await until(page, () => 'closeTabs' in window, undefined);
      await page.evaluate((visits) => {
        const { closeTabs } = window as unknown as Closer;
        void closeTabs(visits).then((found) => Object.assign(window, { found }));
      }, CLOSES);
      await until(page, () => 'found' in window, undefined, CLOSES_MS);
      const found = await page.evaluate(() => (window as unknown as { found: unknown }).found);
      expect(found).toEqual({ lost: [], open: [] });
    },
    CLOSES_MS + 60_000,
  );

  test('a tab closed: what its status calls stored is there in the next tab', async () => {
    for (const id of ['chair', 'lamp', 'sofa']) {
      const page = await site.shop();
      await look(page, id);
      await site.close(page);
    }
    expect(await items(await site.shop())).toEqual(['chair', 'lamp', 'sofa']);
  });
}
