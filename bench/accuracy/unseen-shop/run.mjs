// npm run bench:unseen-shop -- [model.safetensors …] [--data folder] [--logs a,b] [--sample 800]
//   [--trained folder] [--choose] [--write]
// Measures models on shops they have never seen. --trained is a folder of <log>.safetensors, each
// trained on that log by `nextaisle train`: an upper reference. --choose measures on the latest
// tenth of the training part, to choose settings. --write stores the first model as the base model.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importBundled } from '../../../scripts/bundle-node.mjs';
import { writeFigures } from '../../../scripts/figures.mjs';
import { rootPath } from '../../../scripts/shell.mjs';
import { dataFolder } from '../data-folder.mjs';
import { commit, writeResult } from '../results.mjs';

const { values, positionals } = parseArgs({
  options: {
    choose: { type: 'boolean', default: false },
    data: { type: 'string' },
    logs: { type: 'string' },
    sample: { type: 'string', default: '800' },
    trained: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
if (values.choose && values.write) {
  console.error('--choose measures to choose by: it has nothing to write');
  process.exit(2);
}
const files = positionals.length ? positionals : [join(rootPath, 'weights/base.safetensors')];
const { measureUnseenShop } = await importBundled('bench/accuracy/unseen-shop/measure.ts');
const results = await measureUnseenShop({
  files,
  data: dataFolder(values.data),
  logs: values.logs?.split(','),
  sample: Number(values.sample),
  trained: values.trained,
  choose: values.choose,
});
if (values.write) {
  for (const [log, result] of Object.entries(results))
    writeResult('unseen-shop', log, { commit: commit(), ...result });
  writeFigures();
}
