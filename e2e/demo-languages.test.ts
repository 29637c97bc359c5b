import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { violations } from './browser.fixture.js';
import { words as german } from '../src/inspector/tables/de.js';
import { words as chinese } from '../src/inspector/tables/zh.js';
import { LISTS, SENTENCES } from '../src/training/page/known-sentences.js';
import { englishLeft } from './english-left.fixture.js';
import { repositoryRoot, serve } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

const site = useSite(() => serve(), { strict: true });

interface Words {
  words: Record<string, string>;
}
interface Catalog {
  catalog: { name: string; text: string; category: string[] }[];
  categories: { name: string; note: string }[];
}
/** A module of the demo, which is plain JavaScript. */
const load = <Module>(file: string): Promise<Module> =>
  import(new URL(`../demo/${file}`, import.meta.url).href);

test('both tables of the shop have every product, department, kind and line of text', async () => {
  const { words: german } = await load<Words>('lang/de.js');
  const { words: chinese } = await load<Words>('lang/zh.js');
  const { catalog, categories } = await load<Catalog>('catalog.js');
  expect(Object.keys(german)).toEqual(Object.keys(chinese));
  const texts = [
    ...catalog.flatMap(({ name, text, category }) => [name, text, ...category]),
    ...categories.flatMap(({ name, note }) => [name, note]),
  ];
  expect(texts.filter((text) => !Object.hasOwn(german, text))).toEqual([]);
});

const speak = (page: Page, lang: string) => page.locator(`[data-lang=${lang}]`).click();
const heading = (page: Page) => page.locator('h1').textContent();

describe('the demo shop', () => {
  test('speaks German and Chinese, and English again', async () => {
    const page = await site.open('/#/p/everyday-mug');
    await page.waitForFunction(() => window.nextaisle?.getSnapshot);
    expect(await heading(page)).toBe('Everyday mug');
    for (const [lang, name, aisle, price, button] of [
      ['de', 'Becher für jeden Tag', 'Sitzen', '22,00 €', 'In den Warenkorb'],
      ['zh', '日常马克杯', '坐具', '€22.00', '加入购物车'],
      ['en', 'Everyday mug', 'Seating', '€22.00', 'Add to cart'],
    ]) {
      await speak(page, lang);
      await expect.poll(() => heading(page)).toBe(name);
      expect(await page.getAttribute('html', 'lang')).toBe(lang);
      await expect.poll(() => page.title()).toBe(`${name} · Fernholm`);
      expect(await page.locator('#aisles a').first().textContent()).toBe(aisle);
      const shown = await page.locator('.product .price').textContent();
      expect(shown?.replace('\u00a0', ' ')).toBe(price);
      expect(await page.locator('.product .button').first().textContent()).toBe(button);
    }
  });

  test('keeps the language on other pages and after a reload; reasons are in it', async () => {
    const page = await site.open('/?lang=de#/p/everyday-mug');
    await expect.poll(() => heading(page)).toBe('Becher für jeden Tag');
    await page.evaluate(() => {
      location.hash = '#/p/tall-morning-mug';
    });
    await expect.poll(() => heading(page)).toBe('Hoher Morgenbecher');
    await expect.poll(() => page.locator('.why').allTextContents()).toContain('Mehr aus „Tassen“');
    await page.locator('[data-do=add]').click();
    await expect.poll(() => page.locator('#said').textContent()).toBe('Liegt im Warenkorb.');
    await page.reload();
    await expect.poll(() => heading(page)).toBe('Hoher Morgenbecher');
    await page.fill('#query', 'lamp');
    await page.keyboard.press('Enter');
    await expect.poll(() => heading(page)).toMatch(/^\d+ Treffer für „lamp“$/);
  });
});

test.each([
  ['de', 390, 'dark'],
  ['zh', 1280, 'light'],
  ['de', 1280, 'light'],
  ['zh', 390, 'dark'],
] as const)('no English is left in the shop: %s, %i px, %s', async (lang, width, colorScheme) => {
  const context = { viewport: { width, height: 844 }, colorScheme, reducedMotion: 'reduce' };
  await site.newContext(context as BrowserContextOptions);
  const page = await site.open(`/?lang=${lang}`);
  await page.locator('.shelf .card:visible').first().waitFor();
  const { words } = await load<Words>(`lang/${lang}.js`);
  for (const hash of ['#/', '#/c/kitchen', '#/p/rain-teapot', '#/basket', '#/s/lamp', '#/no']) {
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await expect.poll(() => englishLeft(page, words)).toEqual([]);
    const { wide, shown } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      shown: document.documentElement.clientWidth,
    }));
    expect([hash, wide]).toEqual([hash, shown]);
  }
  expect(await violations(page, ':root')).toEqual([]);
});

