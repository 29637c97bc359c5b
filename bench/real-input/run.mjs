// npm run bench:real-input [-- --world logs|pages] [--cases 10000] [--first 1] [--show 20]
// Writes one known truth in every dialect, reads it with the real readers and compares. Prints a table
// by kind and the cases that were lost or wrong, with seed and input; `--first <seed> --cases 1` repeats one.
// Writes bench/results/real-input.json.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { importBundled } from '../../scripts/bundle-node.mjs';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/chromium.mjs';
import { rootPath } from '../../scripts/shell.mjs';

const { values } = parseArgs({
  options: {
    world: { type: 'string' },
    cases: { type: 'string', default: '10000' },
    first: { type: 'string', default: '1' },
    show: { type: 'string', default: '20' },
    out: { type: 'string', default: join(rootPath, 'bench/results/real-input.json') },
  },
});
const [first, cases, show] = [values.first, values.cases, values.show].map(Number);

const WORLDS = {
  async logs(onCase) {
    const { judgeLogs } = await importBundled('bench/real-input/logs/log-world.ts');
    return judgeLogs(first, cases, onCase);
  },
  async pages(onCase) {
    const { buildFrames, judgePages } = await importBundled('bench/real-input/pages/page-world.ts');
    const frames = await buildFrames(build, rootPath);
    const browser = await chromium.launch({
      executablePath: await ensureChromium(),
      args: CHROMIUM_ARGS,
    });
    try {
      return await judgePages({ browser, frames, first, count: cases, onCase });
    } finally {
      await browser.close();
    }
  },
};
const worlds = values.world ? [values.world] : Object.keys(WORLDS);

const { tally, tableText } = await importBundled('bench/real-input/outcome.ts');
const results = existsSync(values.out) ? JSON.parse(readFileSync(values.out, 'utf8')) : {};
for (const world of worlds) {
  let done = 0;
  const started = Date.now();
  const judged = await WORLDS[world](() => {
    if (++done % 1000 === 0) console.error(`${world}: ${done} of ${cases}`);
  });
  const table = tally(judged);
  console.log(`\n${tableText(world, table)}\n`);
  const bad = judged.filter(({ outcome }) => outcome === 'lost' || outcome === 'wrong');
  for (const { seed, outcome, kinds, why, input } of bad.slice(0, show)) {
    console.log(`${world}, seed ${seed}: ${outcome} (${kinds.join(', ')})\n  ${why}`);
    if (cases === 1) console.log(input);
  }
  if (cases > 1)
    results[world] = {
      cases,
      first,
      seconds: Math.round((Date.now() - started) / 1000),
      kinds: table,
    };
}
if (cases > 1) writeFileSync(values.out, `${JSON.stringify(results, null, 2)}\n`);
