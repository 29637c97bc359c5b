// How well products that nobody looked at in training are ranked: a random part of the products is taken
// out of the training sessions, and asked for in the test sessions.
//   node bench/accuracy/cold-items.mjs rees46|eshop|demo [--embeddings <file>] [--seeds 3]
//     [--epochs 12] [--cold 0.1] [--share 1] [--k 20] [--validation]
// The vectors of rees46 and eshop come from bench/accuracy/embed-text.py, those of the demo from its
// drawings. NEXTAISLE_DATA is where the logs lie (../shared/data). --validation asks the sessions before
// the test part, to choose settings by.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importBundled } from '../../scripts/bundle-node.mjs';
import { rootPath } from '../../scripts/shell.mjs';
import { row, table } from '../table.mjs';
import { pictureVectors } from './picture-vectors.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cold: { type: 'string' },
    embeddings: { type: 'string' },
    epochs: { type: 'string', default: '12' },
    k: { type: 'string' },
    seeds: { type: 'string', default: '3' },
    share: { type: 'string', default: '1' },
    validation: { type: 'boolean', default: false },
  },
});
const [set = 'demo'] = positionals;
const LOGS = {
  rees46: 'rees46/2019-Oct-first-hours.csv.gz',
  eshop: 'eshop-2008/e-shop-clothing-2008.csv.gz',
};
const folder = process.env.NEXTAISLE_DATA ?? join(rootPath, '../shared/data');
const log = LOGS[set] && join(folder, LOGS[set]);
if (set !== 'demo' && !(log && existsSync(log) && options.embeddings)) {
  console.log(
    `${set}: skipped, it needs the log (${log ?? 'unknown set'}) and --embeddings <file>`,
  );
  process.exit(0);
}

const { measureColdItems } = await importBundled('bench/accuracy/cold-items.ts');
const k = Number(options.k ?? (set === 'demo' ? 5 : 20));
const results = await measureColdItems({
  root: rootPath,
  log,
  embeddings: options.embeddings,
  pictures: set === 'demo' ? await pictureVectors() : undefined,
  seeds: Number(options.seeds),
  epochs: Number(options.epochs),
  cold: Number(options.cold ?? (set === 'demo' ? 0.2 : 0.1)),
  share: Number(options.share),
  validation: options.validation,
  k,
});
const percent = (value) => (100 * value).toFixed(1);
const range = ({ low, high }) => `${percent(low)} … ${percent(high)}`;
console.log(
  [
    ``,
    `${set}: ${results.asked.cold} predictions of a product not seen in training (${results.cold.join(', ')} products of ${results.items}, by seed), ${results.asked.warm} of one that was; all products compete.`,
    '',
    ...table([
      row(
        'what is known of a product',
        `recall@${k}`,
        '95%',
        'by seed',
        `MRR@${k}`,
        '95%',
        `seen products, recall@${k}`,
        'file',
      ),
      ...results.rows.map(({ name, recall, mrr, bySeed, warm, bytes }) =>
        row(
          name,
          percent(recall.value),
          range(recall),
          bySeed.map(percent).join(' '),
          percent(mrr.value),
          range(mrr),
          percent(warm.value),
          bytes ? `${(bytes / 1024).toFixed(0)} KB` : '–',
        ),
      ),
    ]),
  ].join('\n'),
);
