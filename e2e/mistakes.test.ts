import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type * as Nextaisle from '../src/index.js';
import { serveDoors } from './doors.fixture.js';
import { STRICT_CSP } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

/*
 * The mistakes that people make, each by hand in a real page: in development one line in the console
 * that names what was given, what is allowed, and a link; elsewhere nothing but `status()` and
 * `on('error')`.
 */

declare const heard: Nextaisle.PredictorError[];
declare const also: Nextaisle.Predictor;

const LINK = 'https://cdn.jsdelivr.net/npm/nextaisle/docs/guide/errors.md#';

const PAGES = {
  '/page.html': '<!doctype html><main></main><script type="module" src="/page.js"></script>',
  '/bare.html':
    '<!doctype html><nextaisle-shelf></nextaisle-shelf><script type="module" src="/element.js"></script>',
  '/tag.html': `<!doctype html><script src="/queue.js"></script>
    <script async src="/lib/embed.js" data-retension="7" data-consent="yes" data-cookieconsent="x"
      data-model="/lib/shop.safetensors" data-sources="dom"></script>`,
  '/products.html': '<!doctype html><title>Shop</title>',
};
const SCRIPTS = {
  'page.js': `import * as lib from '/lib/index.js'; import '/lib/element.js'; window.lib = lib;`,
  'element.js': `import '/lib/element.js';`,
  'queue.js': `window.nextaisle = function () { nextaisle.q.push(arguments); }; nextaisle.q = [];
    window.heard = []; nextaisle('on', 'error', (error) => heard.push(error));`,
  'products.json': JSON.stringify({ products: [{ id: 1, title: 'Mug' }, { uid: 2 }] }),
  'items.json': JSON.stringify([{ name: 'Mug' }]),
  'lfs.safetensors': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
};

const site = useSite(() => serveDoors({ scripts: SCRIPTS, pages: PAGES, csp: STRICT_CSP }));

async function open(path: string): Promise<{ page: Page; warned: string[] }> {
  await site.newContext({});
  const page = await site.newPage();
  const warned: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') warned.push(message.text());
  });
  await page.goto(site.url + path);
  return { page, warned };
}

/** What is done in the page: `lib` is the library, `make(options)` a predictor that is listened to. */
type Mistake = [name: string, script: string, code: string, ...words: string[]];

