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

const site = useSite(() =>
  serveDoors({
    scripts: { 'page.js': `import * as lib from '/lib/index.js'; window.lib = lib;` },
    pages: { '/page.html': '<!doctype html><script type="module" src="/page.js"></script>' },
    prepare(folder) {
      for (const name of ['base', 'demo']) {
        const file = `weights/${name}.safetensors`;
        copyFileSync(join(repositoryRoot, file), join(folder, file));
      }
    },
    csp: STRICT_CSP,
  }),
);

/** Starts `window.shop`, and keeps what this shopper is said to have done before. */
async function start(page: Page, options: Nextaisle.PredictorOptions, past: string[] = []) {
  await page.waitForFunction('window.lib');
  await page.evaluate(
    async ([options, past]) => {
      const shop = lib.createPredictor({ consent: 'granted', ...options });
      Object.assign(window, { shop });
      await shop.ready;
      // `ready` waits 1.5 seconds at most, which a slow machine may need.
      while (shop.status().model.source === 'loading') await new Promise((r) => setTimeout(r, 20));
      let ts = Date.now() - 864e5;
      for (const type of past) {
        ts += type === '|' ? 36e5 : 1000;
        if (type !== '|') shop.track(type as 'click', 'mug-1', { ts });
      }
    },
    [options, past] as const,
  );
}

const left = (page: Page) =>
  page.evaluate(async () => {
    const { shop } = window as unknown as { shop: Nextaisle.Predictor };
    const { actions, intent } = await shop.predict();
    return { ...actions, calibrated: intent.calibrated, reason: shop.status().intent.reason };
  });

/** Twelve visits of one look each, then a look. */
const BOUNCES = [...Array(12).fill(['click', '|']).flat(), 'click'];

test.each([
  ['the base model', {}],
  ['the base model, given by its address', { model: '/weights/base.safetensors' }],
  ['no model', { model: null }],
])('%s leans on finished visits, and forgets with the history', async (_, model) => {
  const page = await site.open('/page.html');
  await start(page, { ...model, namespace: `a${Math.random()}` }, ['click']);
  const fresh = await left(page);
  expect(fresh.calibrated).toBe(false);
  expect(fresh.reason).toContain('what this shopper did');

  await start(page, { ...model, namespace: `b${Math.random()}` }, BOUNCES);
  const leaving = await left(page);
  expect(leaving.leave).toBeGreaterThan(fresh.leave + 0.1);
  expect(leaving.calibrated).toBe(false);
  expect(leaving.reason).toBe(fresh.reason);

  await page.evaluate(async () => {
    const { shop } = window as unknown as { shop: Nextaisle.Predictor };
    await shop.forget('all');
    shop.track('click', 'mug-1');
  });
  const after = await left(page);
  expect(after.leave).toBeCloseTo(fresh.leave, 2);
});

test('withdrawn consent takes the past away', async () => {
  const page = await site.open('/page.html');
  await start(page, { namespace: 'fresh' }, ['click']);
  const fresh = await left(page);
  await start(page, { namespace: 'withdrawn' }, BOUNCES);
  expect((await left(page)).leave).toBeGreaterThan(fresh.leave + 0.1);
  await page.evaluate(() => {
    const { shop } = window as unknown as { shop: Nextaisle.Predictor };
    shop.consent('off');
    shop.consent('granted');
    shop.track('click', 'mug-1');
  });
  expect((await left(page)).leave).toBeCloseTo(fresh.leave, 2);
});

test('a second tab and the next page say the same', async () => {
  const [one, two] = [await site.open('/page.html'), await site.open('/page.html')];
  await start(one, {}, BOUNCES);
  await start(two, {});
  await expect.poll(async () => (await left(two)).leave).toBeCloseTo((await left(one)).leave, 4);
  const said = (await left(one)).leave;
  await one.reload();
  await start(one, {});
  await expect.poll(async () => (await left(one)).leave).toBeCloseTo(said, 4);
});

test('a model of the shop loads nothing for it, and says what it was trained to say', async () => {
  const page = await site.open('/page.html');
  const requests = recordRequests(page);
  await start(page, { model: '/weights/demo.safetensors' }, BOUNCES);
  const { calibrated, reason } = await left(page);
  expect([calibrated, reason]).toEqual([true, '']);
  expect(requests.urls().filter((url) => url.includes('chunks/shop'))).toEqual([]);
});
