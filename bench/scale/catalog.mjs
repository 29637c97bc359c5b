// node bench/scale/catalog.mjs [items…]: what a large catalog costs a page, in a real Chromium: bytes of the file,
// memory, the first prediction, an event. Every chance is compared with the oracle's. Writes bench/results/catalog.json.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { bundleInto } from '../bundle.mjs';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/chromium.mjs';
import { serveFolders } from '../../scripts/serve.mjs';
import { rootPath } from '../../scripts/shell.mjs';
import { tfjsAloneForEsbuild } from '../../scripts/tfjs-alone.mjs';

const PAGES = 3;
/** How far a chance may be from the oracle's, as a share of it, and their sum from 1. */
const MOST_OFF = 1e-4;
const sizes =
  process.argv.length > 2 ? process.argv.slice(2).map(Number) : [20_000, 100_000, 1_000_000];

const folder = mkdtempSync(join(tmpdir(), 'nextaisle-catalog-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const bundle = bundleInto(folder);
await bundle('scale/catalog-page.ts', { splitting: true, plugins: [tfjsAloneForEsbuild] });
await bundle('runtime/models.ts', { platform: 'node', outExtension: { '.js': '.mjs' } });
const { writeModels } = await import(pathToFileURL(join(folder, 'models.mjs')).href);
writeModels(join(folder, 'models'), sizes);

const site = await serveFolders({
  mounts: { '/': folder },
  pages: { '/page.html': '<!doctype html><script type="module" src="/catalog-page.js"></script>' },
});
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: CHROMIUM_ARGS,
});
const load = Number(loadavg()[0].toFixed(1));
const middle = (list) => list.sort((a, b) => a - b)[list.length >> 1];

async function visit(items) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(`${site.url}/page.html?items=${items}`);
  const { first, fetched, machine } = await page.evaluate(() => window.opened);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  const { TaskDuration: cpu } = await metrics(session);
  const [step, stepCpu] = await timed(session, page, 'step');
  const [, temperedCpu] = await timed(session, page, 'tempered');
  const { off, sum } = await page.evaluate(async () => (await window.opened).check());
  if (!(off <= MOST_OFF && sum <= MOST_OFF))
    throw new Error(`${items} items: a chance is off by ${off}, their sum by ${sum}`);
  await context.close();
  const memory = usedSize + backingStorageSize + machine;
  return { first, fetched, openCpu: 1000 * cpu, step, stepCpu, temperedCpu, memory, off };
}

/** An event's milliseconds by the clock, and of the main thread's processor, which other work does not lengthen. */
async function timed(session, page, name) {
  const before = await metrics(session);
  const { middle, events } = await page.evaluate(
    async (what) => (await window.opened)[what](),
    name,
  );
  const after = await metrics(session);
  return [middle, (1000 * (after.TaskDuration - before.TaskDuration)) / events];
}

async function metrics(session) {
  const { metrics: list } = await session.send('Performance.getMetrics');
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

const rows = [];
for (const items of sizes) {
  const visits = [];
  for (let i = 0; i < PAGES; i++) visits.push(await visit(items));
  const file = readFileSync(join(folder, `models/${items}.safetensors`));
  const of = (name) => middle(visits.map((one) => one[name]));
  rows.push({
    items,
    bytes: file.length,
    gzip: gzipSync(file).length,
    first: of('first'),
    fetched: of('fetched'),
    memory: of('memory'),
    openCpu: of('openCpu'),
    step: of('step'),
    stepCpu: of('stepCpu'),
    temperedCpu: of('temperedCpu'),
    off: Math.max(...visits.map((one) => one.off)),
  });
  console.log(JSON.stringify(rows.at(-1)));
}
await browser.close();
await site.close();
const result = {
  machine: `${cpus().length} × ${cpus()[0].model.trim()}`,
  load,
  pages: PAGES,
  rows,
};
const short = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value);
writeFileSync(
  join(rootPath, 'bench/results/catalog.json'),
  `${JSON.stringify(result, short, 2)}\n`,
);
