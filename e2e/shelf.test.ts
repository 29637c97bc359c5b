import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
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

const shelf = (attributes = '', children = '') =>
  `<nextaisle-shelf k="4" ${attributes}>${children}</nextaisle-shelf>`;
const page_ = (body: string, html = 'lang="en"') => `<!doctype html><html ${html}>
  <title>Shop</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/shop.css">
  <script type="module" src="/page.js"></script>
  <body><main><h1>Shop</h1>${body}<p id="below">Below</p></main></body></html>`;
const LABELLED = shelf('heading="For you"', '<p slot="empty">Look around</p>');

/** A card of a shop's template, and what of it must be gone once a product filled it. */
const HOSTILE_TEMPLATES: [markup: string, selector: string][] = [
  ['<a href="{{name}}">a</a>', 'a[href]'],
  ['<a href="java{{brand}}">a</a>', 'a[href]'],
  ['<a ping="{{name}}">a</a>', 'a[ping]'],
  ['<img src="{{name}}" srcset="{{name}}">', 'img[src],img[srcset]'],
  ['<iframe src="{{image}}"></iframe>', 'iframe[src]'],
  ['<iframe src="{{name}}" srcdoc="{{name}}"></iframe>', 'iframe[src],iframe[srcdoc]'],
  ['<embed src="{{image}}"><object data="{{image}}"></object>', 'embed[src],object[data]'],
  ['<embed src="{{name}}"><object data="{{name}}"></object>', 'embed[src],object[data]'],
  ['<video src="{{image}}" poster="{{name}}"></video>', 'video[src],video[poster]'],
  [
    '<form action="{{name}}"><button formaction="{{name}}">b</button></form>',
    '[action],[formaction]',
  ],
  ['<input type="image" formaction="{{name}}" src="{{name}}">', '[formaction],[src]'],
  [
    '<svg><a xlink:href="{{name}}" href="{{name}}"><text>t</text></a></svg>',
    'svg a[href],svg a[*|href]',
  ],
  ['<svg><use href="{{image}}" /></svg>', 'use[href]'],
  [
    '<svg><a><set attributeName="href" to="{{name}}" /><animate attributeName="href" values="{{name}}" from="{{name}}" by="{{name}}" /><text>t</text></a></svg>',
    'set[to],animate[values],animate[from],animate[by]',
  ],
  ['<svg><animateTransform attributeName="{{name}}" /></svg>', 'animateTransform[attributeName]'],
  ['<base href="{{url}}">', 'base[href]'],
  ['<meta http-equiv="refresh" content="0;url={{url}}">', 'meta[content]'],
  ['<script src="{{url}}" id="{{id}}"></script>', 'script[src],script[id]'],
  [
    '<i data-src="{{name}}" data-href="{{name}}">a lazy loader copies these</i>',
    'i[data-src],i[data-href]',
  ],
];
const PWN = 'javascript:window.pwned=1//<img src=x onerror=window.pwned=1>';
const HOSTILE = {
  id: 'x',
  name: PWN,
  brand: 'script:window.pwned=1',
  url: '/elsewhere',
  image: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="top.pwned=1"/>',
};

