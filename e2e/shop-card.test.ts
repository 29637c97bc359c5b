import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type * as Nextaisle from '../src/index.js';
import { recordRequests } from './browser.fixture.js';
import { serveDoors } from './doors.fixture.js';
import { repositoryRoot, STRICT_CSP } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

declare const lib: typeof Nextaisle;
declare const nextaisle: Nextaisle.Predictor;

const tag = (shop: string) =>
  `<!doctype html><script src="/lib/embed.js" data-consent="memory" data-shop='${shop}'></script>`;

const site = useSite(() =>
  serveDoors({
    scripts: { 'page.js': `import * as lib from '/lib/index.js'; window.lib = lib;` },
    pages: {
      '/page.html': '<!doctype html><script type="module" src="/page.js"></script>',
      '/pairs.html': tag('conversion=0.1,cart=0.3,bounce=0.8'),
      '/json.html': tag('{"conversion":0.1,"cart":0.3,"bounce":0.8}'),
      '/odd.html': tag('conversion=10%'),
    },
    prepare(folder) {
      for (const name of ['base', 'demo']) {
        const file = join(repositoryRoot, `weights/${name}.safetensors`);
        copyFileSync(file, join(folder, `weights/${name}.safetensors`));
      }
    },
    csp: STRICT_CSP,
  }),
);

/** What is said after one click, and what status() and faults say. */
async function said(page: Page, options: Nextaisle.PredictorOptions = {}) {
  await page.waitForFunction('window.lib');
  return page.evaluate(async (options) => {
    const own = lib.createPredictor({ consent: 'memory', ...options });
    await own.ready;
    // `ready` waits 1.5 seconds at most, which a slow machine may need.
    while (own.status().model.source === 'loading') await new Promise((r) => setTimeout(r, 20));
    own.track('view', { id: 'mug-1', price: 20 });
    const { intent, actions } = await own.predict();
    const { faults, ...status } = own.status();
    own.destroy();
    return { intent, leave: actions.leave, status, faults };
  }, options);
}

const CARD = { conversion: 0.1, cart: 0.3, bounce: 0.8 };

test('without a card chances are modest ranks, and status says what would calibrate them', async () => {
  const page = await site.open('/page.html');
  const requests = recordRequests(page);
  const { intent, status } = await said(page);
  expect(intent.purchase).toBeLessThan(0.04);
  expect(intent.calibrated).toBe(false);
  expect(status.intent).toMatchObject({ calibrated: false, reason: expect.stringMatching(/shop/) });
  expect(requests.urls().filter((url) => url.includes('chunks/shop-card'))).toEqual([]);
});

test.each([
  ['the base model', {}],
  ['no model', { model: null }],
])('a card calibrates %s', async (_, model) => {
  const page = await site.open('/page.html');
  const before = await said(page, model);
  const { intent, leave, status, faults } = await said(page, { ...model, shop: CARD });
  expect(faults).toEqual([]);
  expect(intent.calibrated).toBe(true);
  expect(intent.purchase).toBeGreaterThan(0.05);
  expect(leave).toBeGreaterThan(before.leave);
  expect(status.intent.calibrated).toBe(true);
});

test('a model that was trained on a shop does not use the card, and says so', async () => {
  const page = await site.open('/page.html');
  const model = '/weights/demo.safetensors';
  const [plain, carded] = [await said(page, { model }), await said(page, { model, shop: CARD })];
  expect(carded.intent).toEqual(plain.intent);
  expect(plain.status.intent).toEqual({ calibrated: true, reason: '' });
  expect(carded.status.intent).toMatchObject({
    calibrated: true,
    reason: expect.stringContaining('not used'),
  });
});

test('explain and forecast go by the card too', async () => {
  const page = await site.open('/page.html');
  await page.waitForFunction('window.lib');
  const left = (shop?: Nextaisle.PredictorOptions['shop']) =>
    page.evaluate(async (shop) => {
      const own = lib.createPredictor({ consent: 'memory', shop });
      await own.ready;
      own.track('view', 'mug-1');
      const { summary } = await own.forecast({ steps: 1, samples: 1000, seed: 1 });
      own.destroy();
      return summary.actions.leave;
    }, shop);
  expect(await left(CARD)).toBeGreaterThan((await left()) + 0.1);
});

test.each(['/pairs.html', '/json.html'])('a script tag reads data-shop: %s', async (path) => {
  const page = await site.open(path);
  const intent = await page.evaluate(async () => {
    await nextaisle.ready;
    nextaisle.track('view', 'mug-1');
    return (await nextaisle.predict()).intent;
  });
  expect(intent.calibrated).toBe(true);
  expect(intent.purchase).toBeGreaterThan(0.05);
});

test('an odd data-shop is a fault, and changes nothing', async () => {
  const page = await site.open('/odd.html');
  const { intent, faults } = await page.evaluate(async () => {
    await nextaisle.ready;
    return nextaisle.status();
  });
  expect(intent.calibrated).toBe(false);
  expect(faults).toMatchObject([{ code: 'BAD_OPTION', detail: 'shop.conversion' }]);
});

test('a rule that compares a chance is told of once, in development, where chances only rank', async () => {
  const page = await site.open('/page.html');
  await page.waitForFunction('window.lib');
  const told = (options: Nextaisle.PredictorOptions) =>
    page.evaluate(async (options) => {
      const own = lib.createPredictor({ consent: 'memory', ...options });
      own.when({ intent: { purchase: { below: 0.2 } } }, () => {}, { id: 'offer' });
      own.when({ intent: { band: 'undecided' } }, () => {}, { id: 'band' });
      own.track('view', 'mug-1');
      await own.ready;
      own.track('view', 'mug-2');
      await own.predict();
      await own.lift();
      own.track('view', 'mug-3');
      await own.predict();
      await own.lift();
      const { faults } = own.status();
      own.destroy();
      return faults.map(({ code, detail }) => `${code} ${detail}`);
    }, options);
  expect(await told({ debug: true })).toEqual(['UNCALIBRATED offer']);
  expect(await told({ debug: true, shop: CARD })).toEqual([]);
  expect(await told({ debug: false })).toEqual([]);
});
