// npm run bench:page: what a shop has. createPredictor() in a page of the built library → the first
// prediction, of 20,000 items and 32 events that IndexedDB holds, with an empty and with a full HTTP
// cache, at the processor's speed and at a quarter of it. Prints the table of docs/evidence/performance.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { row, table } from '../figures/table.mjs';
import { ensureBuilt } from '../../scripts/build.mjs';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/chromium.mjs';
import { serveFolders } from '../../scripts/serve.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const ITEMS = 20_000;
const EVENTS = Number(process.env.EVENTS ?? 32);
const PAGES = Number(process.env.PAGES ?? 12);
const RATES = process.env.ONE ? [1] : [1, 4];

/**
 * Each line marks the end of a stage in the trace. Where the bench listens, the page tells what it found:
 * whatever asks from outside would run on the main thread that is measured.
 */
const SHOP = `console.timeStamp('start');
import('/lib/index.js').then(({ createPredictor }) => {
  console.timeStamp('entry');
  const predictor = createPredictor({ model: '/${ITEMS}.safetensors', consent: 'granted', sources: [] });
  console.timeStamp('created');
  window.predictor = predictor;
  window.predicted = new Promise((done) => {
    predictor.on('prediction', ({ ms }) => {
      console.timeStamp('predicted');
      const arrived = (part) => performance.getEntriesByType('resource').find(({ name }) => name.includes(part))?.responseEnd;
      const found = { ms, at: performance.now(), engine: arrived('engine-kit'), stores: arrived('shared-stores'), model: arrived('.safetensors') };
      window.tell?.(JSON.stringify(found));
      done();
    });
  });
});`;

/** Without a bundler, the page says where the one dependency lies. */
const HEAD = `<!doctype html><link rel="icon" href="data:,"><script type="importmap">{"imports":{"idb-keyval":"/idb-keyval/index.js"}}</script>`;

await ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'nextaisle-page-'));
await build({
  entryPoints: [join(root, 'bench/runtime/models.ts')],
  outfile: join(folder, 'models.mjs'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  logLevel: 'error',
});
const { writeModels } = await import(pathToFileURL(join(folder, 'models.mjs')).href);
writeModels(folder, [ITEMS]);
const site = await serveFolders({
  mounts: {
    '/lib/': join(root, 'dist'),
    '/idb-keyval/': join(root, 'node_modules/idb-keyval/dist'),
    '/': folder,
  },
  pages: { '/': `${HEAD}<script type="module">${SHOP}</script>` },
  headers: { 'cache-control': 'max-age=3600' },
});
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: CHROMIUM_ARGS,
});

/** Times of the stages in ms, and of the main thread's tasks in CPU ms. */
function readTrace(trace, { ms, at, ...arrived }) {
  const stamps = trace.filter(({ name }) => name === 'TimeStamp');
  const stamp = (label) =>
    stamps.find(({ args }) => [args.data.message, args.data.name].includes(label));
  const [start, end] = [stamp('start'), stamp('predicted')];
  const began = at - (end.ts - start.ts) / 1000;
  const tasks = trace
    .filter(({ name, pid, tid }) => /RunTask$/.test(name) && pid === start.pid && tid === start.tid)
    .filter(({ ts, dur = 0 }) => ts + dur >= start.ts && ts <= end.ts)
    .map(({ tdur = 0 }) => tdur / 1000);
  const since = (label) => (stamp(label).ts - start.ts) / 1000;
  return {
    'library loaded': since('entry'),
    'predictor made': since('created'),
    'engine arrived': arrived.engine - began,
    'stores arrived': arrived.stores - began,
    'model arrived': arrived.model - began,
    'history and model read': at - began - ms,
    'first prediction': at - began,
    'main thread, CPU': (end.tts - start.tts) / 1000,
    'longest task, CPU': Math.max(...tasks),
  };
}

async function visit(page, devtools, { cache, rate }) {
  if (cache === 'empty') await devtools.send('Network.clearBrowserCache');
  await devtools.send('Emulation.setCPUThrottlingRate', { rate });
  const trace = [];
  const collect = ({ value }) => void trace.push(...value);
  devtools.on('Tracing.dataCollected', collect);
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'toplevel'] },
  });
  const told = new Promise((done) => devtools.once('Runtime.bindingCalled', done));
  await page.goto(site.url);
  const { payload } = await told;
  const ended = new Promise((done) => devtools.once('Tracing.tracingComplete', done));
  await devtools.send('Tracing.end');
  await ended;
  devtools.off('Tracing.dataCollected', collect);
  return readTrace(trace, JSON.parse(payload));
}

const CELLS = RATES.flatMap((rate) => ['empty', 'full'].map((cache) => ({ cache, rate })));
const measured = CELLS.map(() => []);
for (let i = 0; i < PAGES; i++) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await page.goto(site.url);
  await page.waitForFunction('window.predicted');
  await page.evaluate(async (events) => {
    await window.predicted;
    for (let at = 0; at < events; at++) window.predictor.track('click', `item-${at * 37}`);
  }, EVENTS);
  const isKept = ({ events, store }) => store.kind === 'indexeddb' && !events.waiting;
  await page.waitForFunction(`(${isKept})(predictor.status())`);
  await devtools.send('Runtime.enable');
  await devtools.send('Runtime.addBinding', { name: 'tell' });
  for (const [c, cell] of CELLS.entries()) measured[c].push(await visit(page, devtools, cell));
  await context.close();
}
await browser.close();
await site.close();
rmSync(folder, { recursive: true, force: true });

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const head = CELLS.map(
  ({ cache, rate }) => `${cache} cache, ${rate === 1 ? 'full speed' : 'a quarter'}`,
);
const lines = Object.keys(measured[0][0]).map((what) =>
  row(
    what,
    ...measured.map((pages) => String(Math.round(median(pages.map((page) => page[what]))))),
  ),
);
console.log(table([row(`median of ${PAGES} pages, ms`, ...head), ...lines]).join('\n'));
