import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type * as Nextaisle from '../src/index.js';
import { serveDoors } from './doors.fixture.js';
import { useSite } from './site.fixture.js';
import { bundleSkin, SKINS, type Skin } from './skins/bundle.fixture.js';
import { LOOKED_AT, OPTIONS, RULES } from './skins/shop.fixture.js';

declare const lib: typeof Nextaisle;
declare const predictor: Nextaisle.Predictor;
declare const seen: unknown[];
declare const answers: boolean[];
declare const track: Nextaisle.Predictor['track'];
declare function hide(id: string): void;
declare function mount(element: Element, predictor?: Nextaisle.Predictor): void;
declare function unmount(): void;

const pages: Record<string, string> = {};

async function bundleSkins(lib: string) {
  for (const skin of Object.keys(SKINS) as Skin[]) {
    const folder = join(lib, skin);
    mkdirSync(folder);
    const html = await bundleSkin(skin, folder);
    // Below the fold, so that no card is in view before scrolling.
    pages[`/${skin}.html`] = `<!doctype html><style>li { height: 50px; margin-top: 200vh }</style>
      <div id="root">${html}</div><script type="module">
        import * as lib from '/lib/index.js';
        import { mount } from '/lib/${skin}/${skin}.js';
        window.seen = [];
        document.addEventListener('nextaisle:impression', ({ detail }) => seen.push(detail));
        const root = document.getElementById('root');
        window.lib = lib;
        window.mount = (predictor) => { window.unmount = mount(root, predictor); };
      </script>`;
  }
}
const site = useSite(() => serveDoors({ prepare: bundleSkins, pages }));

test.each([
  ['react', /^19/],
  ['react-18', /^18/],
])('%s is tested with its own version', async (skin, version) => {
  const page = await site.open(`/${skin}.html`);
  const found = await page.evaluate(`import('/lib/${skin}/${skin}.js').then((m) => m.version)`);
  expect(found).toMatch(version);
});

