import { expect, test } from 'vitest';
import type * as Nextaisle from '../../src/index.js';
import type { CoreSite } from './core-site.fixture.js';
import { until } from './engine-browser.fixture.js';
import { items, look, stored } from './in-page.fixture.js';

declare const predictor: Nextaisle.Predictor;

/** `LEAVES=200` measures more. */
const LEAVES = Number(process.env.LEAVES ?? 20);

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

  const leave = async (first: boolean, again = false): Promise<void> => {
    const page = await site.open('/core/leave.html');
    await page.evaluate(
      ([visits, first, chain]) => {
        const note = { visits, first, chain, visit: 0, lost: [], doubled: 0, done: false };
        sessionStorage.setItem('leaving', JSON.stringify(note));
        location.reload();
      },
      [LEAVES, first, again] as const,
    );
    const note = () => JSON.parse(sessionStorage.getItem('leaving') ?? '{}');
    const isDone = () => JSON.parse(sessionStorage.getItem('leaving') ?? '{}').done;
    const ended = await until(page, isDone, undefined, 1000 * LEAVES + 10_000).then(
      () => true,
      () => false,
    );
    const { visit, lost, doubled, step } = await page.evaluate(note);
    if (!ended && !again) {
      // WebKitGTK keeps the database of a page left at once for itself, in one of some hundred: nobody can open
      // it again. docs/evidence/reliability.md counts these; another chain must hold.
      console.log(`stood still at visit ${visit}, ${step}`);
      return leave(first, true);
    }
    expect({ visits: visit - 1, lost, doubled }, step).toEqual({
      visits: LEAVES,
      lost: [],
      doubled: 0,
    });
  };

  test(
    `pagehide: ${LEAVES} pages left in the task of an event, and each is there on the next`,
    () => leave(false),
    1000 * LEAVES + 60_000,
  );
  test(
    `pagehide: ${LEAVES} first visits left at once, and each event is there on the next page`,
    () => leave(true),
    1000 * LEAVES + 60_000,
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
