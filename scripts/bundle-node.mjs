import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { rootPath } from './shell.mjs';

/** Bundles a TypeScript file with the parts of `src/` it needs, and imports it in Node. */
export async function importBundled(entry) {
  // Inside node_modules, so that external packages resolve from there.
  const folder = join(rootPath, 'node_modules/.cache/nextaisle');
  const outfile = join(folder, basename(entry).replace(/\.ts$/, '.mjs'));
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(rootPath, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    // TensorFlow.js and its wasm glue need these.
    banner: {
      js: [
        "import { createRequire as __createRequire } from 'node:module';",
        `const require = __createRequire(import.meta.url);`,
        `const __filename = ${JSON.stringify(outfile)};`,
        `const __dirname = ${JSON.stringify(folder)};`,
      ].join('\n'),
    },
  });
  return import(pathToFileURL(outfile).href);
}
