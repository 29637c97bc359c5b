import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { tfjsAloneForEsbuild } from '../scripts/tfjs-alone.mjs';
import { launchBrowser } from './browser.fixture.js';
import type * as EnginePage from './engine-page.fixture.js';
import { repositoryRoot, STRICT_CSP, serve } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

/** `engine-page.fixture.ts`, inside the page. */
declare const lab: typeof EnginePage;

const SMALL = { width: 16, ffn: 24, window: 5 };
const TOLERANCE = 1e-3;

async function serveLab() {
  const folder = await mkdtemp(join(tmpdir(), 'nextaisle-engine-'));
  await bundle({
    entryPoints: [join(repositoryRoot, 'e2e/engine-page.fixture.ts')],
    outfile: join(folder, 'engine-page.js'),
    bundle: true,
    format: 'iife',
    globalName: 'lab',
    plugins: [tfjsAloneForEsbuild],
    logLevel: 'error',
  });
  const site = await serve({
    pages: { '/engine.html': '<!doctype html><script src="/lab/engine-page.js"></script>' },
    mounts: { '/lab/': folder },
    csp: STRICT_CSP,
  });
  return {
    url: site.url,
    async close() {
      await site.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
const site = useSite(serveLab, { strict: true });
let page: Page;
beforeEach(async () => {
  page = await site.open('/engine.html');
});

const SHAPES: [string, Record<string, number>, number][] = [
  ['the default shape', {}, 300],
  ['thirty-two sub-ids', { subIds: 32 }, 300],
  ['more items than a row of the texture', { ...SMALL }, 5000],
  ['no items', { ...SMALL, subIds: 0 }, 0],
  ['one sub-id', { ...SMALL, subIds: 1 }, 40],
  ['sixteen sub-ids, four heads, one layer', { ...SMALL, subIds: 16, heads: 4, layers: 1 }, 60],
  ['four layers, window of two, odd inner width', { ...SMALL, layers: 4, window: 2, ffn: 13 }, 30],
];

test.each(SHAPES)('webgl equals the oracle: %s', async (_, config, items) => {
  const run = ([config, items]: [Record<string, number>, number]) => lab.parity(config, items);
  const { single, grown, batch, programs } = await page.evaluate(run, [config, items] as [
    Record<string, number>,
    number,
  ]);
  expect(single).toBeLessThan(TOLERANCE);
  expect(grown).toBeLessThan(TOLERANCE);
  expect(batch).toBeLessThan(TOLERANCE);
  // For one history and batches together, with the programs of TensorFlow.js: at most 12. TF.js
  // compiles further variants when shapes coincide (as many rows in a batch as the width).
  expect(programs).toBeLessThanOrEqual(Object.keys(config).length ? 16 : 12);
});

test('1,000 events leave no tensor, texture or program behind', async () => {
  const { early, late, after } = await page.evaluate(async (config) => {
    const { model, table } = lab.build(config, 200);
    const engine = await lab.createWebglEngine(model, table);
    const history = lab.randomHistory(1000, 200, 1);
    let early = engine.stats();
    for (let t = 1; t <= history.length; t++) {
      const past = history.slice(0, t);
      const output = await engine.score(past);
      if (t % 10 === 0) await output.items(t % 8);
      if (t % 50 === 0) await engine.scoreBatch([past, past.slice(1), []]);
      // By now every shape has been used once.
      if (t === 100) early = engine.stats();
    }
    const late = engine.stats();
    engine.dispose();
    return { early, late, after: engine.stats() };
  }, SMALL);
  expect(early.tensors).toBeGreaterThan(0);
  expect(late).toEqual(early);
  expect(after.programs).toBe(0);
});

test('several engines answer at once without mixing results', async () => {
  const differences = await page.evaluate(async (config) => {
    const built = [1, 2].map((seed) => lab.build(config, 50, seed));
    const engines = await Promise.all(
      built.map(({ model, table }) => lab.createWebglEngine(model, table)),
    );
    const found = await Promise.all(
      [7, 8, 9, 10].map((length, i) => lab.difference(engines[i % 2], built[i % 2].oracle, length)),
    );
    engines[0].dispose();
    engines[0].dispose();
    found.push(await lab.difference(engines[1], built[1].oracle));
    return found;
  }, SMALL);
  for (const difference of differences) expect(difference).toBeLessThan(TOLERANCE);
});

test("the shop's own TensorFlow.js is not touched", async () => {
  const found = await page.evaluate(async (config) => {
    const shop = window as unknown as { _tfengine?: object; _tfGlobals?: object };
    const before = [shop._tfengine, shop._tfGlobals];
    const theirs = Object.freeze({ version: 'theirs' });
    const globals = Object.freeze({});
    Object.assign(shop, { _tfengine: theirs, _tfGlobals: globals });
    const { model, table, oracle } = lab.build(config, 50);
    const difference = await lab.difference(await lab.createWebglEngine(model, table), oracle);
    return { before, kept: shop._tfengine === theirs && shop._tfGlobals === globals, difference };
  }, SMALL);
  expect(found.before).toEqual([undefined, undefined]);
  expect(found.kept).toBe(true);
  expect(found.difference).toBeLessThan(TOLERANCE);
});

test('auto: does not load WebGL for a small model', async () => {
  const found = await page.evaluate(async (config) => {
    const selected = lab.select(lab.build(config, 50), 'auto');
    await selected.engine.score(lab.randomHistory(5, 50, 1));
    await new Promise((resolve) => requestIdleCallback(resolve));
    return { loads: selected.loads(), ...selected.status() };
  }, SMALL);
  expect(found).toMatchObject({ loads: 0, backend: 'cpu' });
  expect(found.reason).toMatch(/model of this size/);
});

// 150,000 items: large enough for a probe.
const LARGE = { ...SMALL, window: 4 };

test('auto: answers on cpu, probes in idle time, and reports the timings', async () => {
  const found = await page.evaluate(async (config) => {
    const built = lab.build(config, 150_000);
    const selected = lab.select(built, 'auto');
    const first = await lab.difference(selected.engine, built.oracle);
    const start = selected.status().backend;
    await selected.settled();
    const then = await lab.difference(selected.engine, built.oracle);
    return { first, start, then, loads: selected.loads(), ...selected.status() };
  }, LARGE);
  expect(found.start).toBe('cpu');
  expect(found.loads).toBe(1);
  expect(found.reason).toMatch(/was faster in a probe on this device: [\d.]+ ms on WebGL/);
  expect(found.first).toBeLessThan(TOLERANCE);
  expect(found.then).toBeLessThan(TOLERANCE);
});

test('auto: predictions go on when the context is lost, and WebGL comes back', async () => {
  const found = await page.evaluate(async (config) => {
    const contexts = lab.watchContexts();
    const built = lab.build(config, 150_000);
    // A clock that runs backwards, so that software WebGL wins the probe by being slower.
    const selected = lab.select(built, 'auto', () => -performance.now());
    const history = lab.randomHistory(9, 20, 1);
    await selected.engine.score(history);
    await selected.settled();
    const before = selected.status().backend;
    const expected = await built.oracle.score(history);
    const output = await selected.engine.score(history);
    contexts[0].getExtension('WEBGL_lose_context')?.loseContext();
    // Asked before the loss is reported, between an output and its items, and afterwards.
    const asked = await selected.engine.score(history);
    const differences = [await lab.worst(output, expected), await lab.worst(asked, expected)];
    await new Promise((resolve) => setTimeout(resolve, 100));
    differences.push(await lab.difference(selected.engine, built.oracle));
    const { backend, reason } = selected.status();
    const lost = performance.now();
    while (selected.status().backend === 'cpu' && performance.now() - lost < 30_000) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const backMs = performance.now() - lost + 100;
    differences.push(await lab.difference(selected.engine, built.oracle));
    return { before, differences, changes: selected.changes, backend, reason, backMs };
  }, LARGE);
  expect(found.before).toBe('webgl');
  for (const difference of found.differences) expect(difference).toBeLessThan(TOLERANCE);
  expect(found.backend).toBe('cpu');
  expect(found.reason).toMatch(/context was lost/);
  // WebGL came back without any prediction in between.
  expect(found.changes).toEqual(['webgl', 'cpu', 'webgl']);
  console.log(`back on WebGL after ${found.backMs.toFixed(0)} ms`);
});

test('webgl: serves, and reports an error once its context is lost', async () => {
  const found = await page.evaluate(async (config) => {
    const contexts = lab.watchContexts();
    const built = lab.build(config, 50);
    const selected = lab.select(built, 'webgl');
    const difference = await lab.difference(selected.engine, built.oracle);
    const { backend, reason } = selected.status();
    contexts[0].getExtension('WEBGL_lose_context')?.loseContext();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const refused = await selected.engine.score([]).then(
      () => 'answered',
      (error) => error.code,
    );
    return { difference, backend, reason, refused, error: selected.status().error?.code };
  }, SMALL);
  expect(found.difference).toBeLessThan(TOLERANCE);
  expect(found).toMatchObject({
    backend: 'webgl',
    reason: 'The webgl engine was asked for.',
    refused: 'BACKEND_UNAVAILABLE',
    error: 'BACKEND_UNAVAILABLE',
  });
});

test.each([
  ['without WebGL', ['--disable-3d-apis'], () => {}, /no WebGL 2/],
  [
    'a device that draws to half floats only',
    [],
    () => {
      const all = WebGL2RenderingContext.prototype.getExtension;
      WebGL2RenderingContext.prototype.getExtension = function (
        this: WebGL2RenderingContext,
        name: string,
      ) {
        return name === 'EXT_color_buffer_float' ? null : all.call(this, name);
      };
    },
    /no float textures/,
  ],
] as const)(
  '%s: auto says why and answers on cpu, webgl is refused',
  async (_, args, prepare, why) => {
    const other = await launchBrowser([...args]);
    const page = await other.newPage();
    await page.addInitScript(prepare);
    await page.goto(`${site.url}/engine.html`);
    const found = await page.evaluate(async (config) => {
      const built = lab.build(config, 150_000);
      const auto = lab.select(built, 'auto');
      const history = lab.randomHistory(5, 20, 1);
      const answer = await auto.engine.score(history);
      await auto.settled();
      const best = (chances: Float32Array) =>
        [...chances.keys()].sort((a, b) => chances[b] - chances[a] || a - b).slice(0, 20);
      const expected = await (await built.oracle.score(history)).items(0);
      const tops = [best(await answer.items(0)), best(expected)];
      const difference = await lab.difference(auto.engine, built.oracle);
      const forced = lab.select(built, 'webgl');
      const refused = await forced.engine.score([]).then(
        () => 'answered',
        (error) => error.code,
      );
      return { difference, tops, refused, ...auto.status() };
    }, LARGE);
    await other.close();
    expect(found.difference).toBeLessThan(TOLERANCE);
    expect(found.tops[0]).toEqual(found.tops[1]);
    expect(found).toMatchObject({ backend: 'cpu', refused: 'BACKEND_UNAVAILABLE' });
    expect(found.reason).toMatch(why);
  },
);

test('the built chunk runs under a strict content security policy', async () => {
  // Built by `npm run build`, which runs before this gate.
  expect(existsSync(join(repositoryRoot, 'dist/webgl.js'))).toBe(true);
  const found = await page.evaluate(async (config) => {
    const chunk = await lab.loadChunk('/dist/webgl.js');
    const { model, table, oracle } = lab.build(config, 50);
    return lab.difference(await chunk.createWebglEngine(model, table), oracle);
  }, SMALL);
  expect(found).toBeLessThan(TOLERANCE);
});
