import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { recordRequests, violations } from './browser.fixture.js';
import { repositoryRoot, serve } from './serve.fixture.js';
import { useSite } from './site.fixture.js';
import { scriptTasks } from './trace.fixture.js';

const CSP =
  "default-src 'self'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

const site = useSite(() => serve({ csp: CSP }), { strict: true });

const text = async (page: Page, css: string) => (await page.locator(css).textContent()) ?? '';
const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
/** Of a panel whose visits are made up and played first. */
const played = (page: Page) =>
  page.locator('.panel-page:not([hidden]) [data-ready]').waitFor({ timeout: 120_000 });
/** Until the prediction, the reasons and the futures of the visit are there. */
const settled = async (page: Page) => {
  await page.locator('.expected:not([aria-busy]) .products').waitFor();
  await page.locator('.tree:not([aria-busy])').waitFor();
};
const begin = async (page: Page, name = 'Someone after a lamp') => {
  await press(page, name);
  await page.locator('.tree ul').first().waitFor();
  await settled(page);
};
const number = (share: string) => Number.parseFloat(share.replace('<', ''));
const buys = async (page: Page) =>
  number(await text(page, '.expected .meters:first-of-type li:first-child b'));
const events = (page: Page) => page.locator('.visit .events .did').allTextContents();
const sentence = (page: Page, part: string) => page.locator('.change', { hasText: part }).waitFor();

test('why and what if: the prediction moves with every change of the visit', async () => {
  const page = await site.open('/studio.html');
  // An empty page says what to do first.
  expect(await text(page, '.starter')).toContain('Take a visit: one of these');
  await begin(page);
  const first = await events(page);
  expect(first).toHaveLength(6);
  expect(first[0]).toBe('opens Lighting');
  const before = await buys(page);

  await press(page, 'Take out: puts Mushroom lamp into the cart');
  await sentence(page, 'Without “puts Mushroom lamp into the cart”');
  await settled(page);
  expect(await events(page)).toEqual(first.slice(0, 5));
  expect(await buys(page)).toBeLessThan(before);
  expect(await text(page, '.change')).toMatch(/the chance that the visit buys goes from \d/);

  // Its course, as lines: read with the arrow keys, and as a table.
  const course = page.locator('.course');
  await course.locator('canvas').waitFor();
  await course.locator('.plot').focus();
  await page.keyboard.press('End');
  await expect
    .poll(() => text(page, '.course .readout'))
    .toMatch(/^5\. views Mushroom lamp: buys \d.*%, to cart \d.*%, (Undec|Unlik|Likely)/);
  await page.keyboard.press('Home');
  await expect.poll(() => text(page, '.course .readout')).toMatch(/^nothing yet: /);
  await course.locator('summary').press('Enter');
  await course.locator('tbody tr').nth(5).waitFor();
  expect(number(await text(page, '.course tbody tr:last-child td:nth-child(2)'))).toBe(
    await buys(page),
  );
  await course.getByRole('button', { name: 'The very next thing' }).click();
  await course.locator('thead th', { hasText: 'leaves' }).waitFor();

  await press(page, 'Undo');
  await sentence(page, 'Undone');
  await settled(page);
  expect(await buys(page)).toBe(before);

  await press(page, 'Earlier: views Apothecary lamp');
  await sentence(page, 'earlier');
  expect((await events(page)).slice(2, 4)).toEqual([
    'views Apothecary lamp',
    'views Mushroom lamp',
  ]);
  await press(page, 'Once more: views Apothecary lamp');
  await sentence(page, 'once more');
  expect(await events(page)).toHaveLength(7);

  await page.getByLabel('The shopper').selectOption({ label: 'goes to the checkout' });
  await press(page, 'Add it');
  await sentence(page, 'With “goes to the checkout”');
  await settled(page);
  expect((await events(page)).at(-1)).toBe('goes to the checkout');
  expect(await buys(page)).toBeGreaterThan(before);
  await press(page, 'As it was at first');
  await sentence(page, 'As it was at first');
  await settled(page);
  expect(await events(page)).toEqual(first);
  expect(await buys(page)).toBe(before);
});

test('why: each event is measured, beside where the network looked, and one is to be trusted', async () => {
  const page = await site.open('/studio.html');
  await begin(page, 'A morning coffee');
  await page.locator('.products button').nth(2).click();
  const name = await page.locator('.products li:nth-child(3) .what').evaluate((what) => {
    return what.firstChild?.textContent ?? '';
  });
  await page.locator('h2', { hasText: `Why ${name}` }).waitFor();
  expect(await text(page, '.trust')).toContain('Trust the first column');
  const rows = await page
    .locator('.influences tbody tr')
    .evaluateAll((list) =>
      list.map((row) => [...row.querySelectorAll('b')].map((cell) => cell.textContent ?? '')),
    );
  expect(rows).toHaveLength(9);
  for (const [change] of rows) expect(change).toMatch(/^[+−]\d+\.\d$/);
  const looked = rows.reduce((sum, [, share]) => sum + number(share), 0);
  expect(looked).toBeGreaterThan(98);
  expect(looked).toBeLessThan(102);
});

