// `npm run weights`: trains weights/*.safetensors; the same sources give the same files.
//   npm run weights -- [base] [demo] [--eshop e-shop-clothing-2008.csv[.gz]] [--quick]
// NEXTAISLE_ESHOP may replace --eshop. Without either, base is trained on simulated shops only.
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { rootPath } from './shell.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { eshop: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const known = ['base', 'demo'];
const unknown = positionals.find((name) => !known.includes(name));
if (unknown !== undefined) {
  console.error(`There are no weights "${unknown}": ${known.join(', ')}`);
  process.exit(2);
}
await ensureInstalled();
const { importBundled } = await import('./bundle-node.mjs');
const { eshop = process.env.NEXTAISLE_ESHOP, quick } = values;
const wanted = positionals.length ? positionals : known;
// The demo's weights are trained by the command line, as in a shop.
if (wanted.includes('demo')) await ensureBuilt();

const { makeWeights } = await importBundled('scripts/weights.ts');
await makeWeights({ root: rootPath, wanted, eshop, quick });
