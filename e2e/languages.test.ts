import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { NextaisleShelf } from '../src/element.js';
import type { Nextaisle as Tag } from '../src/embed.js';
import type * as Nextaisle from '../src/index.js';
import { violations } from './browser.fixture.js';
import { serveDoors } from './doors.fixture.js';
import { STRICTEST_CSP } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

declare const lib: typeof Nextaisle;
declare const predictor: Nextaisle.Predictor;
declare const nextaisle: Tag;

const page_ = (html: string, shelf = '<nextaisle-shelf k="3"></nextaisle-shelf>') =>
  `<!doctype html><html ${html}><title>Shop</title><link rel="icon" href="data:,">
  <script type="module" src="/page.js"></script><main><h1>Shop</h1>${shelf}</main></html>`;
const PAGES = {
  '/none.html': page_(''),
  '/en.html': page_('lang="en"'),
  '/de.html': page_('lang="de-AT"'),
  '/zh.html': page_('lang="zh-CN"'),
  '/tw.html': page_('lang="zh-TW"'),
  '/ar.html': page_('lang="ar"'),
  '/ar-ltr.html': page_('lang="ar" dir="ltr"'),
  '/he.html': page_('lang="he" dir="rtl"'),
  '/light.html': page_('lang="de"', '<nextaisle-shelf k="3" light-dom></nextaisle-shelf>'),
  '/template.html': page_(
    'lang="de"',
    '<nextaisle-shelf k="3"><template><p lang="{{lang}}">{{reason}}</p></template></nextaisle-shelf>',
  ),
  '/tag.html': `<!doctype html><html lang="de"><title>Shop</title><link rel="icon" href="data:,">
    <script type="module" src="/lib/element.js"></script>
    <script async src="/lib/embed.js" data-model="/none.bin" data-consent="memory" data-lang="fr"></script>
    <main><h1>Shop</h1><nextaisle-shelf k="3"></nextaisle-shelf></main></html>`,
};
const SCRIPTS = {
  'page.js': `import * as lib from '/lib/index.js'; import '/lib/element.js'; window.lib = lib;`,
};
const site = useSite(() => serveDoors({ scripts: SCRIPTS, pages: PAGES, csp: STRICTEST_CSP }));

const PRODUCTS = [
  { id: 'mug', name: 'Mug', url: '#mug', price: 1234.5, currency: 'EUR', category: ['Cups'] },
  { id: 'cup', name: 'Cup', url: '#cup', price: 20, currency: 'EUR', category: ['Cups'] },
  { id: 'kub', name: 'كوب', url: '#kub', price: 7, currency: 'EUR', category: ['أكواب'] },
  { id: 'kas', name: 'كأس', url: '#kas', price: 8, currency: 'EUR', category: ['أكواب'] },
];

/** Opens a page on which the shopper looks at `seen`; the catalog has all products. */
async function open(path: string, options: Nextaisle.PredictorOptions = {}, seen = 'mug') {
  const page = await site.open(path);
  await page.waitForFunction(() => 'lib' in window);
  await page.evaluate(
    async ([catalog, options, seen]) => {
      const own = lib.createPredictor({
        ...{ model: null, consent: 'memory', catalog, sources: [] },
        ...(options as Nextaisle.PredictorOptions),
      });
      const said: string[] = [];
      own.on('prediction', ({ items }) => {
        for (const { reasons } of items) said.push(...reasons.map(({ text }) => text));
      });
      Object.assign(window, { predictor: own, said });
      for (const shelf of document.querySelectorAll<NextaisleShelf>('nextaisle-shelf'))
        shelf.predictor = own;
      own.track('click', seen as string);
      await own.predict();
    },
    [PRODUCTS, options, seen] as const,
  );
  return page;
}

/** Without the marks that isolate a name: what a reader sees. */
const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '');
const reasons = async (page: Page) =>
  (await page.locator('[part=reason]:visible').allInnerTexts()).filter(Boolean).map(plain);