const MISTAKES: Mistake[] = [
  [
    'an option',
    'make({ retension: { days: 7 } })',
    'BAD_OPTION',
    'retension',
    '{"days":7}',
    '"retention"?',
  ],
  [
    'an option of an option',
    'make({ retention: { day: 7 } })',
    'BAD_OPTION',
    'retention.day is 7',
    '"days"?',
  ],
  ['a value', "make({ backend: 'gpu' })", 'BAD_OPTION', 'backend is "gpu"', '"cpu"', '"webgl"?'],
  [
    'a number as text',
    "make({ sessionMinutes: '30' })",
    'BAD_OPTION',
    'sessionMinutes is "30"',
    'a number above 0',
  ],
  ['a source', "make({ sources: ['ga5'] })", 'BAD_OPTION', '["ga5"]', '"ga4"?'],
  [
    'a source that throws',
    "make({ sources: [{ name: 'track', start() { throw new Error('no till'); } }] })",
    'CALLBACK_FAILED',
    'sources: track',
    'no till',
  ],
  [
    'a template that cannot be filled',
    // In older browsers a name like `@click` cannot be set.
    `make({ catalog: [1, 2].map((n) => ({ id: 'mug-' + n, name: 'Mug', url: '/' + n })) });
      document.body.insertAdjacentHTML('beforeend',
        '<nextaisle-shelf k="2"><template><a @click="{{url}}">{{name}}</a></template></nextaisle-shelf>');
      const shelf = document.querySelector('nextaisle-shelf');
      const set = Element.prototype.setAttribute;
      Element.prototype.setAttribute = function (name, value) {
        if (name === '@click') throw new DOMException('not a name', 'InvalidCharacterError');
        return set.call(this, name, value);
      };
      shelf.predictor = made;`,
    'CALLBACK_FAILED',
    'nextaisle-shelf: template',
  ],
  ['no options', 'make(7)', 'BAD_OPTION', 'options is 7', '"consent"'],
  ['text as options', "make('granted')", 'BAD_OPTION', 'options is "granted"'],
  ['a list as options', 'make([])', 'BAD_OPTION', 'options is []'],
  ['null as options', 'make(null)', 'BAD_OPTION', 'options is null'],
  ['rules', "make({ rules: 'k4' })", 'BAD_OPTION', 'rules is "k4"', '"maxPerCategory"'],
  [
    'a rule',
    'make({ rules: { maxPerCat: 1 } })',
    'BAD_OPTION',
    'rules.maxPerCat is 1',
    '"maxPerCategory"?',
  ],
  [
    'a rule of another kind',
    "make({ rules: { k: 'eight' } })",
    'BAD_OPTION',
    'rules.k is "eight"',
    'a number from 0',
  ],
  [
    'a word of exclude',
    "make({ rules: { exclude: ['curent'] } })",
    'BAD_OPTION',
    'rules.exclude is "curent"',
    '"current"?',
  ],
  [
    'a word of fallback',
    "make({ rules: { fallback: 'populer' } })",
    'BAD_OPTION',
    'rules.fallback is "populer"',
    '"popular"?',
  ],
  [
    'a page',
    "make({ pages: { produkt: '/p/:id' } })",
    'BAD_OPTION',
    'pages.produkt is "/p/:id"',
    '"product"?',
  ],
  [
    'a pattern',
    "make({ pages: { product: '/p/' } })",
    'BAD_OPTION',
    'pages.product is "/p/"',
    '":id"',
  ],
  [
    'a shop card in percent',
    'make({ shop: { conversion: 2.1 } })',
    'BAD_OPTION',
    'shop.conversion is 2.1',
    '0.021 for 2.1%',
  ],
  [
    'a name of a shop card',
    'make({ shop: { conversion: 0.02, bounceRate: 0.4 } })',
    'BAD_OPTION',
    'shop.bounceRate is 0.4',
    '"bounce"?',
  ],
  ['text as a shop card', "make({ shop: '2%' })", 'BAD_OPTION', 'shop is "2%"', 'conversion=0.021'],
  ['a number as a shop card', 'make({ shop: 0.02 })', 'BAD_OPTION', 'shop is 0.02'],
  [
    'rules of predict()',
    'const p = make(); await p.predict({ limit: 3 })',
    'BAD_OPTION',
    'rules.limit is 3',
    '"k"?',
  ],
  [
    'rules of getSnapshot()',
    'const p = make(); await p.ready; p.getSnapshot(8)',
    'BAD_OPTION',
    'rules is 8',
  ],
  [
    'a listener',
    "make().on('predictions', () => {})",
    'BAD_OPTION',
    'on is "predictions"',
    '"prediction"?',
  ],
  [
    'no function',
    "make().on('prediction', 'log')",
    'BAD_OPTION',
    'on: listener is "log"',
    'a function',
  ],
  [
    'a type',
    "make().track('add_to_cart', 'mug-1')",
    'BAD_EVENT',
    'add_to_cart',
    '"view"',
    '"cart"?',
  ],
  ['another type', "make().track('pageview', 'mug-1')", 'BAD_EVENT', 'pageview', '"view"?'],
  [
    'a product',
    "make().track('cart', { sku: 'mug-1' })",
    'BAD_EVENT',
    '{"sku":"mug-1"}',
    'an id of 1 to 200',
  ],
  [
    'a time',
    "make().track('view', 'mug-1', { ts: 'yesterday' })",
    'BAD_EVENT',
    'time',
    'milliseconds',
  ],
  ['consent', "make().consent('yes')", 'BAD_OPTION', 'consent() is "yes"', '"granted"?'],
  [
    'consent as an option',
    "make({ consent: 'yes' })",
    'BAD_OPTION',
    'consent is "yes"',
    '"granted"?',
  ],
  [
    'forget()',
    "make().forget('everything').catch(() => {})",
    'BAD_OPTION',
    'forget is "everything"',
    '"all"',
  ],
  [
    'explain()',
    "await make().explain('no-such')",
    'BAD_OPTION',
    'explain is "no-such"',
    'the id of an item',
  ],
  [
    'forecast()',
    'await make().forecast({ step: 3 })',
    'BAD_OPTION',
    'forecast.step is 3',
    '"steps"?',
  ],
  ['lift()', "await make().lift('x')", 'BAD_OPTION', 'lift is "x"', 'no argument'],
  ['when()', 'make().when({ intnt: {} }, () => {})', 'BAD_OPTION', 'when.intnt', '"intent"?'],
  [
    'a rule of when()',
    'make().when({ intent: { purchase: 0.5 } }, () => {})',
    'BAD_OPTION',
    '"purchase":0.5',
    '{ above }',
  ],
  [
    'two predictors',
    'make(); window.also = lib.createPredictor({ model: null, sources: [] }); also.on("error", (error) => heard.push(error))',
    'BAD_OPTION',
    'namespace, again is "default"',
    'destroy()',
  ],
  [
    'a filter that throws',
    "make({ rules: { filter: () => { throw new Error('no price') } } })",
    'CALLBACK_FAILED',
    'rules.filter',
    'no price',
  ],
  [
    'a filter that promises',
    'make({ rules: { filter: async () => true } })',
    'CALLBACK_FAILED',
    'rules.filter',
    'a promise',
  ],
  [
    'a boost',
    "make({ rules: { boost: { items: { 'mug-1': NaN } } } })",
    'BAD_OPTION',
    'rules.boost.items.mug-1 is NaN',
    'a number above 0',
  ],
  [
    'a boost that is a function',
    'make({ rules: { boost: () => NaN } })',
    'BAD_OPTION',
    'rules.boost is function',
    '"items"',
  ],
  [
    'a listener that throws',
    "make().on('prediction', () => { throw new Error('boom') })",
    'CALLBACK_FAILED',
    'on("prediction")',
    'boom',
  ],
  [
    'a part of a world that is no function',
    'make({ environment: { now: 7 } })',
    'BAD_OPTION',
    'environment.now is 7',
    'a function',
  ],
  [
    'a catalog that is not there',
    "make({ catalog: '/none.json' })",
    'CATALOG_FAILED',
    '/none.json: read 0',
    'HTTP 404',
  ],
  [
    'a catalog that is a page',
    "make({ catalog: '/products.html' })",
    'CATALOG_FAILED',
    'an HTML page',
  ],
  [
    'a catalog without ids',
    "make({ catalog: '/items.json' })",
    'CATALOG_FAILED',
    'read 0, refused 1',
    'no id',
  ],
  [
    'a part of a catalog',
    "make({ catalog: '/products.json' })",
    'CATALOG_FAILED',
    'read 1, refused 1',
    '{ uid }',
  ],
  [
    'a catalog that throws',
    "make({ catalog: () => { throw new Error('no session') } })",
    'CATALOG_FAILED',
    'catalog()',
    'no session',
  ],
  [
    'a model that is not there',
    "make({ model: '/none.safetensors' })",
    'MODEL_MISSING',
    '/none.safetensors: HTTP 404',
  ],
  [
    'a model that is a page',
    "make({ model: '/products.html' })",
    'MODEL_CORRUPT',
    '/products.html is no model file',
    'public/',
  ],
  [
    'a model that is elsewhere',
    "make({ model: '/lfs.safetensors' })",
    'MODEL_CORRUPT',
    'git lfs pull',
  ],
  [
    'a shelf of nothing',
    "document.body.innerHTML = '<nextaisle-shelf></nextaisle-shelf>'; made = make(); made.track('view', 'mug-1'); document.querySelector('nextaisle-shelf').predictor = made",
    'NOTHING_TO_SHOW',
    '"mug-1"',
    'name, price',
  ],
  [
    'a shelf without products',
    "document.body.innerHTML = '<nextaisle-shelf></nextaisle-shelf>'; document.querySelector('nextaisle-shelf').predictor = make({ catalog: undefined, model: null })",
    'NOTHING_TO_SHOW',
    'no product is known',
    'data-catalog',
  ],
  [
    'a shelf whose rules leave nothing',
    "document.body.innerHTML = '<nextaisle-shelf min-probability=\"1\"></nextaisle-shelf>'; made = make({ catalog: [{ id: 'mug-1', name: 'Mug' }, { id: 'mug-2', name: 'Cup' }] }); made.track('view', 'mug-1'); document.querySelector('nextaisle-shelf').predictor = made",
    'NOTHING_TO_SHOW',
    'its rules leave out every product',
    'min-probability',
  ],
  [
    'an attribute of a shelf',
    "document.body.innerHTML = '<nextaisle-shelf max-items=\"4\"></nextaisle-shelf>'; document.querySelector('nextaisle-shelf').predictor = make()",
    'BAD_OPTION',
    'nextaisle-shelf.max-items is "4"',
    '"k"?',
  ],
  [
    'a value of a shelf',
    "document.body.innerHTML = '<nextaisle-shelf k=\"four\"></nextaisle-shelf>'; document.querySelector('nextaisle-shelf').predictor = make()",
    'BAD_OPTION',
    'rules.k is "four"',
  ],
];