test('64 futures: shares add up, and the temperature changes them', async () => {
  const page = await site.open('/studio.html');
  await begin(page);
  const shares = () =>
    page
      .locator('.tree > ul > li > div > b')
      .evaluateAll((list) => list.map(({ textContent }) => Number.parseFloat(textContent ?? '')));
  const asSaid = await shares();
  const sum = asSaid.reduce((all, share) => all + share, 0);
  expect(sum).toBeGreaterThan(97);
  expect(sum).toBeLessThan(103);
  await page.getByLabel('Temperature').fill('0.2');
  await expect.poll(async () => Math.max(...(await shares()))).toBeGreaterThan(Math.max(...asSaid));
  expect(await text(page, '.slider output')).toContain('the likely happens more often');
});

test('an empty visit and one without anything kept say what to do', async () => {
  const page = await site.open('/studio.html');
  await press(page, 'Your own visit');
  await page.locator('.starter', { hasText: 'View a few products in the shop' }).waitFor();
  await press(page, 'An empty one');
  await page.locator('.tree').waitFor();
  await page.locator('.change', { hasText: 'Add a first event' }).waitFor();
  await settled(page);
  await press(page, 'Add it');
  await sentence(page, 'With “views Rain teapot”');
  expect(await events(page)).toEqual(['views Rain teapot']);
});

test('takes up the visit that this device kept of the shop', async () => {
  const shop = await site.open('/#/p/storm-lantern');
  await shop.waitForFunction(() => window.nextaisle?.status?.().store.kept === 1);
  await shop.evaluate(() => {
    location.hash = '#/p/two-night-tent';
  });
  await shop.waitForFunction(() => window.nextaisle?.status?.().store.kept === 2);
  await shop.goto(`${site.url}/studio.html`);
  await press(shop, 'Your own visit');
  await shop.locator('.visit .events li').nth(1).waitFor();
  expect(await events(shop)).toEqual(['views Storm lantern', 'views Two-night tent']);
});

test('compare: the totals are those of the hits, and visits can be looked at one by one', async () => {
  const page = await site.open('/studio.html#/compare');
  await played(page);
  const verdict = await text(page, '.verdict');
  expect(verdict).toMatch(/^Ours held the next product in \d+% of [\d,]+ cases/);
  const rows = await page
    .locator('.totals tr')
    .evaluateAll((list) => list.map((row) => row.textContent ?? ''));
  expect(rows.map((row) => row.replace(/\d.*/s, '').trim())).toEqual([
    'Ours',
    'Popular',
    'Recently viewed',
    'Also viewed',
  ]);
  for (const row of rows) expect(row).toMatch(/\d+% *\d+\.\d to \d+\.\d%/);

  const ringed = (shelf: number) =>
    page.locator(`.shelves div:nth-child(${shelf}) .tile.hit`).count();
  await page.getByLabel('Show').selectOption('ours');
  await page.locator('[role="status"]', { hasText: 'Visit 1 of' }).waitFor();
  expect(await ringed(1)).toBeGreaterThan(0);
  await page.getByLabel('Show').selectOption('missed');
  expect((await ringed(2)) + (await ringed(3)) + (await ringed(4))).toBeGreaterThan(0);
  await press(page, 'The next visit');
  await page.locator('[role="status"]', { hasText: 'Visit 2 of' }).waitFor();
  // A ring is around the product that the sentence names, wherever it is.
  const said = await page.locator('.hits li').evaluateAll((list) =>
    list.flatMap((step) => {
      const next = /goes on to (.+)$/.exec(step.querySelector('p')?.textContent ?? '')?.[1];
      return [...step.querySelectorAll<HTMLElement>('.hit')].map(({ title }) => [title, next]);
    }),
  );
  expect(said.length).toBeGreaterThan(0);
  for (const [title, next] of said) expect(title).toBe(next);
});

