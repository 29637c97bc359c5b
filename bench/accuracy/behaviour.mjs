// node bench/accuracy/behaviour.mjs <log> [--dev] [--model shop.safetensors] [--out rows.json] …
// Trains on a log of ../shared/data (NEXTAISLE_DATA says another place) and writes what the file says
// at every position, with what happened, for bench/accuracy/trees.py to set beside boosted trees.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importBundled } from '../../scripts/bundle-node.mjs';
import { rootPath as root } from '../../scripts/shell.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dev: { type: 'boolean' },
    model: { type: 'string' },
    out: { type: 'string' },
    batch: { type: 'string' },
    epochs: { type: 'string' },
    negatives: { type: 'string' },
    seed: { type: 'string' },
  },
});

const { writePositions } = await importBundled('bench/accuracy/positions.ts');
const number = (name) => (values[name] === undefined ? undefined : Number(values[name]));
await writePositions({
  root,
  data: process.env.NEXTAISLE_DATA ?? join(root, '../shared/data'),
  log: positionals[0],
  dev: values.dev === true,
  model: values.model,
  out: values.out ?? `${positionals[0]}.json`,
  batch: number('batch'),
  epochs: number('epochs'),
  negatives: number('negatives'),
  seed: number('seed'),
});