test.each([
  ['de', 1280, german],
  ['zh', 390, chinese],
] as const)('no English is left in the panel: %s, %i px', async (lang, width, own) => {
  const context = { viewport: { width, height: 844 }, reducedMotion: 'reduce' };
  await site.newContext(context as BrowserContextOptions);
  const page = await site.open(`/?lang=${lang}#/p/rain-teapot`);
  const { words } = await load<Words>(`lang/${lang}.js`);
  const table = { ...words, ...own };
  await page.locator('#inspector').evaluate((one) => one.removeAttribute('collapsed'));
  const panel = page.locator('#inspector');
  await expect.poll(() => panel.locator('.frame').getAttribute('lang')).toBe(lang);
  await page.locator('[data-do=add]').click();
  await page.evaluate(() => {
    location.hash = '#/c/kitchen';
  });
  await page.evaluate(() => {
    location.hash = '#/s/lamp';
  });
  const clean = async (view: string) =>
    await expect
      .poll(async () => [view, await englishLeft(page, table, '#inspector')], { timeout: 20_000 })
      .toEqual([view, []]);
  await panel.locator('.feed .taken').nth(3).waitFor();
  for (const view of ['Heard', 'Expected', 'Kept', 'Try'] as const) {
    await panel.locator(`#tab-${view}`).click();
    if (view === 'Expected') await panel.getByRole('button', { name: own.Why }).first().click();
    await clean(view);
    const text = await panel.locator('[role=tabpanel]').textContent();
    expect(text?.length).toBeGreaterThan(150);
    if (view === 'Expected') expect(text).toContain(own['Next product']);
  }
  // In the shop's own words, and in English again at a press.
  await panel.locator('#tab-Heard').click();
  await expect
    .poll(() => panel.locator('.feed .name').allTextContents())
    .toContain(words['Rain teapot']);
  // On a phone the panel lies over the buttons.
  await page.locator('[data-lang=en]').dispatchEvent('click');
  await expect.poll(() => panel.locator('#tab-Heard').textContent()).toContain('Heard');
  await expect.poll(() => panel.locator('.feed .name').allTextContents()).toContain('Rain teapot');
  expect(site.errors.list()).toEqual([]);
});