test('moments: a rule is tried at each move of a slider, off the main thread, and comes as code', async () => {
  const page = await site.open('/studio.html#/moments');
  await played(page);
  const acts = async () => {
    await page.locator('.outcome:not([aria-busy]) .verdict').waitFor();
    return number(/acts in ([\d,]+)/.exec(await text(page, '.outcome .verdict'))?.[1] ?? '0');
  };
  const before = await acts();
  expect(before).toBeGreaterThan(0);
  expect(await text(page, '.outcome')).toMatch(
    /To pay, it must bring \d+\.\d further orders \(\d+\.\d to \d+\.\d\)/,
  );
  const chart = page.locator('.thresholds');
  await chart.locator('canvas').waitFor();
  await chart.locator('.plot').focus();
  await page.keyboard.press('Home');
  const ofAll = `${(before / 10).toFixed(0)}% (`;
  await expect
    .poll(() => text(page, '.thresholds .readout'))
    .toMatch(new RegExp(`^above .*: Acts ${ofAll.replace('(', '\\(')}.* to .*must be won over`));
  const tasks = await scriptTasks(page, site.url, async () => {
    for (const value of ['4', '5', '6', '7', '8']) {
      await page.getByLabel('Things done so far, at least').fill(value);
    }
    await expect.poll(acts).toBeLessThan(before);
  });
  expect(tasks.filter(({ ms }) => ms > 16)).toEqual([]);
  await page.getByLabel('Off the order').fill('0.5');
  await page.locator('.outcome', { hasText: 'It never pays' }).waitFor();

  await page.getByLabel('Chance to buy, above').fill('0.1');
  await page.getByLabel('Likely to buy', { exact: true }).check();
  await page.getByLabel('The product on the screen is in').selectOption('Lighting');
  const code = await text(page, 'pre');
  expect(code).toContain("intent: { band: ['undecided', 'likely'], purchase: { above: 0.1 } }");
  expect(code).toContain("item: { category: 'Lighting' }");
  expect(code).toContain('events: { atLeast: 8 }');

  await page.getByLabel('Chance to leave next, above').fill('1');
  await page.locator('.outcome', { hasText: 'It never acts' }).waitFor();
});

test('segments: every field has a portrait in words', async () => {
  const page = await site.open('/studio.html#/segments');
  await played(page);
  const cells = page.locator('.cell');
  expect(await cells.count()).toBeGreaterThan(8);
  await press(page, 'Just arrived, Unlikely to buy');
  const portrait = page.locator('[aria-live="polite"]');
  await portrait.locator('.portrait:not([aria-busy]) li').first().waitFor();
  expect(await portrait.textContent()).toMatch(
    /Just arrived · Unlikely to buy.*% of them buy afterwards.*The model expected/s,
  );
  const taste = page.locator('.portrait li').first();
  expect(await taste.textContent()).toMatch(
    /^Views .+ \d\.\d times as often as other shoppers do\.$/,
  );
  await page.locator('[data-lang=de]').click();
  await expect
    .poll(() => taste.textContent())
    .toMatch(/^Sieht .+ \d,\d-mal so oft an wie andere Kunden\.$/);
  // The departments are those of the page.
  expect(await taste.textContent()).not.toMatch(/Lighting|Greenery|Outdoors|Seating|Table/);
  await page.locator('[data-lang=en]').click();
  await expect.poll(() => taste.textContent()).toMatch(/^Views /);
  await page.getByRole('button', { name: 'How many', exact: true }).click();
  const arriving = await page
    .locator('.grid tbody tr:first-child .cell b')
    .evaluateAll((list) => list.map(({ textContent }) => Number(textContent?.replace(',', ''))));
  // A few visits begin with something in the basket.
  const arrived = arriving.reduce((sum, n) => sum + n, 0);
  expect(arrived).toBeGreaterThan(980);
  expect(arrived).toBeLessThanOrEqual(1000);
});

test('what fails to load says so, and can be tried again', async () => {
  const page = await site.newPage();
  await page.route('**/demo.safetensors', (route) => route.fulfill({ status: 503 }));
  await page.goto(`${site.url}/studio.html`);
  await press(page, 'Here and there');
  await page.locator('.expected [role="alert"]', { hasText: '503' }).waitFor();
  await page.evaluate(() => {
    location.hash = '#/segments';
  });
  await page.locator('[data-panel="segments"] [role="alert"]', { hasText: '503' }).waitFor();
  await page.unroute('**/demo.safetensors');
  site.errors.take();
  await press(page, 'Try again');
  await played(page);
  await page.evaluate(() => {
    location.hash = '#/why';
  });
  await page.locator('.expected').getByRole('button', { name: 'Try again' }).click();
  await settled(page);
});

test('it asks for its own files only, and keeps nothing', async () => {
  const page = await site.newPage();
  const requests = recordRequests(page);
  await page.goto(`${site.url}/studio.html`);
  await begin(page);
  const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length]);
  expect(kept).toEqual([0, 0]);
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
  expect(new Set(requests.urls().map((url) => new URL(url).origin))).toEqual(new Set([site.url]));
  expect(requests.urls().filter((url) => url.endsWith('.safetensors'))).toHaveLength(1);
});