const status = (page: Page) =>
  page.evaluate(() => {
    const { language, faults } = predictor.status();
    return { ...language, faults: faults.map(({ code, detail }) => `${code} ${detail}`) };
  });
/** Every reason of every prediction so far. */
const said = (page: Page) => page.evaluate(() => (window as unknown as { said: string[] }).said);
const shelf = (page: Page) => page.locator('nextaisle-shelf');

describe('in the language of the page', () => {
  test.each([
    ['/en.html', ['Viewed before', 'More in Cups'], '€1,234.50', 'Recommended products'],
    ['/none.html', ['Viewed before', 'More in Cups'], '€1,234.50', 'Recommended products'],
    ['/de.html', ['Schon angesehen', 'Mehr aus „Cups“'], '€ 1.234,50', 'Empfohlene Produkte'],
    ['/zh.html', ['浏览过', '同类商品：Cups'], '€1,234.50', '为你推荐'],
    ['/tw.html', ['瀏覽過', '同類商品：Cups'], '€1,234.50', '為你推薦'],
    ['/ar.html', ['سبقت مشاهدته', 'المزيد في قسم Cups'], '1,234.50', 'منتجات مقترحة'],
  ])('%s', async (path, words, price, label) => {
    const page = await open(path);
    expect((await reasons(page)).slice(0, 2)).toEqual(words);
    const [shown] = await page.locator('[part=price]').allInnerTexts();
    expect(shown.replace(/[\u00a0\u200f]/g, ' ')).toContain(price);
    expect(await page.locator('main').ariaSnapshot()).toContain(`- list "${label}"`);
    expect(await violations(page)).toEqual([]);
    expect((await status(page)).faults).toEqual([]);
    // Not even for a moment.
    const english = words[0] === 'Viewed before';
    expect((await said(page)).includes('Viewed before')).toBe(english);
  });

  test('an Arabic shelf begins at the right, unless the page says otherwise', async () => {
    const order = async (page: Page) => {
      const [first, second] = await page.locator('[part=items] li').all();
      return ((await first.boundingBox())?.x ?? 0) - ((await second.boundingBox())?.x ?? 0);
    };
    expect(await order(await open('/ar.html'))).toBeGreaterThan(0);
    expect(await order(await open('/ar-ltr.html'))).toBeLessThan(0);
    expect(await order(await open('/de.html'))).toBeLessThan(0);
  });

  /** The words of a reason, in the order in which the eye meets them from the left. */
  const seenOrder = (page: Page, text: string) =>
    page.evaluate((text) => {
      const root = document.querySelector('nextaisle-shelf')?.shadowRoot;
      const line = [...(root?.querySelectorAll('[part=reason]') ?? [])].find((one) =>
        one.textContent?.includes(text),
      )?.firstChild as Text;
      const whole = line.data;
      return whole
        .split(/\s+/)
        .map((word) => {
          const range = document.createRange();
          range.setStart(line, whole.indexOf(word));
          range.setEnd(line, whole.indexOf(word) + word.length);
          return { word: word.replace(/[\u2066-\u2069]/g, ''), x: range.getBoundingClientRect().x };
        })
        .sort((a, b) => a.x - b.x)
        .map(({ word }) => word);
    }, text);

  test('names of the other direction keep the order of the words', async () => {
    // English on a Hebrew page, for which there are no words: not "أكواب More in".
    const hebrew = await open('/he.html', {}, 'kub');
    expect(await seenOrder(hebrew, 'More in')).toEqual(['More', 'in', 'أكواب']);
    expect((await status(hebrew)).faults).toEqual(['TEXTS_MISSING he']);
    const german = await open('/de.html', {}, 'kub');
    expect((await seenOrder(german, 'Mehr aus'))[0]).toBe('Mehr');
    const arabic = await open('/ar.html');
    expect(await seenOrder(arabic, 'Cups')).toEqual(['Cups', 'قسم', 'في', 'المزيد']);
  });

  test('with the list in the page, and a template of the shop', async () => {
    const light = await open('/light.html');
    expect(await light.locator('main').ariaSnapshot()).toContain('- list "Empfohlene Produkte"');
    const template = await open('/template.html');
    const [first] = await shelf(template).locator('li p').all();
    expect([await first.textContent(), await first.getAttribute('lang')]).toEqual([
      'Schon angesehen',
      'de',
    ]);
  });

  test('the script tag has data-lang, which counts more than the page', async () => {
    const page = await site.open('/tag.html');
    await page.waitForFunction(() => window.nextaisle?.getSnapshot);
    await page.evaluate(() => {
      nextaisle.track('click', { id: 'mug', name: 'Mug', url: '#mug' });
    });
    await expect.poll(() => reasons(page)).toEqual(['Article déjà vu']);
  });
});

