// `npm run build`: rollup, then the hashes. Does nothing when dist/ is newer than its sources.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { readFlags } from './read-flags.mjs';
import { rootPath, runShown } from './shell.mjs';

const dist = join(rootPath, 'dist');
const STAMP = 'sri.json';
/** Not loaded by shop pages: the command line, its page scripts, and what the demo alone has. */
const NOT_OF_A_SHOP = /^(cli|doctor-page|log-worker|studio-worker|uplot)[./]/;

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Relative paths of all files below a folder, with `/`. */
const filesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/'));

const newestIn = (folder) =>
  filesIn(folder)
    .filter((name) => !/\.test\.tsx?$/.test(name))
    .reduce((newest, name) => Math.max(newest, modified(join(folder, name))), 0);

function stale() {
  const inputs = [
    'rollup.config.mjs',
    'package-lock.json',
    'tsconfig.json',
    'scripts/bundled-licences.mjs',
  ];
  const newest = Math.max(
    newestIn(join(rootPath, 'src')),
    ...inputs.map((name) => modified(join(rootPath, name))),
  );
  return modified(join(dist, STAMP)) < newest;
}

/** sha384 of files that pages load by URL, for `integrity="…"`. */
function writeHashes() {
  const hashes = filesIn(dist)
    .filter((name) => name.endsWith('.js') && !NOT_OF_A_SHOP.test(name))
    .sort()
    .map((name) => {
      const hash = createHash('sha384')
        .update(readFileSync(join(dist, name)))
        .digest('base64');
      return [name, `sha384-${hash}`];
    });
  writeFileSync(join(dist, STAMP), `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
}

async function build() {
  const started = Date.now() - 1000;
  // The stamp is written last, so that a failed build does not count as finished.
  rmSync(join(dist, STAMP), { force: true });
  const output = await runShown('rollup', ['-c', '--silent=false']);
  for (const line of output.split('\n')) if (/^rollup: |^\(!\)/.test(line)) console.log(line);
  // Files of an older build must not be packed.
  for (const name of filesIn(dist)) {
    if (modified(join(dist, name)) < started) rmSync(join(dist, name));
  }
  writeHashes();
}

/** Builds when dist/ is missing or older than its sources. */
export async function ensureBuilt() {
  if (stale()) await build();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { force } = readFlags('force');
  await ensureInstalled();
  if (force || !existsSync(dist)) await build();
  else await ensureBuilt();
}