test('its scripts are at most 60 KB, compressed as they are served, beside uPlot, and a language 21 KB more', () => {
  const packed = (paths: string[]) =>
    paths
      .map((path) => gzipSync(readFileSync(join(repositoryRoot, path))).length)
      .reduce((sum, size) => sum + size, 0);
  const own = readdirSync(join(repositoryRoot, 'demo/studio')).map((name) => `demo/studio/${name}`);
  const speaking = ['say', 'numbers', 'exchange', 'language', 'panels'].map(
    (name) => `demo/lang/${name}.js`,
  );
  const ofWorker = readdirSync(join(repositoryRoot, 'dist/studio-worker'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => `dist/studio-worker/${name}`);
  const isTable = (path: string) => /\/[a-z]{2}(-\w+)?\.js$/.test(path);
  const worker = ['dist/studio-worker.js', ...ofWorker.filter((path) => !isTable(path))];
  expect(packed([...own, ...speaking, 'demo/words.js', ...worker])).toBeLessThanOrEqual(60_000);
  for (const lang of ['de', 'zh']) {
    const tables = [
      `demo/lang/${lang}.js`,
      `demo/lang/panels-${lang}.js`,
      `dist/studio-worker/${lang}.js`,
    ];
    expect(packed(tables), lang).toBeLessThanOrEqual(21_000);
  }
});

test.each([
  [1280, 'light'],
  [1280, 'dark'],
  [390, 'light'],
  [390, 'dark'],
] as const)(
  'at %i px in %s mode every panel is clean, still and as wide as the screen',
  async (width, colorScheme) => {
    await site.newContext({
      viewport: { width, height: 844 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    const page = await site.open('/studio.html', () => {
      const moved = { sum: 0 };
      Object.assign(window, { moved });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
          if (!shift.hadRecentInput) moved.sum += shift.value;
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const clean = async (name: string) => {
      expect(await violations(page), name).toEqual([]);
      const { wide, shown } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        shown: document.documentElement.clientWidth,
      }));
      expect(wide, name).toBe(shown);
    };
    await clean('empty');
    await begin(page);
    await clean('why');
    for (const name of ['compare', 'moments', 'segments']) {
      await page.locator(`#panels a[href="#/${name}"]`).click();
      await played(page);
      if (name === 'moments') await page.locator('.outcome .verdict').waitFor();
      if (name === 'segments') await page.locator('.portrait:not([aria-busy])').waitFor();
      await clean(name);
    }
    const moved = await page.evaluate(
      () => (window as unknown as { moved: { sum: number } }).moved.sum,
    );
    expect(moved).toBeLessThanOrEqual(0.02);
  },
);

test('a keyboard is enough', async () => {
  const page = await site.open('/studio.html');
  const tabTo = async (css: string, key = 'Tab') => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press(key);
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), css)) return;
    }
    throw new Error(`${css} is not reached`);
  };
  await page.locator('.starter .button').first().waitFor();
  await tabTo('[data-focus="start-0"]');
  await page.keyboard.press('Enter');
  await page.locator('.tree ul').first().waitFor();
  await settled(page);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('The visit');
  await tabTo('[data-focus^="out-"]');
  await page.keyboard.press('Enter');
  await sentence(page, 'Without “opens Lighting”');
  // The neighbour of what was taken out has the focus.
  expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe(
    'Take out: views Pebble table lamp',
  );
  await settled(page);
  await tabTo('.products button:not([aria-pressed="true"])');
  const wanted = await page.evaluate(
    () => document.activeElement?.querySelector('.what')?.firstChild?.textContent,
  );
  await page.keyboard.press('Space');
  await page.locator('h2', { hasText: `Why ${wanted}` }).waitFor();
  await tabTo('[data-focus="temperature"]');
  await page.keyboard.press('ArrowLeft');
  expect(await text(page, '.slider output')).toContain('0.9');
  await tabTo('#panels a[href="#/moments"]', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await played(page);
  await tabTo('[data-panel="moments"] input[type="range"]');
  await page.keyboard.press('ArrowRight');
  await page.locator('pre', { hasText: 'purchase: { above: 0.01 }' }).waitFor();
  await tabTo('#panels a[href="#/segments"]', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await played(page);
  await tabTo('.cell[aria-pressed="false"]');
  const field = await page.evaluate(() => document.activeElement?.getAttribute('data-focus'));
  await page.keyboard.press('Enter');
  await page.locator(`.cell[data-focus="${field}"][aria-pressed="true"]`).waitFor();
  // It is drawn anew, and has the focus still.
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe(field);
});
