import { readFileSync, writeFileSync } from 'node:fs';
import { run } from '../../scripts/shell.mjs';
import { kb } from './format.mjs';
import { row, table } from './table.mjs';

const RESULTS = new URL('../results/sizes.json', import.meta.url);
/** A byte more in the build makes no figure wrong. */
const TOLERANCE = 0.01;

/** Gzipped bytes by the names of .size-limit.mjs, as they were last written. */
export const readSizes = () => JSON.parse(readFileSync(RESULTS, 'utf8'));

/** `engine, loaded with a model` → `engine`: what a page names a size by. */
const shortName = (name) => name.split(/[,:(]/)[0].trim();

/** The size of the one budget with this short name. */
export function sizeOf(sizes, short) {
  const name = Object.keys(sizes).find((own) => shortName(own) === short);
  if (!name) throw new Error(`no size "${short}" in bench/results/sizes.json`);
  return sizes[name];
}

/** What the build in dist/ weighs now. */
export async function measureSizes() {
  const { output } = await run('size-limit', ['--json']);
  // Warnings of its bundler are printed too.
  const [json] = output.match(/^\[$[\s\S]*^\]$/m) ?? [];
  if (!json) throw new Error(`size-limit gave no sizes:\n${output}`);
  const measured = JSON.parse(json);
  return Object.fromEntries(measured.map(({ name, size }) => [name, size]));
}

/** Names whose stored size is missing, gone, or further from the build than the tolerance. */
export function staleSizes(stored, measured) {
  const names = new Set([...Object.keys(stored), ...Object.keys(measured)]);
  return [...names].filter((name) => {
    const [was, is] = [stored[name], measured[name]];
    return !was || !is || Math.abs(was - is) > TOLERANCE * is;
  });
}

/** Stores what the build weighs; a size that moved less than the tolerance keeps its figure. */
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
