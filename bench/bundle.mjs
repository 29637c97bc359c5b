import { join } from 'node:path';
import { build } from 'esbuild';
import { rootPath } from '../scripts/shell.mjs';

/** Bundles a page or a module of `bench/` into `folder`. */
export const bundleInto = (folder) => (entry, options) =>
  build({
    entryPoints: [join(rootPath, 'bench', entry)],
    outdir: folder,
    bundle: true,
    format: 'esm',
    minify: true,
    logLevel: 'error',
    ...options,
  });