describe('the studio and the page for a log', () => {
  const LANGUAGES = ['de', 'zh'];
  const tableOf = async (lang: string): Promise<Record<string, string>> => ({
    ...(await load<Words>(`lang/${lang}.js`)).words,
    ...(await load<Words>(`lang/panels-${lang}.js`)).words,
    ...(await load<Words>(`lang/program-${lang}.js`)).words,
  });
  /** What `say` is given, and the texts of tables that it is given by name. */
  const said = async () => {
    const files = ['log', 'report', 'findings', 'dropped', 'program', 'words', 'studio/'].flatMap(
      (name) =>
        name.endsWith('/')
          ? readdirSync(join(repositoryRoot, 'demo', name)).map((file) => name + file)
          : `${name}.js`,
    );
    const literals = files.flatMap((file) => {
      const source = readFileSync(join(repositoryRoot, 'demo', file), 'utf8');
      return [...source.matchAll(/\b(?:say|said|faultOf)\(\s*'([^']+)'/g)].map(([, text]) => text);
    });
    const words = await load<Record<string, unknown>>('words.js');
    const { FINDINGS } = await load<{ FINDINGS: object }>('findings.js');
    const tables = [...Object.values(words), FINDINGS].filter((one) => typeof one === 'object');
    const items = Object.values(LISTS).flatMap((list) => list.items);
    const program = [...SENTENCES, ...items];
    return [
      ...literals,
      ...program,
      ...tables.flatMap((one) => Object.values(one as object) as string[]),
    ];
  };
  const places = (text: string) => [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name).sort();

  test.each(LANGUAGES)('the table of %s has every text, with the same places', async (lang) => {
    const table = await tableOf(lang);
    const texts = await said();
    expect(texts.length).toBeGreaterThan(200);
    expect(texts.filter((text) => !Object.hasOwn(table, text))).toEqual([]);
    for (const [english, text] of Object.entries(table)) {
      expect([english, places(text)]).toEqual([english, places(english)]);
    }
  });

  test('both tables have the same texts', async () => {
    const [german, chinese] = await Promise.all(LANGUAGES.map(tableOf));
    expect(Object.keys(german)).toEqual(Object.keys(chinese));
  });

  const settled = async (page: Page) => {
    await page.locator('.expected:not([aria-busy]) .products').waitFor();
    await page.locator('.tree:not([aria-busy]) ul').first().waitFor();
  };
  const played = (page: Page) =>
    page.locator('.panel-page:not([hidden]) [data-ready]').waitFor({ timeout: 120_000 });

  test.each([
    ['de', 1280],
    ['zh', 390],
    ['de', 390],
    ['zh', 1280],
  ] as const)('no English is left in the studio: %s, %i px', async (lang, width) => {
    const table = await tableOf(lang);
    await site.newContext({ viewport: { width, height: 844 }, reducedMotion: 'reduce' });
    const page = await site.open(`/studio.html?lang=${lang}`);
    const clean = async (name: string) => {
      expect([name, await englishLeft(page, table)]).toEqual([name, []]);
      const { wide, shown } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        shown: document.documentElement.clientWidth,
      }));
      expect([name, wide]).toEqual([name, shown]);
    };
    await page.locator('[data-focus="start-0"]').waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe(lang);
    await clean('empty');
    await page.locator('[data-focus="start-1"]').click();
    await settled(page);
    await page.locator('[data-focus^="out-"]').last().click();
    await page.locator('.products .moved:not(:empty)').first().waitFor({ state: 'attached' });
    await settled(page);
    await clean('why');
    for (const name of ['compare', 'moments', 'segments']) {
      await page.locator(`#panels a[href="#/${name}"]`).click();
      await played(page);
      if (name === 'moments') await page.locator('.outcome .verdict').waitFor();
      if (name === 'segments') await page.locator('.portrait:not([aria-busy])').waitFor();
      await clean(name);
    }
  });

  test('a press changes the language of all that is drawn, and keeps the visit', async () => {
    const page = await site.open('/studio.html');
    await page.locator('[data-focus="start-0"]').click();
    await settled(page);
    const events = () => page.locator('.visit .did').allTextContents();
    expect((await events())[1]).toBe('views Pebble table lamp');
    await page.locator('[data-focus^="out-"]').last().click();
    const line = page.locator('.change');
    await expect
      .poll(() => line.textContent())
      .toMatch(/^Without “puts Mushroom lamp into the cart”: /);
    await settled(page);
    await speak(page, 'de');
    await expect.poll(() => line.textContent()).toMatch(/^Ohne „In den Warenkorb: Pilzlampe“: /);
    await expect.poll(async () => (await events())[1]).toBe('Ansehen: Tischlampe Pebble');
    await settled(page);
    const reasons = () => page.locator('.products small').allTextContents();
    await expect.poll(async () => (await reasons()).join()).toContain('Mehr aus „Tischlampen“');
    expect(await page.locator('.products b').first().textContent()).toMatch(/^\d+(,\d)?\u00a0%$/);
    expect(await englishLeft(page, await tableOf('de'))).toEqual([]);
    await page.evaluate(() => {
      location.hash = '#/segments';
    });
    await played(page);
    await speak(page, 'zh');
    await expect.poll(() => page.title()).toBe('谁在店里？ · 工作室');
    await expect.poll(() => page.locator('[data-panel=segments] h2').textContent()).toContain('·');
    expect(await englishLeft(page, await tableOf('zh'))).toEqual([]);
    await speak(page, 'en');
    await expect.poll(() => page.title()).toBe('Who is in the shop? · Studio');
    // As many events as before, and the line still says what was done.
    expect(await events()).toHaveLength(5);
    await expect.poll(() => line.textContent()).toMatch(/^Without “puts Mushroom lamp/);
  });
});
