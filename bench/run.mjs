import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { ensureBuilt } from '../scripts/build.mjs';
import { CHROMIUM_ARGS, ensureChromium } from '../scripts/chromium.mjs';
import { serveFolders } from '../scripts/serve.mjs';
import { tfjsAloneForEsbuild } from '../scripts/tfjs-alone.mjs';
import { row, table } from './table.mjs';

// npm run bench: cold start, latency and sizes beside peers in one run; the table goes into docs/performance.md.
const root = fileURLToPath(new URL('../', import.meta.url));
const SIZES = [2000, 20_000];
/** Pages opened for a cold start, and events on each for the latency. */
const PAGES = 10;
const ENGINES = {
  cpu: { name: 'nextaisle, cpu', page: 'page', events: 600 },
  webgl: { name: 'nextaisle, WebGL', page: 'page', events: 30 },
  ort: { name: 'onnxruntime-web, KV cache', page: 'peer-page', events: 600 },
  'ort-full': { name: 'onnxruntime-web, full forward', page: 'peer-page', events: 200 },
  stock: { name: 'TensorFlow.js operations, WebGL', page: 'peer-page', events: 30 },
};
/** Width, layers and catalogs for which the engines are compared with each other. */
const SHAPES = [
  [64, 2],
  [128, 4],
];
const CATALOGS = [1000, 20_000, 100_000, 1_000_000];
/** A logit that is further off than this is of another network. */
const MOST_OFF = 0.01;

const peers = join(root, 'bench/peers');
if (!existsSync(join(peers, 'node_modules')))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', peers], {
    stdio: 'inherit',
  });
await ensureBuilt();
const { writeOnnx } = await import('./peers/write-onnx.mjs');

// Others at work on the machine slow every number down: whoever reads them should know.
const busy = loadavg()[0].toFixed(1);

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-bench-'));
const bundle = (entry, options) =>
  build({
    entryPoints: [join(root, 'bench', entry)],
    outdir: folder,
    bundle: true,
    format: 'esm',
    minify: true,
    logLevel: 'error',
    ...options,
  });
await bundle('scale-page.ts', { plugins: [tfjsAloneForEsbuild] });
await bundle('page.ts', { splitting: true, plugins: [tfjsAloneForEsbuild] });
// TensorFlow.js as it is.
await bundle('peer-page.ts', { splitting: true });
await bundle('models.ts', { platform: 'node', outExtension: { '.js': '.mjs' } });
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

/** A page of its own, in a context of its own: nothing is warm. */
async function open(engine, items) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const { page: file, events } = ENGINES[engine];
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
// By turns, so that whatever else this machine does falls on all.
for (let i = 0; i < PAGES; i++) {
  const round = {};
  for (const items of SIZES) {
    for (const engine of Object.keys(ENGINES)) {
      const { first, fetch, steps } = await open(engine, items);
      // The first events of a page are the compiler's warm-up.
      const warm = steps.slice(steps.length >> 1);
      round[keyOf(engine, items)] = { first, fetch, step: p50(warm), slow: p95(steps) };
    }
  }
  rounds.push(round);
  console.log(`round ${i + 1} of ${PAGES}`);
}
const all = (engine, items, what) => rounds.map((round) => round[keyOf(engine, items)][what]);
/** Of each round, how many times as long as nextaisle on cpu; then the middle half of these. */
const times = (engine, items, what) => {
  const ratios = rounds.map(
    (round) => round[keyOf(engine, items)][what] / round[keyOf('cpu', items)][what],
  );
  const said = (share) => {
    const ratio = at(share)(ratios);
    return ratio.toFixed(ratio < 10 ? 1 : 0);
  };
  return engine === 'cpu' ? '1' : `${said(0.5)} (${said(0.25)} … ${said(0.75)})`;
};
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
/** The faster one for a step, or so close that it does not matter. */
const isRight = ({ auto, cpu, webgl }) => {
  const other = auto === 'cpu' ? webgl : cpu;
  return { cpu, webgl }[auto].step <= other.step * 1.25;
};
const page = await browser.newPage();
const renderer = await page.evaluate(() => {
  const gl = document.createElement('canvas').getContext('webgl2');
  const names = gl?.getExtension('WEBGL_debug_renderer_info');
  return gl && names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : 'none';
});
const machine = `${cpus().length} × ${cpus()[0].model.trim()}, Chromium ${browser.version()}, WebGL: ${renderer}`;
await browser.close();
await site.close();
const gzipped = (path) => gzipSync(readFileSync(path)).length;
/** What each loads to serve a shop of the larger size: code, then weights. */
const inFolder = (name) => join(folder, name);
const largest = SIZES.at(-1);
const onnx = gzipped(inFolder(`models/${largest}.full.onnx`));
const weights = gzipped(inFolder(`models/${largest}.safetensors`));
const dist = join(root, 'dist');
const entry = ['loaders', 'engine-kit'].reduce(
  (sum, name) => sum + gzipped(join(dist, `shared-${name}.js`)),
  0,
);
const wasm = ['ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'].map((name) =>
  join(ort, name),
);
const stock = readdirSync(folder).filter((name) => /^stock-.*\.js$/.test(name));
const loads = {
  cpu: [entry, weights],
  webgl: [entry + gzipped(join(dist, 'webgl.js')), weights],
  ort: [wasm.reduce((sum, path) => sum + gzipped(path), 0), 2 * onnx],
  'ort-full': [wasm.reduce((sum, path) => sum + gzipped(path), 0), onnx],
  stock: [stock.reduce((sum, name) => sum + gzipped(inFolder(name)), 0), weights],
};
rmSync(folder, { recursive: true, force: true });

