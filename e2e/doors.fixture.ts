import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createItemTable } from '../src/engine/item-table.js';
import { makeGolden } from '../src/engine/golden.js';
import { randomHistory, randomModel } from '../src/engine/random-model.fixture.js';
import { readModel } from '../src/model/model-file.js';
import { writeModel } from '../src/model/write-model.js';
import type { Served } from '../scripts/serve.mjs';
import { repositoryRoot, type ServeOptions, serve } from './serve.fixture.js';

export const ITEMS = ['chair', 'stool', 'table', 'lamp', 'vase', 'sofa'];

const CHUNKS = [
  'analysis',
  'development',
  'files',
  'languages',
  'listeners',
  'profile',
  'search',
  'shop',
].map((name) => `chunks/${name}`);

/** Bundles the doors into `folder`, with good and bad model files. */
async function bundleDoors(folder: string): Promise<void> {
  const shared = {
    bundle: true,
    target: 'es2021',
    absWorkingDir: repositoryRoot,
    logLevel: 'error',
  } as const;
  await build({
    ...shared,
    entryPoints: ['index', 'element', 'inspector', 'instant', 'webgl', ...CHUNKS].map(
      (door) => `src/${door}.ts`,
    ),
    outdir: folder,
    format: 'esm',
    splitting: true,
  });
  await build({
    ...shared,
    entryPoints: ['src/embed.ts'],
    outfile: join(folder, 'embed.js'),
    format: 'iife',
    external: ['element', 'inspector', 'webgl', ...CHUNKS].map((chunk) => `./${chunk}.js`),
    // As in the rollup build: read while the script runs, because a page may load it twice.
    banner: { js: 'var scriptUrl = document.currentScript.src;' },
    define: { 'import.meta.url': 'scriptUrl' },
  });

  const config = { width: 16, ffn: 32, window: 8, subIds: 4, centroids: 32, contentBuckets: 64 };
  const random = randomModel(config, ITEMS.length, 1);
  random.vocabulary.items = ITEMS;
  // Golden vectors are computed from the quantised weights.
  const model = readModel(writeModel(random).buffer);
  model.golden = makeGolden(model, createItemTable(model), randomHistory(9, ITEMS.length, 1));
  const file = writeModel(model);
  // Next to the library folder, as in the package.
  mkdirSync(join(folder, 'weights'));
  writeFileSync(join(folder, 'weights/base.safetensors'), file);
  writeFileSync(join(folder, 'shop.safetensors'), file);
  writeFileSync(join(folder, 'truncated.safetensors'), file.subarray(0, file.length >> 1));
}

interface DoorsOptions extends Omit<ServeOptions, 'mounts'> {
  /** Page scripts by file name: a strict policy allows no inline script. */
  scripts?: Record<string, string>;
  /** Adds files to `/lib/`, before `pages` is read. */
  prepare?: (folder: string) => unknown;
  /** Further folders: URL prefix → absolute folder. */
  mounts?: (folder: string) => Record<string, string>;
}

/** Serves the doors at `/lib/`, `/weights/base.safetensors`, and the scripts at `/…`. */
export async function serveDoors(options: DoorsOptions): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'nextaisle-doors-'));
  await bundleDoors(folder);
  const scripts = join(folder, 'scripts');
  mkdirSync(scripts);
  for (const [name, code] of Object.entries(options.scripts ?? {})) {
    writeFileSync(join(scripts, name), code);
  }
  await options.prepare?.(folder);
  const site = await serve({
    ...options,
    mounts: {
      '/lib/': folder,
      '/weights/': join(folder, 'weights'),
      '/': scripts,
      ...options.mounts?.(folder),
    },
  });
  return {
    url: site.url,
    async close() {
      await site.close();
      rmSync(folder, { recursive: true });
    },
  };
}