describe('when the page changes its language', () => {
  const change = (page: Page, lang: string) =>
    page.evaluate((lang) => {
      document.documentElement.lang = lang;
    }, lang);

  test('the shelf follows, from English and back', async () => {
    const page = await open('/en.html');
    for (const [lang, word] of [
      ['de', 'Schon angesehen'],
      ['ja', '以前に見た商品'],
      ['en-GB', 'Viewed before'],
      ['fr', 'Article déjà vu'],
    ]) {
      await change(page, lang);
      await expect.poll(() => reasons(page)).toContain(word);
      expect(await status(page)).toMatchObject({ wanted: lang, used: lang.slice(0, 2) });
    }
    await page.evaluate(() => predictor.destroy());
    await change(page, 'de');
    expect((await status(page)).used).toBe('fr');
  });

  test('the option stays', async () => {
    const page = await open('/en.html', { lang: 'nl' });
    await change(page, 'de');
    await page.evaluate(() => predictor.predict());
    expect(await reasons(page)).toContain('Eerder bekeken');
  });

  test('the last language wins, whichever file comes first', async () => {
    const page = await open('/en.html');
    await page.route('**/de-*.js', async (route) => {
      await change(page, 'es');
      await expect.poll(() => reasons(page)).toContain('Producto ya visto');
      await route.continue();
    });
    await change(page, 'de');
    await expect.poll(() => reasons(page)).toContain('Producto ya visto');
    await page.waitForLoadState('networkidle');
    expect((await status(page)).used).toBe('es');
  });
});

describe("a shop's own words", () => {
  test('are set as text; what is missing comes from the table', async () => {
    const page = await open('/de.html', {
      texts: { seen: '<b>Da warst du</b>', shelf: 'Für dich' },
    });
    expect((await reasons(page)).slice(0, 2)).toEqual(['<b>Da warst du</b>', 'Mehr aus „Cups“']);
    expect(await page.locator('main').ariaSnapshot()).toContain('- list "Für dich"');
  });
});

describe('when words cannot be loaded', () => {
  test.each(['**/chunks/languages.js', '**/lib/de-*.js'])('%s', async (file) => {
    await site.newContext();
    await site.context.route(file, (route) => route.abort());
    const page = await open('/de.html');
    expect((await reasons(page)).slice(0, 2)).toEqual(['Viewed before', 'More in Cups']);
    const { used, wanted, faults } = await status(page);
    expect([used, wanted]).toEqual(['en', 'de-AT']);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('CHUNK_MISSING');
    site.errors.take();
  });

  test('a file that does not answer keeps nobody waiting', async () => {
    await site.newContext();
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await site.context.route('**/lib/de-*.js', async (route) => {
      await held;
      await route.continue();
    });
    const page = await open('/de.html');
    expect(await reasons(page)).toContain('Viewed before');
    answer();
    await expect.poll(() => reasons(page)).toContain('Schon angesehen');
  });
});

test('an English page loads nothing for it', async () => {
  await site.newContext();
  const urls: string[] = [];
  site.context.on('request', (request) => void urls.push(request.url()));
  await open('/en.html');
  expect(urls.filter((url) => url.includes('languages'))).toEqual([]);
});
