// `npm run weights`: makes weights/*.safetensors again, the same for the same sources.
//   npm run weights -- [base] [demo] [--eshop e-shop-clothing-2008.csv[.gz]] [--quick]
// NEXTAISLE_ESHOP says the same as --eshop; without it base is trained on simulated shops alone.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { rootPath } from './shell.mjs';

await ensureInstalled();
const args = process.argv.slice(2);
const at = args.indexOf('--eshop');
const eshop = at < 0 ? process.env.NEXTAISLE_ESHOP : args.splice(at, 2)[1];
const quick = args.includes('--quick');
const named = args.filter((arg) => !arg.startsWith('--'));
const wanted = named.length ? named : ['base', 'demo'];
// The demo's weights are made by the command line, as a shop makes its own.
if (wanted.includes('demo')) await ensureBuilt();

// Inside node_modules, so that what stays external is found from there.
const outfile = join(rootPath, 'node_modules/.cache/nextaisle/weights.mjs');
mkdirSync(join(outfile, '..'), { recursive: true });
await build({
  entryPoints: [join(rootPath, 'scripts/weights.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  logLevel: 'error',
  // TensorFlow.js and its wasm glue ask for these.
  banner: {
    js: [
      "import { createRequire as __createRequire } from 'node:module';",
      `const require = __createRequire(import.meta.url);`,
      `const __filename = ${JSON.stringify(outfile)};`,
      `const __dirname = ${JSON.stringify(join(outfile, '..'))};`,
    ].join('\n'),
  },
});
const { makeWeights } = await import(pathToFileURL(outfile).href);
await makeWeights({ root: rootPath, wanted, eshop, quick });
