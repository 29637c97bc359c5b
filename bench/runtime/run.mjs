// npm run bench: cold start, latency and page weight, with peers, in one run. Writes
// bench/results/runtime.json, which the docs take their figures from.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { ensureBuilt } from '../../scripts/build.mjs';
import { bundleInto } from '../bundle.mjs';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/chromium.mjs';
import { serveFolders } from '../../scripts/serve.mjs';
import { writeFigures } from '../../scripts/figures.mjs';
import { tfjsAloneForEsbuild } from '../../scripts/tfjs-alone.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SIZES = [2000, 20_000];
/** Pages opened to measure cold start, and events on each to measure latency. */
const PAGES = 10;
const ENGINES = {
  cpu: { page: 'page', events: 600 },
  webgl: { page: 'page', events: 30 },
  ort: { page: 'peer-page', events: 600 },
  'ort-full': { page: 'peer-page', events: 200 },
  stock: { page: 'peer-page', events: 30 },
};
/** Widths, layers and catalogs for comparing the engines. */
const SHAPES = [
  [64, 2],
  [128, 4],
];
const CATALOGS = [1000, 20_000, 100_000, 1_000_000];
/** A larger difference of logits means a different network. */
const MOST_OFF = 0.01;

const peers = join(root, 'bench/runtime/peers');
if (!existsSync(join(peers, 'node_modules')))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', peers], {
    stdio: 'inherit',
  });
await ensureBuilt();
const { writeOnnx } = await import('./peers/write-onnx.mjs');

// Reported, because other work on the machine slows all figures.
const load = loadavg()[0].toFixed(1);

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-bench-'));
const bundle = bundleInto(folder);
await bundle('runtime/scale-page.ts', { plugins: [tfjsAloneForEsbuild] });
await bundle('runtime/page.ts', { splitting: true, plugins: [tfjsAloneForEsbuild] });
// TensorFlow.js, unmodified.
await bundle('runtime/peer-page.ts', { splitting: true });
await bundle('runtime/models.ts', { platform: 'node', outExtension: { '.js': '.mjs' } });
const { writeModels } = await import(pathToFileURL(join(folder, 'models.mjs')).href);
writeModels(join(folder, 'models'), SIZES, writeOnnx);

const ort = join(peers, 'node_modules/onnxruntime-web/dist');
const site = await serveFolders({
  mounts: { '/': folder, '/peers/': ort },
  pages: Object.fromEntries(
    ['page', 'peer-page', 'scale-page'].map((page) => [
      `/${page}.html`,
      `<!doctype html><script type="module" src="/${page}.js"></script>`,
    ]),
  ),
});
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: CHROMIUM_ARGS,
});

/** The browser's own work for a new tab, which would be measured with the page. */
const SETTLED_MS = 500;

/** A new page in a new context, so that no cache is warm. */
async function open(engine, items) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const { page: file, events } = ENGINES[engine];
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  await page.goto(`${site.url}/${file}.html?engine=${engine}&items=${items}&events=${events}`);
  const measured = await page.evaluate(() => window.measured);
  await context.close();
  if (!(measured.off <= MOST_OFF))
    throw new Error(`${engine}, ${items} items: a logit is off by ${measured.off}`);
  return measured;
}

const at = (share) => (list) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
const p50 = at(0.5);
const p95 = at(0.95);

const keyOf = (engine, items) => `${engine} ${items}`;
const rounds = [];
// In turns, so that other work on the machine slows all engines alike.
for (let i = 0; i < PAGES; i++) {
  const round = {};
  for (const items of SIZES) {
    for (const engine of Object.keys(ENGINES)) {
      const { first, fetch, steps } = await open(engine, items);
      // The first events of a page warm up the compiler.
      const warm = steps.slice(steps.length >> 1);
      round[keyOf(engine, items)] = { first, fetch, step: p50(warm), slow: p95(steps) };
    }
  }
  rounds.push(round);
  console.log(`round ${i + 1} of ${PAGES}`);
}
/** Time relative to nextaisle on cpu, over the rounds: median and quartiles. */
const ratioOf = (engine, items, what) => {
  if (engine === 'cpu') return {};
  const ratios = rounds.map(
    (round) => round[keyOf(engine, items)][what] / round[keyOf('cpu', items)][what],
  );
  return { ratio: [0.5, 0.25, 0.75].map((share) => at(share)(ratios)) };
};
const overRounds = (engine, items, what, of = p50) =>
  of(rounds.map((round) => round[keyOf(engine, items)][what]));
const each = (make) =>
  SIZES.flatMap((items) =>
    Object.keys(ENGINES).map((engine) => ({ engine, items, ...make(engine, items) })),
  );

const cells = [];
for (const [width, layers] of SHAPES) {
  for (const items of CATALOGS) {
    const page = await browser.newPage();
    await page.goto(`${site.url}/scale-page.html`);
    await page.waitForFunction('window.measureCell');
    cells.push(
      await page.evaluate(
        ([config, items, runs]) => window.measureCell(config, items, runs),
        [{ width, layers, ffn: 4 * width }, items, items > 200_000 ? 8 : 24],
      ),
    );
    await page.close();
    console.log(`width ${width}, ${items} items`);
  }
}
const page = await browser.newPage();
const renderer = await page.evaluate(() => {
  const gl = document.createElement('canvas').getContext('webgl2');
  const names = gl?.getExtension('WEBGL_debug_renderer_info');
  return gl && names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : 'none';
});
const chromiumVersion = browser.version();
await browser.close();
await site.close();
const gzipped = (path) => gzipSync(readFileSync(path)).length;
const inFolder = (name) => join(folder, name);
const largest = SIZES.at(-1);
const onnx = gzipped(inFolder(`models/${largest}.full.onnx`));
const weights = gzipped(inFolder(`models/${largest}.safetensors`));
const sum = (list) => list.reduce((total, bytes) => total + bytes, 0);
const wasm = sum(
  ['ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'].map((name) =>
    gzipped(join(ort, name)),
  ),
);
const stock = sum(
  readdirSync(folder)
    .filter((name) => /^stock-.*\.js$/.test(name))
    .map((name) => gzipped(inFolder(name))),
);
/** Gzipped bytes that each loads for the larger catalog. Our own code is in sizes.json. */
const loads = {
  cpu: { weights },
  webgl: { weights },
  // Two graphs, for 32 events at once and for one event with a cache; both hold the items.
  ort: { code: wasm, weights: 2 * onnx },
  'ort-full': { code: wasm, weights: onnx },
  stock: { code: stock, weights },
};
rmSync(folder, { recursive: true, force: true });

const result = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus().length} × ${cpus()[0].model.trim()}`,
  browser: `Chromium ${chromiumVersion}`,
  webgl: renderer,
  load: Number(load),
  pages: PAGES,
  first: each((engine, items) => ({
    median: overRounds(engine, items, 'first'),
    p95: overRounds(engine, items, 'first', p95),
    fetch: overRounds(engine, items, 'fetch'),
    ...ratioOf(engine, items, 'first'),
  })),
  step: each((engine, items) => ({
    median: overRounds(engine, items, 'step'),
    p95: overRounds(engine, items, 'slow'),
    ...ratioOf(engine, items, 'step'),
  })),
  scale: cells,
  loads: { items: largest, engines: loads },
};
/** Five significant digits: more than any table shows. */
const short = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value);
writeFileSync(join(root, 'bench/results/runtime.json'), `${JSON.stringify(result, short, 2)}\n`);
for (const line of writeFigures()) console.log(`written: ${line}`);