/** Runs a mistake; returns what `on('error')` and `status()` say, once it is quiet. */
async function commit(page: Page, script: string, debug: boolean) {
  await page.waitForFunction('window.lib');
  const isShelf = script.includes('<nextaisle-shelf></');
  await page.evaluate(`(async () => {
    window.heard = [];
    const ok = { catalog: [{ id: 'mug-1' }, { id: 'mug-2' }], model: '/lib/shop.safetensors', sources: [] };
    const plain = (given) => given && Object.getPrototypeOf(given) === Object.prototype;
    window.make = (given = {}) => {
      const options = plain(given) ? { ...ok, debug: ${debug}, ...given } : given;
      window.made = lib.createPredictor(options);
      // Added right after: hears of faults of the making.
      window.made.on('error', (error) => heard.push(error));
      // There is something to filter and to boost.
      if (!${isShelf}) window.made.track('view', 'mug-1');
      return window.made;
    };
    await (async () => { ${script} })();
    window.also ??= window.made;
    await also.ready;
    await also.predict();
  })()`);
  await expect.poll(() => page.evaluate(() => heard.length), { timeout: 8000 }).toBeGreaterThan(0);
  // Several tasks, in which a second line would come.
  await page.evaluate(async () => {
    await also.predict();
    await new Promise((resolve) => setTimeout(resolve, 150));
  });
  return page.evaluate(() => ({
    heard: heard.map((error) => [error.code, error.detail]),
    kept: also.status().faults.map(({ code, detail }) => [code, detail]),
  }));
}

