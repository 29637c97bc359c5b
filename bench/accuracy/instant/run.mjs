// npm run bench:instant-choice -- --models folder [--logs a,b] [--part validation|test|both]
//   [--sample 20000] [--data folder] [--write]
// What would have been asked for ahead on the product pages of real logs, by threshold, and what was
// opened next. --models is a folder of <log>.safetensors, each trained on that log by `nextaisle train`
// (`npm run bench:next-item -- --models folder` keeps them). The threshold is chosen on the validation
// part; the test part is only reported.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importBundled } from '../../../scripts/bundle-node.mjs';
import { dataFolder, hasLog } from '../data-folder.mjs';
import { readResult, writeResult } from '../results.mjs';
import { SETS } from '../next-item/sets.mjs';

const LOGS = ['jdata-2017', 'retailrocket', 'rees46', 'jd-micro-computers', 'taobao'];
const THRESHOLDS = [0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5];
/** A product page with its pictures not counted. */
const PAGE_KB = 60;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    logs: { type: 'string' },
    models: { type: 'string' },
    part: { type: 'string', default: 'both' },
    sample: { type: 'string', default: '20000' },
    write: { type: 'boolean', default: false },
  },
});
const parts = values.part === 'both' ? ['validation', 'test'] : [values.part];
if (!values.models || parts.some((part) => !['validation', 'test'].includes(part))) {
  console.error('npm run bench:instant-choice -- --models folder [--part validation|test|both]');
  process.exit(2);
}
const folder = dataFolder(values.data);
const { measureAhead } = await importBundled('bench/accuracy/instant/measure.ts');

const percent = (share) => (100 * share).toFixed(1).padStart(5);
for (const name of values.logs?.split(',') ?? LOGS) {
  const { log, read } = SETS[name];
  const model = join(values.models, `${name}.safetensors`);
  if (!hasLog(folder, name, log)) continue;
  if (!existsSync(model)) {
    console.log(`skipped: ${name}, there is no ${model}`);
    continue;
  }
  const result = readResult('instant', name);
  for (const part of parts) {
    const measured = await measureAhead({
      reading: [join(folder, log), ...read],
      model,
      part,
      sample: Number(values.sample),
      thresholds: THRESHOLDS,
    });
    result[part] = measured;
    const { pages, rows } = measured;
    console.log(`\n${name}, ${part}: ${pages} product pages, ${rows[0].nexts} opened another`);
    for (const { method, threshold, nexts, asked, hits } of rows) {
      const waste = (asked - hits) / pages;
      console.log(
        `${method.padEnd(12)} ${String(threshold).padStart(5)}  hit ${percent(hits / nexts)} %  ` +
          `precision ${percent(hits / asked)} %  wasted ${waste.toFixed(2)} pages, ` +
          `${(waste * PAGE_KB).toFixed(0)} KB a page view`,
      );
    }
  }
  if (values.write) writeResult('instant', name, { pageKb: PAGE_KB, ...result });
}
