import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Served } from '../scripts/serve.mjs';
import { seededRandom } from '../src/lib/random.js';
import { type KillableBrowser, startKillable } from './killed-browser.fixture.js';
import { serveStores } from './stores-site.fixture.js';
import type * as StoresPage from './stores-page.fixture.js';

/** `stores-page.fixture.ts`, inside the page. */
declare const kit: typeof StoresPage;

/** `NEXTAISLE_KILLS=1000 npx vitest run --project browser e2e/kills.test.ts` */
const KILLS = Number(process.env.NEXTAISLE_KILLS ?? 40);
/** Pages that write into one database and are killed at once. */
const TABS = 4;
/** Of as many rounds, one takes the whole browser. */
const WHOLE = 4;
/** Events are written within a frame or two. A busy machine takes longer; after this time the store is given up. */
const OLDEST_MS = 5000;

const profile = mkdtempSync(join(tmpdir(), 'nextaisle-kills-'));
let site: Served;
let running: KillableBrowser;
beforeAll(async () => {
  site = await serveStores();
  running = await startKillable(profile);
});
afterAll(async () => {
  await running.kill();
  await site.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

const openOnce = async () => {
  const [context] = running.browser.contexts();
  const page = await context.newPage();
  await page.goto(site.url);
  return page;
};

/** Another try where a page was given a process that had been killed: it says so, or never comes. */
async function openPage(): Promise<Page> {
  for (let attempt = 1; ; attempt++) {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, failed) => {
      timer = setTimeout(() => failed(new Error('The page does not come.')), 15_000);
    });
    const page = openOnce();
    page.catch(() => {});
    try {
      return await Promise.race([page, late]);
    } catch (thrown) {
      if (attempt === 4) throw thrown;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Writes clicks until it is killed, a few at a time, and tells of each, and of what it has saved. */
const write = (page: Page, name: string) =>
  page.evaluate(async (name) => {
    const history = kit.open();
    await history.flushed();
    let count = 0;
    const some = () => {
      for (let more = 1 + Math.random() ** 4 * 12; more >= 1; more--) {
        history.append(kit.click(`${name}-${count}`));
        console.debug(JSON.stringify({ made: count++, at: Date.now() }));
      }
      const until = count - 1;
      void history.flushed().then(() => {
        if (!history.status().unsaved) console.debug(JSON.stringify({ saved: until }));
      });
      // No more than the history keeps of one round and the one before.
      if (count < 50) setTimeout(some, Math.random() * 12);
    };
    some();
  }, name);

const read = (page: Page) =>
  page.evaluate(async () => {
    let history = kit.open();
    await history.flushed();
    // A busy machine may take longer than the history waits for its store.
    for (let again = 0; again < 5 && history.status().store === 'memory'; again++) {
      history = kit.open();
      await history.flushed();
    }
    const times = history.events().map(({ ts }) => ts);
    return {
      items: kit.items(history).map(String),
      status: history.status(),
      isSorted: times.every((ts, i) => !i || ts >= times[i - 1]),
    };
  });

test(`${KILLS} kills while writing: nothing twice, nothing corrupt, nothing lost that was saved`, async () => {
  const random = seededRandom(Number(process.env.NEXTAISLE_SEED ?? 21));
  const ages: number[] = [];
  let written = 0;
  let found: string[] = [];
  const rounds = Math.ceil(KILLS / TABS);
  for (let round = 0; round < rounds; round++) {
    let crashed = 0;
    const tabs = await Promise.all(
      Array.from({ length: TABS }, async (_, at) => {
        const page = await openPage();
        const tab = { page, name: `${round}-${at}`, made: [] as number[], saved: -1 };
        page.on('console', (message) => {
          const said = JSON.parse(message.text());
          if ('saved' in said) tab.saved = Math.max(tab.saved, said.saved);
          else tab.made[said.made] = said.at;
        });
        page.once('crash', () => crashed++);
        return tab;
      }),
    );
    const isWhole = round % WHOLE === WHOLE - 1;
    const killPages = await running.findPages();
    await Promise.all(tabs.map(({ page, name }) => write(page, name)));
    await new Promise((done) => setTimeout(done, random() * 250));
    let killedAt = Date.now();
    if (isWhole) {
      await running.kill();
      running = await startKillable(profile);
    } else {
      killPages();
      // On a busy machine the page may have got its process later than they were looked up.
      for (let waited = 1; crashed < TABS; waited++) {
        await new Promise((done) => setTimeout(done, 20));
        if (waited % 100) continue;
        const killAgain = await running.findPages();
        killedAt = Date.now();
        killAgain();
      }
      for (const { page } of tabs) await page.close();
    }
    const next = await openPage();
    const { items, status, isSorted } = await read(next);
    await next.close();
    expect(status).toMatchObject({ store: 'indexeddb', corrupt: 0, unsaved: 0 });
    expect(isSorted).toBe(true);
    expect(new Set(items).size).toBe(items.length);
    for (const { name, made, saved } of tabs) {
      const own = items.filter((item) => item.startsWith(`${name}-`));
      // In the order in which they were made, with no hole.
      expect(own).toEqual(own.map((_, i) => `${name}-${i}`));
      expect(own.length, 'events that were said to be saved').toBeGreaterThan(saved);
      written += Math.max(own.length, made.length);
      for (const at of made.slice(own.length)) ages.push(killedAt - at);
    }
    // What outlived a kill outlives the next ones; of earlier rounds the latest, which the retention keeps.
    const kept = new Set(items);
    expect(found.filter((item) => !kept.has(item))).toEqual([]);
    found = [...found, ...items.filter((item) => item.startsWith(`${round}-`))].slice(-200);
    if (round % 25 === 24)
      console.log(
        `${(round + 1) * TABS} kills: lost ${ages.length} of ${written} events, the oldest ${Math.max(0, ...ages)} ms old`,
      );
  }
  ages.sort((a, b) => a - b);
  const lost = { events: ages.length, of: written, oldestMs: ages.at(-1) ?? 0 };
  if (process.env.NEXTAISLE_KILLS)
    console.log({ kills: rounds * TABS, lost, ages: ages.slice(-10) });
  expect(written).toBeGreaterThan(KILLS);
  expect(lost.oldestMs).toBeLessThan(OLDEST_MS);
}, 7_200_000);
