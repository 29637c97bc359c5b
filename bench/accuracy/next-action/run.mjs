// npm run bench:next-action -- <log> [--dev] [--model shop.safetensors] [--out rows.json] …
// Trains on a log and writes prediction and outcome at every position, which
// bench/accuracy/peers/trees.py compares with boosted trees. --model reads that file if it exists,
// else writes it. --dev tests on the validation part, without the test part.
import { parseArgs } from 'node:util';
import { importBundled } from '../../../scripts/bundle-node.mjs';
import { rootPath } from '../../../scripts/shell.mjs';
import { dataFolder } from '../data-folder.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    dev: { type: 'boolean', default: false },
    model: { type: 'string' },
    out: { type: 'string' },
    batch: { type: 'string' },
    epochs: { type: 'string' },
    negatives: { type: 'string' },
    seed: { type: 'string' },
  },
});
const [log] = positionals;
if (!log) {
  console.error('Which log? npm run bench:next-action -- jdata-2017');
  process.exit(2);
}
const { writePositions } = await importBundled('bench/accuracy/next-action/positions.ts');
const number = (name) => (values[name] === undefined ? undefined : Number(values[name]));
await writePositions({
  root: rootPath,
  data: dataFolder(values.data),
  log,
  dev: values.dev,
  model: values.model,
  out: values.out ?? `${log}.json`,
  batch: number('batch'),
  epochs: number('epochs'),
  negatives: number('negatives'),
  seed: number('seed'),
});
