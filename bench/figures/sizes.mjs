import { readFileSync, writeFileSync } from 'node:fs';
import { run } from '../../scripts/shell.mjs';
import { kb } from './format.mjs';
import { row, table } from './table.mjs';

const RESULTS = new URL('../results/sizes.json', import.meta.url);
/** Share by which a size may change before its figure counts as wrong. */
const TOLERANCE = 0.01;

/** Stored gzipped bytes, by the names in .size-limit.mjs. */
export const readSizes = () => JSON.parse(readFileSync(RESULTS, 'utf8'));

/** Short name for pages: `engine, loaded with a model` → `engine`. */
const shortName = (name) => name.split(/[,:(]/)[0].trim();

/** The stored size with this short name. */
export function sizeOf(sizes, short) {
  const name = Object.keys(sizes).find((own) => shortName(own) === short);
  if (!name) throw new Error(`no size "${short}" in bench/results/sizes.json`);
  return sizes[name];
}

/** Measures the build in dist/. */
export async function measureSizes() {
  const { output } = await run('size-limit', ['--json']);
  // The output may start with warnings of its bundler.
  const [json] = output.match(/^\[$[\s\S]*^\]$/m) ?? [];
  if (!json) throw new Error(`size-limit gave no sizes:\n${output}`);
  const measured = JSON.parse(json);
  return Object.fromEntries(measured.map(({ name, size }) => [name, size]));
}

/** Names of sizes that are new, gone, or differ from the build by more than the tolerance. */
export function staleSizes(stored, measured) {
  const names = new Set([...Object.keys(stored), ...Object.keys(measured)]);
  return [...names].filter((name) => {
    const [was, is] = [stored[name], measured[name]];
    return !was || !is || Math.abs(was - is) > TOLERANCE * is;
  });
}

/** Stores the sizes of the build, except changes within the tolerance. */
export function writeSizes(stored, measured) {
  const stale = new Set(staleSizes(stored, measured));
  const next = Object.fromEntries(
    Object.entries(measured).map(([name, size]) => [name, stale.has(name) ? size : stored[name]]),
  );
  writeFileSync(RESULTS, `${JSON.stringify(next, null, 2)}\n`);
}

export function sizeFigures() {
  const sizes = readSizes();
  const rows = Object.entries(sizes).map(([name, size]) => row(name, kb(size)));
  return {
    blocks: { sizes: () => table([row('what a page loads', 'gzip'), ...rows]).join('\n') },
    inline: Object.fromEntries(
      Object.entries(sizes).map(([name, size]) => [`size ${shortName(name)}`, () => kb(size)]),
    ),
  };
}
