import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { serve } from './serve.fixture.js';
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

test('both tables have every product, department, kind and line of text', async () => {
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
      ['de', 'Becher für jeden Tag', 'Sitzen', '22 €', 'In den Warenkorb'],
      ['zh', '日常马克杯', '坐具', '€22', '加入购物车'],
      ['en', 'Everyday mug', 'Seating', '€22', 'Add to basket'],
    ]) {
      await speak(page, lang);
      await expect.poll(() => heading(page)).toBe(name);
      expect(await page.getAttribute('html', 'lang')).toBe(lang);
      expect(await page.title()).toBe(`${name} · Fernholm`);
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