const ms = (value) => (value < 10 ? value.toFixed(2) : value.toFixed(0));
const each = (make) =>
  SIZES.flatMap((items) =>
    Object.entries(ENGINES).map(([engine, { name }]) =>
      row(name, items.toLocaleString('en'), ...make(engine, items)),
    ),
  );
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
const bundles = readdirSync(dist).filter((name) => name.endsWith('.js'));

const text = [
  `Measured on: ${machine}. Load average at the start: ${busy}. Medians of ${PAGES} fresh pages a row, opened by turns; in brackets the middle half of the ratios, one a turn.`,
  '',
  '**Script start → first prediction**, a history of 32 events, milliseconds. The weights come from this machine; their fetch is in the total.',
  '',
  ...table([
    row('engine', 'items', 'median', 'p95', 'of which fetch', 'times nextaisle, cpu'),
    ...each((engine, items) => [
      ms(p50(all(engine, items, 'first'))),
      ms(p95(all(engine, items, 'first'))),
      ms(p50(all(engine, items, 'fetch'))),
      times(engine, items, 'first'),
    ]),
  ]),
  '',
  '**Event → prediction**, warm: one more event, then the next-action logits and those of all items, milliseconds.',
  '',
  ...table([
    row('engine', 'items', 'median', 'p95, warming up', 'times nextaisle, cpu'),
    ...each((engine, items) => [
      ms(p50(all(engine, items, 'step'))),
      ms(p50(all(engine, items, 'slow'))),
      times(engine, items, 'step'),
    ]),
  ]),
  '',
  '**Larger catalogs and networks**, warm, milliseconds, cpu / WebGL: an event more; a step of `forecast` with 16 futures and `explain` over 16 events, both with the chances of all items for each. *Dense*: one product of the query with as many float32 vectors, in a loop. *Textures*: what WebGL holds.',
  '',
  ...table([
    row('items', 'network', 'step', 'forecast', 'explain', 'dense', 'textures', 'auto'),
    ...cells.map(({ items, width, layers, cpu, webgl, dense, auto }) =>
      row(
        items.toLocaleString('en'),
        `${width} × ${layers}`,
        ...['step', 'forecast', 'explain'].map((what) => `${ms(cpu[what])} / ${ms(webgl[what])}`),
        ms(dense),
        `${(webgl.bytesOnGpu / 2 ** 20).toFixed(0)} MB`,
        auto,
      ),
    ),
  ]),
  '',
  `\`auto\` chose the engine that is faster for a step, or within a quarter of it, in ${cells.filter(isRight).length} of ${cells.length}.`,
  '',
  `**What a page loads** for ${largest.toLocaleString('en')} items, gzip.`,
  '',
  ...table([
    row('engine', 'code', 'weights'),
    ...Object.entries(ENGINES).map(([engine, { name }]) => row(name, ...loads[engine].map(kib))),
  ]),
  '',
  '**Sizes** of what `npm run build` wrote, gzip. A file that imports a `shared-` chunk loads that too.',
  '',
  ...table([
    row('file', 'gzip'),
    ...bundles.map((name) => row(name, kib(gzipped(join(dist, name))))),
  ]),
].join('\n');

console.log(`\n${text}\n`);
const docs = join(root, 'docs/performance.md');
const [head, rest] = readFileSync(docs, 'utf8').split('<!-- bench -->');
const tail = rest.split('<!-- /bench -->')[1];
writeFileSync(docs, `${head}<!-- bench -->\n\n${text}\n\n<!-- /bench -->${tail}`);
