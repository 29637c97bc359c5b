// node bench/accuracy/behaviour.mjs <log> [--dev] [--model shop.safetensors] [--out rows.json] …
// Trains on a log of ../shared/data (NEXTAISLE_DATA says another place) and writes what the file says
// at every position, with what happened, for bench/accuracy/trees.py to set beside boosted trees.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
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

// Inside node_modules, so that what stays external is found from there.
const outfile = join(root, 'node_modules/.cache/nextaisle/positions.mjs');
mkdirSync(join(outfile, '..'), { recursive: true });
await build({
  entryPoints: [join(root, 'bench/accuracy/positions.ts')],
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
      'const require = __createRequire(import.meta.url);',
      `const __filename = ${JSON.stringify(outfile)};`,
      `const __dirname = ${JSON.stringify(join(outfile, '..'))};`,
    ].join('\n'),
  },
});
const { writePositions } = await import(pathToFileURL(outfile).href);
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
