import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { randomModel } from '../src/engine/random-model.fixture.js';
import { writeModel } from '../src/model/write-model.js';
import type * as Nextaisle from '../src/index.js';
import { serve, STRICT_CSP } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

declare const lib: typeof Nextaisle;
declare const nextaisle: Nextaisle.Predictor;

const ITEMS = 150_000;
const WASM = `${STRICT_CSP} 'unsafe-inline' 'wasm-unsafe-eval'`;
const NONE = `${STRICT_CSP} 'unsafe-inline'`;
const policy = (csp: string) =>
  `<meta http-equiv="Content-Security-Policy" content="${csp.replace("; connect-src 'self'", '')}">`;
const entry = `<script type="module">window.lib = await import('/dist/index.js');</script>`;
const tag = `<script src="/dist/nextaisle.min.js" data-model="/models/large.safetensors" data-consent="memory"></script>`;

let folder = '';
beforeAll(() => () => rmSync(folder, { recursive: true }));
const site = useSite(() => {
  folder = mkdtempSync(join(tmpdir(), 'nextaisle-large-'));
  writeFileSync(join(folder, 'large.safetensors'), writeModel(randomModel({}, ITEMS, 1)));
  return serve({
    mounts: { '/models/': folder },
    pages: {
      '/free.html': `<!doctype html><title>Shop</title>${entry}`,
      '/wasm.html': `<!doctype html><title>Shop</title>${policy(WASM)}${entry}`,
      '/none.html': `<!doctype html><title>Shop</title>${policy(NONE)}${entry}`,
      '/tag.html': `<!doctype html><title>Shop</title>${tag}`,
    },
  });
});

/** What a shopper is predicted on this page, how many machines were made, and what the policy refused. */
async function visit(path: string) {
  const page = await site.newPage();
  await page.addInitScript(() => {
    const seen = { machines: 0, refused: [] as string[] };
    Object.assign(window, { seen });
    addEventListener('securitypolicyviolation', ({ blockedURI }) => seen.refused.push(blockedURI));
    const { Instance } = WebAssembly;
    WebAssembly.Instance = class extends Instance {
      constructor(...given: ConstructorParameters<typeof Instance>) {
        super(...given);
        seen.machines++;
      }
    };
  });
  await page.goto(site.url + path);
  await page.waitForFunction(() => 'lib' in window || 'nextaisle' in window);
  const found = await page.evaluate(async () => {
    const predictor =
      'lib' in window
        ? lib.createPredictor({
            model: '/models/large.safetensors',
            consent: 'memory',
            sources: [],
          })
        : nextaisle;
    await predictor.ready;
    while (predictor.status().model.source === 'loading')
      await new Promise((resolve) => setTimeout(resolve, 20));
    for (const id of ['item-7', 'item-99', 'item-140500', 'item-7'])
      predictor.track('click', { id, name: 'New' });
    predictor.track('click', { id: 'not-in-the-file', category: ['Garden'] });
    const { items, actions } = await predictor.predict({ k: 50 });
    return {
      ...(window as unknown as { seen: { machines: number; refused: string[] } }).seen,
      source: predictor.status().model.source,
      ids: items.map(({ id }) => id),
      numbers: [...items.map(({ probability }) => probability), ...Object.values(actions)],
    };
  });
  await page.close();
  return found;
}

test('a large file predicts the same with WebAssembly and where a policy forbids it', async () => {
  const [free, wasm, none, tag] = [
    await visit('/free.html'),
    await visit('/wasm.html'),
    await visit('/none.html'),
    await visit('/tag.html'),
  ];
  expect([free, wasm, none, tag].map(({ machines }) => machines)).toEqual([1, 1, 0, 1]);
  expect([free, wasm, none, tag].map(({ refused }) => refused)).toEqual([
    [],
    [],
    ['wasm-eval'],
    [],
  ]);
  for (const other of [wasm, none, tag]) {
    expect(other.source).toBe(free.source);
    expect(other.ids).toEqual(free.ids);
    other.numbers.forEach((chance, i) => expect(chance / free.numbers[i]).toBeCloseTo(1, 4));
  }
});
