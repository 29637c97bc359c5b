import type { Page, Request } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Status } from '../src/predictor/status.js';
import { serveDoors } from './doors.fixture.js';
import { useSite } from './site.fixture.js';

const SHOP = `import { createPredictor } from '/lib/index.js';
window.predictor = createPredictor({ model: '/lib/shop.safetensors', consent: 'granted', sources: [] });`;

const site = useSite(() =>
  serveDoors({
    scripts: { 'page.js': SHOP },
    pages: { '/page.html': '<!doctype html><script type="module" src="/page.js"></script>' },
  }),
);

/** Answers `file` only once each of `others` has been asked for. */
async function holdBack(page: Page, file: RegExp, others: readonly RegExp[]): Promise<void> {
  const asked = others.map(
    (other) =>
      new Promise<void>((done) => {
        page.on('request', (request: Request) => other.test(request.url()) && done());
      }),
  );
  await page.route(file, async (route) => {
    await Promise.all(asked);
    await route.continue();
  });
}

const MODEL = /shop\.safetensors$/;
const ENGINE = /engine-kit/;
const STORES = /\/stores-/;

test.each([
  ['the model', MODEL, [ENGINE, STORES]],
  ['the engine', ENGINE, [MODEL, STORES]],
  ['the stores', STORES, [MODEL, ENGINE]],
])('asks for the others before %s has arrived', async (_, file, others) => {
  const page = await site.newPage();
  await holdBack(page, file, others);
  await page.goto(`${site.url}/page.html`);
  await page.waitForFunction('window.predictor');
  // Never, if one file waits for another.
  const { engine, store, model } = (await page.evaluate(
    // `ready` waits 1.5 seconds at most, which a slow machine may need.
    `(async () => {
      await predictor.ready;
      while (predictor.status().model.source === 'loading') await new Promise((r) => setTimeout(r, 20));
      return predictor.status();
    })()`,
  )) as Status;
  expect([engine.backend, store.kind, model.source]).toEqual(['cpu', 'indexeddb', 'given']);
});
