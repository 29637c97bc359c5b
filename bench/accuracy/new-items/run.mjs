// npm run bench:new-items -- rees46|eshop-2008 --embeddings <file> [--seeds 3] [--epochs 12]
//   [--cold 0.1] [--share 1] [--k 20] [--validation] [--write] [--data folder]
// Measures the ranking of products without training sessions: a random share of products is removed
// from training and asked for in the test sessions. new-items/embed-text.py computes the vectors.
// --validation tests on the sessions before the test part, to choose settings. --write stores the
// figures.
import { parseArgs } from 'node:util';
import { importBundled } from '../../../scripts/bundle-node.mjs';
import { writeFigures } from '../../../scripts/figures.mjs';
import { rootPath } from '../../../scripts/shell.mjs';
import { percent, percentRange } from '../../figures/format.mjs';
import { row, table } from '../../figures/table.mjs';
import { dataFolder, hasLog } from '../data-folder.mjs';
import { LOGS } from '../logs.mjs';
import { writeResult } from '../results.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cold: { type: 'string', default: '0.1' },
    data: { type: 'string' },
    embeddings: { type: 'string' },
    epochs: { type: 'string', default: '12' },
    k: { type: 'string', default: '20' },
    seeds: { type: 'string', default: '3' },
    share: { type: 'string', default: '1' },
    validation: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const [name] = positionals;
if (!['rees46', 'eshop-2008'].includes(name) || !options.embeddings) {
  console.error(
    'npm run bench:new-items -- rees46|eshop-2008 --embeddings <file of embed-text.py>',
  );
  process.exit(2);
}
const folder = dataFolder(options.data);
const { log } = LOGS[name];
if (!hasLog(folder, name, log)) process.exit(0);

const { measureNewItems } = await importBundled('bench/accuracy/new-items/measure.ts');
const k = Number(options.k);
const results = await measureNewItems({
  root: rootPath,
  log: `${folder}/${log}`,
  embeddings: options.embeddings,
  seeds: Number(options.seeds),
  epochs: Number(options.epochs),
  cold: Number(options.cold),
  share: Number(options.share),
  validation: options.validation,
  k,
});
const head = [
  `recall@${k}`,
  '95%',
  'by seed',
  `MRR@${k}`,
  '95%',
  `seen products, recall@${k}`,
  'file',
];
console.log(
  [
    '',
    `${name}: ${results.asked.cold} predictions of a product not seen in training (${results.cold.join(', ')} products of ${results.items}, by seed), ${results.asked.warm} of one that was; all products compete.`,
    '',
    ...table([
      row('what is known of a product', ...head),
      ...results.rows.map(({ name, recall, mrr, bySeed, warm, bytes }) =>
        row(
          name,
          percent(recall.value),
          percentRange(recall),
          bySeed.map(percent).join(' '),
          percent(mrr.value),
          percentRange(mrr),
          percent(warm.value),
          bytes ? `${(bytes / 1000).toFixed(0)} KB` : '–',
        ),
      ),
    ]),
  ].join('\n'),
);
if (options.write && !options.validation) {
  const { asked, rows } = results;
  writeResult('new-items', name, { k, seeds: Number(options.seeds), asked, rows });
  writeFigures();
}
