import { existsSync, readFileSync } from 'node:fs';
import { root, run, runShown } from './shell.mjs';

const read = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8')).packages;

/** True when every package of the lock file is installed at its version. */
function installed() {
  const hidden = 'node_modules/.package-lock.json';
  if (!existsSync(new URL(hidden, root))) return false;
  const present = read(hidden);
  return Object.entries(read('package-lock.json')).every(
    ([path, entry]) => !path || entry.optional || present[path]?.version === entry.version,
  );
}

/** `npm ci`, when node_modules is missing or stale. */
export async function ensureInstalled() {
  if (installed()) return;
  console.log('Installing packages (npm ci)…');
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
  const { ok, output } = await run('npm', ['ci', ...quiet]);
  if (ok) return;
  // `npm ci` fails on a lock file that lacks the binaries of this system.
  console.log(output.split('\n').find((line) => / code /.test(line)) ?? 'npm ci failed');
  await runShown('npm', ['install', '--no-save', ...quiet]);
}
