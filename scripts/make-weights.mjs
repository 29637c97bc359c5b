// `npm run weights`: trains weights/*.safetensors; the same sources give the same files.
//   npm run weights -- [base] [demo] [--eshop e-shop-clothing-2008.csv[.gz]] [--quick]
// NEXTAISLE_ESHOP may replace --eshop. Without either, base is trained on simulated shops only.
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { rootPath } from './shell.mjs';

await ensureInstalled();
const { importBundled } = await import('./bundle-node.mjs');
const args = process.argv.slice(2);
const at = args.indexOf('--eshop');
const eshop = at < 0 ? process.env.NEXTAISLE_ESHOP : args.splice(at, 2)[1];
const quick = args.includes('--quick');
const named = args.filter((arg) => !arg.startsWith('--'));
const wanted = named.length ? named : ['base', 'demo'];
// The demo's weights are trained by the command line, as in a shop.
if (wanted.includes('demo')) await ensureBuilt();

const { makeWeights } = await importBundled('scripts/weights.ts');
await makeWeights({ root: rootPath, wanted, eshop, quick });