const PAGES = {
  '/shelf.html': page_(
    `<button id="first">First</button>${LABELLED}<button id="last">Last</button>`,
  ),
  '/slots.html': page_(
    `<h2>Shelves</h2>${shelf('id="a" reserve="0"', '<h3 slot="heading">Chosen</h3>')}` +
      shelf('id="b" aria-label="More" exclude="#a"') +
      shelf('id="c" heading="Again" exclude="#d"') +
      shelf('id="d" heading="And again"'),
  ),
  '/light.html': page_(shelf('heading="For you" light-dom style-of="theme"')),
  '/rtl.html': page_(LABELLED, 'lang="he" dir="rtl"'),
  '/far.html': page_(`<p class="far">Far</p>${shelf('heading="For you"')}<p class="far">End</p>`),
  '/two.html': page_(shelf('id="a"') + shelf('id="b"')),
  '/late.html': page_(shelf('heading="For you" class="held"')).replace('/page.js', '/late.js'),
  '/template.html': page_(
    shelf(
      '',
      '<template><a href="{{url}}">{{name}}</a><script src="{{url}}" id="{{id}}"></script></template>',
    ),
  ),
  ...Object.fromEntries(
    // Each in a page of its own, because a shelf reads its template once.
    HOSTILE_TEMPLATES.map(([markup], at) => [
      `/hostile-${at}.html`,
      page_(shelf('', `<template>${markup}<b>{{name}}</b></template>`)),
    ]),
  ),
  '/tag.html': `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">
    <script src="/stub.js"></script><script type="module" src="/lib/element.js"></script>
    <script async src="/lib/embed.js" data-consent="granted" data-backend="webgl"></script>
    <main>${LABELLED}</main></html>`,
};
const SCRIPTS = {
  'page.js': `import * as lib from '/lib/index.js'; import '/lib/element.js'; window.lib = lib;`,
  'late.js': `import * as lib from '/lib/index.js'; window.lib = lib;
    window.define = () => import('/lib/element.js');`,
  'stub.js': `window.nextaisle = { q: [['track', 'click', { id: 'chair', name: 'Chair', url: '/chair' }]] };`,
  'shop.css': `body { margin: 8px; width: 800px; } [style-of=theme] li { background: rgb(1, 2, 3); } [style-of=theme] li * { color: white; }
    .wide { --nextaisle-columns: 2; --nextaisle-gap: 40px; } .tall { --nextaisle-height: 1234px; }
    .far { height: 3000px; } nextaisle-shelf.held { display: block; min-height: 900px; }`,
};
const CHAIR = { id: 'chair', name: 'Chair', url: '#chair', image: '/art/chair.svg', price: 20 };
const LAMP = {
  id: 'lamp',
  name: 'Lamp',
  url: '#lamp',
  image: '/art/lamp.svg',
  currency: 'EUR',
  price: 1234.5,
};
const VASE = {
  id: 'vase',
  name: `A vase ${'with a long name '.repeat(20)}`,
  url: '#vase',
  image: '/art/vase.svg',
};
const SOFA = { id: 'sofa', name: 'Sofa', url: '#sofa', image: '/art/none.svg', price: 900 };

