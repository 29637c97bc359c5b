/*
 * A tab of the shop whose clock the test sets. What its page waits for half a minute to try again is tried
 * at once, so that a month passes in minutes.
 */

import type { Page } from 'playwright-core';
import type * as Nextaisle from '../src/index.js';

declare const lib: typeof Nextaisle;
declare const predictor: Nextaisle.Predictor;
declare const world: { now: number; faults: string[] };

/** When, what, which product. */
export type Heard = readonly [at: number, type: 'click' | 'cart' | 'purchase', item: string];

/** A page of the shop whose clock the test sets. */
export type Tab = Awaited<ReturnType<typeof openTab>>;

export const closeTab = (tab: Tab) => tab.page.close();

export async function openTab(page: Page, url: string, now: number) {
  await page.goto(url);
  await page.waitForFunction(() => 'lib' in window);
  await page.evaluate(async (now) => {
    const world = { now, faults: [] as string[] };
    const after = (delayMs: number, task: () => void) => {
      const timer = setTimeout(task, delayMs < 30_000 ? delayMs : 100);
      return () => clearTimeout(timer);
    };
    const environment = { now: () => world.now, after };
    const predictor = lib.createPredictor({
      consent: 'granted',
      sources: [],
      // Five tabs that compile shaders would be most of the month.
      backend: 'cpu',
      environment: environment as Nextaisle.PredictorOptions['environment'],
    });
    // A quota that is used up is part of the month.
    predictor.on('error', ({ code, detail }) => {
      if (detail !== 'QuotaExceededError') world.faults.push(`${code} ${detail}`);
    });
    Object.assign(window, { world, predictor });
    await predictor.ready;
  }, now);
  // On a slow machine the baseline serves until the model is there.
  await page.waitForFunction(() => predictor.status().model.source === 'base');
  const devtools = await page.context().newCDPSession(page);
  return {
    page,
    setClock: (at: number) =>
      page.evaluate((at) => {
        world.now = at;
      }, at),
    /** @returns how many were taken. */
    report: (events: readonly Heard[]) =>
      page.evaluate((events) => {
        let taken = 0;
        for (const [at, type, item] of events) {
          world.now = at;
          if (predictor.track(type, item)) taken++;
        }
        return taken;
      }, events),
    consent: (choice: 'granted' | 'session' | 'memory' | 'denied') =>
      page.evaluate((choice) => predictor.consent(choice), choice),
    forgetBefore: (before: number) =>
      page.evaluate((before) => predictor.forget({ before }), before),
    events: () =>
      page.evaluate(async () => {
        const { events } = await predictor.exportData();
        return events.map(({ ts, type, item = '' }) => [ts, type, item]) as unknown as Heard[];
      }),
    /** The shopper comes to this tab, as after another was closed. */
    look: () =>
      page.evaluate(async () => {
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
        await predictor.exportData();
      }),
    /** What, which product, of which visit. */
    order: () =>
      page.evaluate(async () =>
        (await predictor.exportData()).events.map(
          ({ type, item, session }) => `${type} ${item} ${session}`,
        ),
      ),
    /** The same of the database, read without our code. */
    stored: () =>
      page.evaluate(
        () =>
          new Promise<string[]>((done, failed) => {
            const opening = indexedDB.open('nextaisle:default');
            opening.onupgradeneeded = () => opening.result.createObjectStore('events');
            opening.onerror = () => failed(opening.error);
            opening.onsuccess = () => {
              const asked = opening.result.transaction('events').objectStore('events').getAll();
              asked.onsuccess = () => {
                opening.result.close();
                done(asked.result.map(({ type, item, session }) => `${type} ${item} ${session}`));
              };
            };
          }),
      ),
    chances: () =>
      page.evaluate(async () =>
        (await predictor.predict({ k: 6 })).items.map(
          ({ id, probability }) => [id, probability] as const,
        ),
      ),
    faults: () => page.evaluate(() => world.faults),
    /** Bytes of the heap, after everything that can be collected is, and on the disk. */
    async weight() {
      for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize, backingStorageSize = 0 } = (await devtools.send(
        'Runtime.getHeapUsage',
      )) as { usedSize: number; backingStorageSize?: number };
      const disk = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
      return { heap: usedSize + backingStorageSize, disk };
    },
  };
}
