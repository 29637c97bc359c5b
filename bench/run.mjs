import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS, ensureChromium } from '../scripts/chromium.mjs';
import { serveFolders } from '../scripts/serve.mjs';
import { tfjsAloneForEsbuild } from '../scripts/tfjs-alone.mjs';
import { row, table } from './table.mjs';

// npm run bench: cold start, latency and sizes in one run; the table goes into docs/performance.md.
const root = fileURLToPath(new URL('../', import.meta.url));
const SIZES = [2000, 20_000];
/** Pages opened for a cold start, and events on each for the latency. */
const PAGES = 9;
const EVENTS = { cpu: 200, webgl: 30 };

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
await bundle('page.ts', { splitting: true, plugins: [tfjsAloneForEsbuild] });
await bundle('models.ts', { platform: 'node', outExtension: { '.js': '.mjs' } });
const { writeModels } = await import(pathToFileURL(join(folder, 'models.mjs')).href);
writeModels(join(folder, 'models'), SIZES);

const site = await serveFolders({
  mounts: { '/': folder },
  pages: { '/page.html': '<!doctype html><script type="module" src="/page.js"></script>' },
});
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: CHROMIUM_ARGS,
});

/** A page of its own, in a context of its own: nothing is warm. */
async function open(backend, items) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const query = `backend=${backend}&items=${items}&events=${EVENTS[backend]}`;
  await page.goto(`${site.url}/page.html?${query}`);
  const measured = await page.evaluate(() => window.measured);
  await context.close();
  return measured;
}

const at = (share) => (list) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
const p50 = at(0.5);
const p95 = at(0.95);

const pages = {};
// By turns, so that whatever else this machine does falls on both engines.
for (let i = 0; i < PAGES; i++) {
  for (const items of SIZES) {
    for (const backend of ['cpu', 'webgl']) {
      const measured = await open(backend, items);
      const key = `${backend} ${items}`;
      pages[key] ??= [];
      pages[key].push(measured);
    }
  }
  console.log(`round ${i + 1} of ${PAGES}`);
}
const results = Object.fromEntries(
  Object.entries(pages).map(([key, list]) => {
    // The first events of a page are the compiler's warm-up, and are counted.
    const steps = list.flatMap((page) => page.steps);
    const first = list.map((page) => page.first);
    return [
      key,
      {
        first: p50(first),
        firstSlow: p95(first),
        fetch: p50(list.map((page) => page.fetch)),
        step: p50(steps),
        stepSlow: p95(steps),
      },
    ];
  }),
);
const page = await browser.newPage();
const renderer = await page.evaluate(() => {
  const gl = document.createElement('canvas').getContext('webgl2');
  const names = gl?.getExtension('WEBGL_debug_renderer_info');
  return gl && names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : 'none';
});
const machine = `${cpus().length} × ${cpus()[0].model.trim()}, Chromium ${browser.version()}, WebGL: ${renderer}`;
await browser.close();
await site.close();
rmSync(folder, { recursive: true, force: true });

const ms = (value) => (value < 10 ? value.toFixed(2) : value.toFixed(0));
const each = (make) =>
  SIZES.flatMap((items) =>
    ['cpu', 'webgl'].map((backend) =>
      make(results[`${backend} ${items}`], backend, items.toLocaleString('en')),
    ),
  );
const ratio = (key, items) =>
  `${(results[`webgl ${items}`][key] / results[`cpu ${items}`][key]).toFixed(1)} ×`;
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
const dist = join(root, 'dist');
const bundles = existsSync(dist) ? readdirSync(dist).filter((name) => name.endsWith('.js')) : [];

const text = [
  `Measured on: ${machine}. Load average at the start: ${busy}. Median and 95th percentile of ${PAGES} fresh pages a row.`,
  '',
  '**Script start → first prediction**, a history of 32 events, milliseconds. The model file comes from this machine; its fetch is in the total.',
  '',
  ...table([
    row('engine', 'items', 'median', 'p95', 'of which fetch'),
    ...each((r, backend, items) => row(backend, items, ms(r.first), ms(r.firstSlow), ms(r.fetch))),
  ]),
  '',
  '**Event → prediction**: one more event, then the next-action logits and the scores of all items, milliseconds.',
  '',
  ...table([
    row('engine', 'items', 'median', 'p95'),
    ...each((r, backend, items) => row(backend, items, ms(r.step), ms(r.stepSlow))),
  ]),
  '',
  `WebGL takes ${SIZES.map((n) => `${ratio('first', n)} (${n.toLocaleString('en')} items)`).join(' and ')} as long as cpu to the first prediction, and ${SIZES.map((n) => ratio('step', n)).join(' and ')} for each event after it.`,
  '',
  '**Sizes** of what `npm run build` wrote, gzip. A file that imports a `shared-` chunk loads that too.',
  '',
  ...table([
    row('file', 'gzip'),
    ...bundles.map((name) => row(name, kib(gzipSync(readFileSync(join(dist, name))).length))),
  ]),
].join('\n');

console.log(`\n${text}\n`);
const docs = join(root, 'docs/performance.md');
const [head, rest] = readFileSync(docs, 'utf8').split('<!-- bench -->');
const tail = rest.split('<!-- /bench -->')[1];
writeFileSync(docs, `${head}<!-- bench -->\n\n${text}\n\n<!-- /bench -->${tail}`);