const site = useSite(
  () => serveDoors({ scripts: SCRIPTS, pages: PAGES, csp: STRICTEST_CSP }),
  // Policy reports count as errors.
  { strict: true },
);

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="700"/>`;

/**
 * Opens a page whose `window.predictor` ranks the latest view first.
 * @param isTimed the test controls the page's clock.
 */
async function open(
  path: string,
  prepare?: () => void,
  options: BrowserContextOptions = {},
  isTimed = false,
): Promise<Page> {
  const context = await site.newContext({ viewport: { width: 900, height: 1500 }, ...options });
  await context.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  if (prepare) await context.addInitScript(prepare);
  await context.route('**/art/*', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: picture }),
  );
  const page = await site.newPage();
  if (isTimed) await page.clock.install();
  await page.goto(site.url + path);
  if (path !== '/tag.html') {
    await page.waitForFunction(() => 'lib' in window);
    await page.evaluate(() => {
      const own = lib.createPredictor({ model: null, consent: 'memory' });
      Object.assign(window, { predictor: own });
      for (const one of document.querySelectorAll<NextaisleShelf>('nextaisle-shelf'))
        one.predictor = own;
    });
  }
  return page;
}

/** Views items; the last one ranks first. */
const look = (page: Page, ...items: object[]) =>
  page.evaluate(async (items) => {
    for (const item of items as Nextaisle.Item[]) predictor.track('click', item);
    await predictor.predict();
  }, items);
const names = (of: Page | Locator) => of.locator('[part=name]:visible').allInnerTexts();
const twoFrames = (page: Page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
const shifted = async (page: Page) => {
  await twoFrames(page);
  return page.evaluate(() =>
    (window as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0),
  );
};
describe('to a screen reader', () => {
  test('an empty shelf is its text; a filled one is a list named by its heading', async () => {
    const page = await open('/shelf.html');
    const main = page.locator('main');
    expect(await main.ariaSnapshot()).toBe(
      ['- heading "Shop" [level=1]', '- button "First"', '- paragraph: Look around']
        .concat(['- button "Last"', '- paragraph: Below'])
        .map((line) => `  ${line}`)
        .join('\n')
        .replace(/^/, '- main:\n'),
    );
    expect(await violations(page)).toEqual([]);
    await look(page, CHAIR, LAMP);
    const tree = await main.ariaSnapshot();
    expect(tree).toContain('heading "For you" [level=2]');
    expect(tree).toContain('- list "For you":');
    // The picture is decorative; the link has name, price and reason.
    expect(tree).toMatch(/link "Lamp €1,234\.50[^"]*"/);
    expect(tree).not.toMatch(/- img|Look around/);
    expect(tree.match(/- listitem/g)).toHaveLength(2);
    expect(await violations(page)).toEqual([]);
  });

  test('a new ranking is not announced', async () => {
    const page = await open('/shelf.html');
    await look(page, CHAIR, LAMP);
    const client = await site.context.newCDPSession(page);
    const { nodes } = await client.send('Accessibility.getFullAXTree');
    const live = nodes.flatMap(({ role, properties = [] }) =>
      properties.filter(({ name, value }) => name === 'live' && value.value !== 'off' && role),
    );
    expect(nodes.some(({ role }) => role?.value === 'list')).toBe(true);
    expect(live).toEqual([]);
  });

  test('slots set heading and name; shelves share no items only on request', async () => {
    const page = await open('/slots.html');
    await look(
      page,
      CHAIR,
      LAMP,
      VASE,
      SOFA,
      { id: 'stool', name: 'Stool' },
      { id: 'table', name: 'Table' },
    );
    const tree = await page.locator('main').ariaSnapshot();
    expect(tree).toContain('heading "Chosen" [level=3]');
    expect(tree).toContain('- list "Chosen":');
    expect(tree).toContain('- list "More":');
    const top = ['Table', 'Stool', 'Sofa', expect.stringContaining('A vase')];
    expect(await names(page.locator('#a'))).toEqual(top);
    // On request, items of the shelf above are left out; never those of a shelf below.
    expect(await names(page.locator('#b'))).toEqual(['Lamp', 'Chair']);
    expect(await names(page.locator('#c'))).toEqual(top);
    expect(await names(page.locator('#d'))).toEqual(top);
    expect(await violations(page)).toEqual([]);
  });
});

test('keeps the rules of its predictor that its attributes do not name', async () => {
  const page = await open('/shelf.html');
  await page.evaluate(() => {
    predictor.destroy();
    const own = lib.createPredictor({
      model: null,
      consent: 'memory',
      rules: { exclude: ['current'], filter: ({ id }) => id !== 'lamp', available: false },
    });
    Object.assign(window, { predictor: own });
    const one = document.querySelector<NextaisleShelf>('nextaisle-shelf');
    if (one) one.predictor = own;
  });
  await look(page, CHAIR, LAMP, { ...VASE, name: 'Vase', available: false }, SOFA);
  expect(await names(page)).toEqual(['Vase', 'Chair']);
});

describe('by keyboard', () => {
  const focused = (page: Page) =>
    page.evaluate(() => {
      const inner = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
      return inner?.getAttribute('href') ?? inner?.id;
    });

  test('Tab reaches cards in order, with a visible focus', async () => {
    const page = await open('/shelf.html');
    await look(page, CHAIR, LAMP, SOFA);
    await page.focus('#first');
    const way: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('Tab');
      way.push(await focused(page));
    }
    expect(way).toEqual(['#sofa', '#lamp', '#chair', 'last']);
    await page.keyboard.press('Shift+Tab');
    const outline = await page
      .locator('a[href="#chair"]')
      .evaluate((link) => getComputedStyle(link).outline);
    expect(outline).toContain('solid 2px');
  });

  test('the focused card stays in place while the others are ranked again', async () => {
    const page = await open('/shelf.html');
    await look(page, CHAIR, LAMP, SOFA);
    await page.focus('#first');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('#lamp');
    await look(page, { ...VASE, name: 'Vase' }, CHAIR);
    expect(await focused(page)).toBe('#lamp');
    expect(await names(page)).toEqual(['Chair', 'Lamp', 'Vase', 'Sofa']);
    // Even an excluded item stays while its card has focus.
    await page.evaluate(() => {
      document.querySelector('nextaisle-shelf')?.setAttribute('exclude', 'lamp');
    });
    expect(await focused(page)).toBe('#lamp');
    expect(await names(page)).toEqual(['Chair', 'Lamp', 'Vase', 'Sofa']);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('#vase');
    await page.focus('#last');
    expect(await names(page)).toEqual(['Chair', 'Vase', 'Sofa']);
  });

  test('a mouse click does not hold back a new ranking', async () => {
    const page = await open('/shelf.html');
    await look(page, CHAIR, LAMP);
    await page.click('a[href="#chair"]');
    await look(page, SOFA);
    expect(await names(page)).toEqual(['Sofa', 'Lamp', 'Chair']);
  });
});

describe('nothing below moves', () => {
  test('while the shelf fills or ranks again, with late or missing pictures', async () => {
    const page = await open('/shelf.html');
    let send = () => {};
    const held = new Promise<void>((done) => {
      send = done;
    });
    await site.context.route('**/art/*', async (route) => {
      await held;
      if (route.request().url().endsWith('none.svg')) await route.fulfill({ status: 404 });
      else await route.fulfill({ contentType: 'image/svg+xml', body: picture });
    });
    // Shifts so far come from defining the element late: see the next test.
    const painted = await shifted(page);
    const at = () => page.locator('#below').evaluate((p) => p.getBoundingClientRect().top);
    const before = await at();
    expect(before).toBeGreaterThan(300);
    await look(page, CHAIR);
    await twoFrames(page);
    await look(page, LAMP, VASE);
    await twoFrames(page);
    await look(page, CHAIR, SOFA);
    await twoFrames(page);
    expect(await names(page)).toHaveLength(4);
    send();
    await page.waitForFunction(() => {
      const root = document.querySelector('nextaisle-shelf')?.shadowRoot;
      const images = [...(root?.querySelectorAll('img') ?? [])];
      return images.length === 4 && images.every(({ complete }) => complete);
    });
    await look(page, LAMP);
    expect(await shifted(page)).toBe(painted);
    expect(await at()).toBe(before);
    // The 404 that this test causes.
    expect(site.errors.take()).toEqual([expect.stringContaining('none.svg')]);
  });

  test('when the element is defined late, with one line of CSS in the page', async () => {
    const page = await open('/late.html');
    await twoFrames(page);
    await page.evaluate('window.define()');
    await look(page, CHAIR, LAMP);
    expect(await names(page)).toEqual(['Lamp', 'Chair']);
    expect(await shifted(page)).toBe(0);
  });

  test('except without reserved places, which proves the measurement', async () => {
    const page = await open('/shelf.html');
    await page.evaluate(() =>
      document.querySelector('nextaisle-shelf')?.setAttribute('reserve', '0'),
    );
    await twoFrames(page);
    const before = await shifted(page);
    await look(page, CHAIR, LAMP);
    expect(await shifted(page)).toBeGreaterThan(before);
  });

  test('has no animation, so there is no motion to reduce', async () => {
    const page = await open('/shelf.html');
    await look(page, CHAIR, LAMP);
    await look(page, CHAIR);
    const moving = await page.evaluate(
      () => document.querySelector('nextaisle-shelf')?.getAnimations({ subtree: true }).length,
    );
    expect(moving).toBe(0);
  });
});

describe('in the page’s own style', () => {
  test('runs right to left, with names and prices in their own direction', async () => {
    const page = await open('/rtl.html');
    await look(page, { ...CHAIR, name: 'כיסא' }, LAMP);
    const cards = await page.locator('a:visible').evaluateAll((links) =>
      links.map((link) => {
        const of = (part: string) =>
          getComputedStyle(link.querySelector(`[part=${part}]`) as Element);
        const { left, right } = link.getBoundingClientRect();
        return {
          left,
          right,
          name: of('name').direction,
          price: of('price').direction,
          align: of('name').textAlign,
        };
      }),
    );
    expect(cards[0].left).toBeGreaterThan(cards[1].right);
    expect(cards.map(({ name, price }) => [name, price])).toEqual([
      // Hebrew amounts contain a direction mark.
      ['ltr', 'rtl'],
      ['rtl', 'ltr'],
    ]);
    // Each has its own direction, but all align with the page.
    expect(cards.map(({ align }) => align)).toEqual(['right', 'right']);
  });

  test('variables set columns, gap and height', async () => {
    const page = await open('/shelf.html');
    await look(page, CHAIR, LAMP, VASE, SOFA);
    await page.evaluate(() =>
      document.querySelector('nextaisle-shelf')?.classList.add('wide', 'tall'),
    );
    const [columns, gap, height] = await page.evaluate(() => {
      const host = document.querySelector('nextaisle-shelf') as HTMLElement;
      const list = host.shadowRoot?.querySelector('ul') as HTMLElement;
      const { gridTemplateColumns, columnGap } = getComputedStyle(list);
      return [gridTemplateColumns.split(' ').length, columnGap, host.offsetHeight];
    });
    expect([columns, gap, height]).toEqual([2, '40px', 1234]);
  });

  test('light-dom: the theme’s CSS reaches the cards, and the list keeps its name', async () => {
    const page = await open('/light.html');
    await look(page, CHAIR, LAMP);
    const cards = page.locator('nextaisle-shelf > ul > li:visible');
    expect(await cards.count()).toBe(2);
    const colour = await cards.first().evaluate((card) => getComputedStyle(card).backgroundColor);
    expect(colour).toBe('rgb(1, 2, 3)');
    expect(await page.locator('main').ariaSnapshot()).toContain('- list "For you":');
    expect(await violations(page)).toEqual([]);
  });
});

describe('a card', () => {
  test('that stays keeps its picture, is one impression, and reports its clicks', async () => {
    const page = await open('/shelf.html');
    await page.evaluate(() => {
      const told: unknown[] = [];
      Object.assign(window, { told });
      for (const kind of ['impression', 'click']) {
        document.addEventListener(`nextaisle:${kind}`, (event) => {
          const { item, rank } = (event as CustomEvent).detail;
          told.push(`${kind} ${item} ${rank}`);
        });
      }
    });
    const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
    await look(page, CHAIR, LAMP);
    await expect
      .poll(async () => (await told()).sort())
      .toEqual(['impression chair 2', 'impression lamp 1']);
    const image = await page.locator('a[href="#chair"] img').elementHandle();
    await look(page, CHAIR);
    // Removed and added again, as a router does.
    await page.evaluate(() => {
      const one = document.querySelector('nextaisle-shelf') as HTMLElement;
      one.remove();
      document.querySelector('main')?.prepend(one);
    });
    expect(await names(page)).toEqual(['Chair', 'Lamp']);
    expect(await image?.evaluate((node) => node.isConnected)).toBe(true);
    await page.click('a[href="#chair"]');
    await look(page, SOFA);
    // Any second impression of the chair would come before the sofa's.
    await expect.poll(told).toContain('impression sofa 2');
    expect((await told()).sort()).toEqual([
      'click chair 1',
      'impression chair 2',
      'impression lamp 1',
      'impression sofa 2',
    ]);
  });

  test('from the shop’s template never runs item values as script', async () => {
    const page = await open('/template.html');
    await look(page, { id: 'x', name: 'X', url: '/lib/element.js' });
    const script = await page
      .locator('nextaisle-shelf script')
      .first()
      .evaluate((one) => [one.getAttribute('src'), one.id]);
    expect(script).toEqual([null, '']);
    expect(await page.getByRole('link', { name: 'X' }).count()).toBe(1);
  });
});

// Whatever the template: the values of a product are text, or addresses that were checked.
test.each(HOSTILE_TEMPLATES.map((one, at) => [...one, at] as const))(
  'a template with %s runs nothing that a product says',
  async (_, gone, at) => {
    const page = await open(`/hostile-${at}.html`);
    await look(page, HOSTILE);
    const card = page.locator('nextaisle-shelf li').first();
    expect(await card.locator('b').textContent()).toBe(PWN);
    expect(await card.evaluate((one, gone) => one.querySelectorAll(gone).length, gone)).toBe(0);
    // The values of an animation, of a frame: a frame later they would have been taken.
    await twoFrames(page);
    for (const link of await card.locator('a').elementHandles())
      await link.evaluate((one) =>
        one.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true })),
      );
    await twoFrames(page);
    expect(await page.evaluate(() => [Object.hasOwn(window, 'pwned'), location.pathname])).toEqual([
      false,
      `/hostile-${at}.html`,
    ]);
    expect(await page.evaluate(() => document.baseURI)).toContain('/hostile-');
  },
);

describe('an impression', () => {
  type Told = { item: string; prediction: string };
  const told = async (page: Page) => {
    const list = await page.evaluate(() => (window as unknown as { told: Told[] }).told);
    return list.map(({ item }) => item).sort();
  };
  const hear = (page: Page) =>
    page.evaluate(() => {
      const told: unknown[] = [];
      Object.assign(window, { told });
      document.addEventListener('nextaisle:impression', (event) =>
        told.push((event as CustomEvent).detail),
      );
    });
  /** Opens a page with a paused clock, moved only by the test. */
  const openPaused = async (path: string, ...items: object[]) => {
    const page = await open(path, undefined, {}, true);
    await look(page, ...items);
    await hear(page);
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 60_000);
    return page;
  };
  /** Scrolls this share of the first card into view. @returns the share the browser reports. */
  const scroll = (page: Page, share: number) =>
    page.evaluate((share) => {
      const root = document.querySelector('nextaisle-shelf')?.shadowRoot;
      const card = root?.querySelector('li') as HTMLElement;
      const { top, height } = card.getBoundingClientRect();
      scrollBy(0, top + share * height - innerHeight);
      // A new observer reports on the next frame, after older observers.
      return new Promise<number>((resolve) => {
        const observer = new IntersectionObserver(([{ intersectionRatio }]) => {
          observer.disconnect();
          resolve(intersectionRatio);
        });
        observer.observe(card);
      });
    }, share);
  const setHidden = (page: Page, hidden: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);

  test('is not counted for a card scrolled past, nor for less than half of it', async () => {
    const page = await openPaused('/far.html', CHAIR);
    expect(await scroll(page, 1)).toBeCloseTo(1, 1);
    await page.clock.runFor(999);
    expect(await scroll(page, -2)).toBe(0);
    await page.clock.runFor(5000);
    expect(await scroll(page, 0.4)).toBeCloseTo(0.4, 1);
    await page.clock.runFor(5000);
    expect(await told(page)).toEqual([]);
  });

  test('is counted once for half of a card in view for a second', async () => {
    const page = await openPaused('/far.html', CHAIR, LAMP);
    expect(await scroll(page, 0.6)).toBeCloseTo(0.6, 1);
    await page.clock.runFor(999);
    expect(await told(page)).toEqual([]);
    await page.clock.runFor(1);
    expect(await told(page)).toEqual(['chair', 'lamp']);
    for (const share of [-2, 1, -2, 1]) {
      await scroll(page, share);
      await page.clock.runFor(5000);
    }
    // Not counted again when it moves to another place.
    await look(page, CHAIR);
    await scroll(page, 1);
    await page.clock.runFor(5000);
    expect(await told(page)).toEqual(['chair', 'lamp']);
    const seen = await page.evaluate(() => {
      const places = document.querySelector('nextaisle-shelf')?.shadowRoot?.querySelectorAll('li');
      const { told } = window as unknown as { told: Told[] };
      return [...(places ?? [])].flatMap(({ dataset: { id, seen } }) =>
        id ? [[id, seen === told.find(({ item }) => item === id)?.prediction]] : [],
      );
    });
    // The card keeps the mark that `lift()` reads when its code loads later.
    expect(seen).toEqual([
      ['chair', true],
      ['lamp', true],
    ]);
  });

  test('is not counted in a hidden tab; its second starts when the tab is shown', async () => {
    const page = await openPaused('/far.html', CHAIR);
    await scroll(page, 1);
    await page.clock.runFor(999);
    await setHidden(page, true);
    await page.clock.runFor(5000);
    await setHidden(page, false);
    await page.clock.runFor(999);
    expect(await told(page)).toEqual([]);
    await page.clock.runFor(1);
    expect(await told(page)).toEqual(['chair']);
  });

  test('starts again when a card gets another item', async () => {
    const page = await openPaused('/far.html', CHAIR);
    await scroll(page, 1);
    await page.clock.runFor(900);
    await look(page, LAMP);
    expect(await names(page)).toEqual(['Lamp', 'Chair']);
    await scroll(page, 1);
    await page.clock.runFor(999);
    expect(await told(page)).toEqual([]);
    await page.clock.runFor(1);
    expect(await told(page)).toEqual(['chair', 'lamp']);
  });

  test('counts for the predictor of its shelf only, also when lift() loads later', async () => {
    const page = await open('/two.html');
    await hear(page);
    await page.evaluate(
      async (items) => {
        const other = lib.createPredictor({ model: null, consent: 'memory' });
        Object.assign(window, { other });
        const shelf = document.querySelector<NextaisleShelf>('#b');
        if (shelf) shelf.predictor = other;
        await predictor.lift();
        const [first, ...rest] = items as Nextaisle.Item[];
        predictor.track('click', first);
        for (const item of rest) other.track('click', item);
        await Promise.all([predictor.predict(), other.predict()]);
      },
      [CHAIR, LAMP, VASE],
    );
    await expect.poll(() => told(page)).toEqual(['chair', 'lamp', 'vase']);
    const shown = await page.evaluate(async () => {
      const { other } = window as unknown as { other: Nextaisle.Predictor };
      const lifts = await Promise.all([predictor.lift(), other.lift()]);
      return lifts.map(({ recommendations }) => recommendations.shown);
    });
    expect(shown).toEqual([1, 2]);
  });
});

test('without constructable style sheets the shelf uses a style element', async () => {
  const forbid = () => {
    window.CSSStyleSheet = class {
      constructor() {
        throw new TypeError('Illegal constructor');
      }
    } as unknown as typeof CSSStyleSheet;
  };
  const page = await open('/shelf.html', forbid, { bypassCSP: true });
  await look(page, CHAIR);
  const display = await page
    .locator('nextaisle-shelf ul')
    .evaluate((list) => getComputedStyle(list).display);
  expect(display).toBe('grid');
});

describe('under the strictest policies (Trusted Types, no inline style)', () => {
  test('the shelf is styled', async () => {
    const page = await open('/shelf.html');
    await look(page, CHAIR);
    const display = await page.evaluate(() => {
      const root = document.querySelector('nextaisle-shelf')?.shadowRoot as ShadowRoot;
      const list = root.querySelector('ul') as HTMLElement;
      return [getComputedStyle(list).display, root.querySelector('style')];
    });
    expect(display).toEqual(['grid', null]);
    // Proves that the policies are active here.
    const refused = await page.evaluate(() => {
      try {
        document.body.innerHTML = '<p>';
        return 'allowed';
      } catch (thrown) {
        return (thrown as Error).name;
      }
    });
    expect(refused).toBe('TypeError');
    site.errors.take();
  });

  test('the script tag works, with its WebGL chunk, explain and forecast', async () => {
    const page = await open('/tag.html');
    await page.waitForFunction(() => nextaisle.status?.().state === 'ready');
    const told = await page.evaluate(async () => {
      nextaisle.track('cart', { id: 'lamp', name: 'Lamp', url: '/lamp' });
      const { backend } = await nextaisle.predict();
      const why = await nextaisle.explain('lamp');
      const { futures } = await nextaisle.forecast({ samples: 2 });
      return {
        backend,
        why: why.length,
        futures: futures.length,
        store: nextaisle.status().store.kind,
      };
    });
    expect(told).toEqual({ backend: 'webgl', why: 2, futures: 2, store: 'indexeddb' });
    expect((await names(page)).sort()).toEqual(['Chair', 'Lamp']);
  });
});