describe.each(Object.keys(SKINS) as Skin[])('%s', (skin) => {
  async function open() {
    const page = await site.newPage();
    const said: string[] = [];
    page.on('pageerror', (error) => said.push(String(error)));
    // A difference from the server's markup is a warning in Vue and Svelte, an error in React.
    page.on('console', (message) => {
      const isNoise = message.location().url.endsWith('/favicon.ico');
      if (/^(error|warning)$/.test(message.type()) && !isNoise) said.push(message.text());
    });
    await page.clock.install();
    await page.goto(`${site.url}/${skin}.html`);
    await page.waitForFunction('window.mount');
    return { page, said };
  }
  const status = (page: Page, is: string) => page.waitForSelector(`section[data-status=${is}]`);
  const shown = (page: Page) =>
    page.$$eval('li', (cards) => cards.map((card) => card.textContent ?? ''));

  test('renders inert on the server, and hydrates without a warning', async () => {
    expect(pages[`/${skin}.html`]).toContain('data-status="inert"');
    const { page, said } = await open();
    await page.evaluate('mount()');
    await status(page, 'ready');
    await page.waitForSelector('section[data-backend=cpu] li:nth-child(2)');
    const cards = await shown(page);
    expect(cards).toHaveLength(RULES.k);
    // Events tracked while mounting are kept, and the component's own rules apply.
    expect(cards).not.toContain(LOOKED_AT.at(-1));
    const tracked = await page.evaluate(async () => {
      const { events } = await predictor.exportData();
      return events.map(({ item }) => item);
    });
    expect(tracked).toEqual(LOOKED_AT);
    expect(said).toEqual([]);
  });

  test('hydrates without a warning when the predictor has already predicted', async () => {
    const { page, said } = await open();
    const already = await page.evaluate(async (options) => {
      const early = lib.createPredictor(options);
      Object.assign(window, { early });
      early.track('click', 'lamp');
      return (await early.predict()).items.length;
    }, OPTIONS);
    expect(already).toBeGreaterThan(0);
    await page.evaluate('mount(early)');
    await page.waitForSelector('section[data-status=ready] li:nth-child(2)');
    expect(said).toEqual([]);
    // A predictor that the page created outlives the component.
    await page.evaluate('unmount()');
    expect(await page.evaluate('early.status().state')).toBe('ready');
  });

  test('track() returns what the predictor does, and true for waiting calls', async () => {
    const { page, said } = await open();
    await page.evaluate('mount()');
    await status(page, 'ready');
    const told = await page.evaluate(() => [...answers, track('click'), track('click', 'sofa')]);
    expect(told).toEqual([true, true, false, true]);
    expect(said).toEqual([]);
  });

  test('a function as a rule applies at once, without endless renders', async () => {
    const { page, said } = await open();
    await page.evaluate('mount()');
    await page.waitForSelector('section[data-backend=cpu] li:nth-child(2)');
    const rest = () =>
      page.$$eval('[data-rest]', (all) => all.map((p) => p.textContent?.split(' ')));
    const predicted = () => page.evaluate(() => predictor.getSnapshot().id);
    const before = await predicted();
    const [items = []] = await rest();
    expect(items.length).toBeGreaterThan(2);
    for (const hidden of items.slice(0, 2)) {
      await page.evaluate((id) => hide(id), hidden);
      await expect
        .poll(rest)
        .toEqual((await rest()).map(() => items.filter((id) => id !== hidden)));
    }
    expect(await predicted()).toBe(before);
    // React would log an error if renders never ended.
    expect(said).toEqual([]);
  });

  test('the status follows a pause, and unmounting destroys the predictor', async () => {
    const { page, said } = await open();
    await page.evaluate('mount()');
    await status(page, 'ready');
    await page.evaluate(() => predictor.pause());
    await status(page, 'paused');
    await page.evaluate(() => predictor.resume());
    await status(page, 'ready');
    await page.evaluate(() => unmount());
    expect(await page.$$('li')).toEqual([]);
    expect(await page.evaluate(() => predictor.status().state)).toBe('destroyed');
    expect(said).toEqual([]);
  });

  test('half a card in view for a second is one impression, even across predictions', async () => {
    const { page, said } = await open();
    await page.evaluate('mount()');
    await page.waitForSelector('section[data-status=ready] li:nth-child(2)');
    const card = page.locator('li').first();
    const id = await card.textContent();
    /** Scrolls a card into or out of view, and waits for the page's observers. */
    const scroll = (to: 'card' | 'top') =>
      page.evaluate(async (to) => {
        const first = document.querySelector('li') as HTMLElement;
        const told = new Promise((resolve) => {
          const observer = new IntersectionObserver(
            ([{ intersectionRatio }]) => {
              if (intersectionRatio >= 0.5 !== (to === 'card')) return;
              observer.disconnect();
              resolve(undefined);
            },
            { threshold: 0.5 },
          );
          observer.observe(first);
        });
        if (to === 'card') first.scrollIntoView({ block: 'center' });
        else scrollTo(0, 0);
        await told;
      }, to);
    const now = await page.evaluate(() => Date.now());
    await page.clock.pauseAt(now + 60_000);
    expect(await page.evaluate(() => seen)).toEqual([]);

    await scroll('card');
    await page.clock.runFor(999);
    await scroll('top');
    await page.clock.runFor(5000);
    expect(await page.evaluate(() => seen)).toEqual([]);

    await scroll('card');
    await page.clock.runFor(1000);
    const prediction = await page.evaluate(() => predictor.getSnapshot().id);
    expect(await page.evaluate(() => seen)).toEqual([
      { item: id, rank: expect.any(Number), prediction },
    ]);

    await page.clock.resume();
    await page.evaluate(async () => {
      const before = predictor.getSnapshot();
      predictor.track('category', 'Garden');
      await predictor.predict();
      if (predictor.getSnapshot() === before) throw new Error('nothing new was predicted');
    });
    await page.clock.runFor(5000);
    const again = (await page.evaluate(() => seen)) as { item: string }[];
    expect(again.filter(({ item }) => item === id)).toHaveLength(1);
    expect(said).toEqual([]);
  });
});