describe('in development', () => {
  test.each(MISTAKES)('%s is one line in the console', async (_, script, code, ...words) => {
    const { page, warned } = await open('/page.html');
    const { heard, kept } = await commit(page, script, true);
    expect(heard.map(([one]) => one)).toEqual([code]);
    expect(kept).toEqual(heard);
    await expect.poll(() => warned.length).toBe(1);
    expect(warned[0]).toContain(LINK + code);
    for (const word of words) expect(warned[0]).toContain(word);
  });
});

test('elsewhere the console is silent, and no text is loaded', async () => {
  for (const [name, script, code] of MISTAKES.filter(([, text]) => /^make\(\{/.test(text))) {
    const { page, warned } = await open('/page.html');
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    const { heard, kept } = await commit(page, script, false);
    expect([name, heard.map(([one]) => one)]).toEqual([name, [code]]);
    expect(kept).toEqual(heard);
    expect(warned).toEqual([]);
    expect(requested.filter((url) => url.includes('development'))).toEqual([]);
  }
});

test('a shelf without a predictor says how to give it one', async () => {
  const { warned } = await open('/bare.html');
  await expect.poll(() => warned.length, { timeout: 6000 }).toBe(1);
  expect(warned[0]).toContain('shelf.predictor = predictor');
  expect(warned[0]).toContain(`${LINK}PREDICTOR_MISSING`);
});

test('the attributes of a script tag are read as options, and unknown ones named', async () => {
  const { page, warned } = await open('/tag.html');
  await expect.poll(() => page.evaluate(() => heard.length)).toBeGreaterThan(1);
  expect(await page.evaluate(() => heard.map(({ detail }) => detail).sort())).toEqual([
    'consent',
    'retension',
  ]);
  await expect.poll(() => warned.length).toBe(2);
});

test('a call of a script tag that names no method is told, one of init comes too late', async () => {
  const { page, warned } = await open('/tag.html');
  await expect.poll(() => warned.length).toBe(2);
  await page.evaluate("nextaisle('trak', 'view', 'mug-1')");
  await expect.poll(() => warned[2]).toMatch(/nextaisle\(\) is "trak".*"track"\?/);
  await page.evaluate("nextaisle('init', { lang: 'de' })");
  await expect.poll(() => page.evaluate(() => heard.length)).toBe(4);
});

test('a shop that makes no mistake loads no text', async () => {
  const { page, warned } = await open('/page.html?nextaisle-debug');
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  const status = await page.evaluate(async () => {
    const { lib } = window as unknown as { lib: typeof Nextaisle };
    const predictor = lib.createPredictor({
      catalog: { products: [{ id: 'mug-1', title: 'Mug', price: '9.50 EUR' }] },
      model: '/lib/shop.safetensors',
      rules: { k: 2 },
    });
    predictor.track('view', 'mug-1');
    await predictor.ready;
    return { ...predictor.status(), first: predictor.getSnapshot().items[0] };
  });
  expect(status.faults).toEqual([]);
  expect(status.catalog).toMatchObject({ read: 1, refused: 0 });
  expect(status.first).toMatchObject({
    id: 'mug-1',
    item: { name: 'Mug', price: 9.5, currency: 'EUR' },
  });
  expect(warned).toEqual([]);
  expect(requested.filter((url) => url.includes('development'))).toEqual([]);
});
