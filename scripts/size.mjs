// What a page downloads, against the budgets of .size-limit.json (gzip).
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { rollup } from 'rollup';
import { rootPath, run } from './shell.mjs';

const dist = join(rootPath, 'dist');
const out = join(rootPath, 'node_modules/.cache/nextaisle-size');

/** The doors as a shop's bundler joins and minifies them: idb-keyval in, the lazy chunks and the framework out. */
async function bundled(doors) {
  const bundle = await rollup({
    input: Object.fromEntries(doors.map((name) => [name, join(dist, `${name}.js`)])),
    external: [/\/(webgl|chunks\/(analysis|listeners))\.js$/, /^(react|vue|svelte)(\/|$)/],
    makeAbsoluteExternalsRelative: false,
    plugins: [nodeResolve({ browser: true }), terser({ module: true, ecma: 2021 })],
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'es' });
  return output.filter(({ type }) => type === 'chunk');
}

const write = (name, chunks) =>
  writeFileSync(join(out, `${name}.js`), chunks.map(({ code }) => code).join(''));

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const entry = await bundled(['index']);
write(
  'index',
  entry.filter(({ isDynamicEntry }) => !isDynamicEntry),
);
for (const [name, module] of [
  ['engine', /engine-kit/],
  ['stores', /stores/],
]) {
  write(
    name,
    entry.filter(({ isDynamicEntry, fileName }) => isDynamicEntry && module.test(fileName)),
  );
}
for (const door of ['react', 'vue', 'svelte', 'element']) {
  if (!existsSync(join(dist, `${door}.js`))) continue;
  // What both need is a chunk of its own; what is left in the door is what it adds.
  const chunks = await bundled(['index', door]);
  write(
    door,
    chunks.filter(({ name, isEntry }) => isEntry && name === door),
  );
}
const { ok, output } = await run('size-limit');
console.log(output.trim());
process.exitCode = ok ? 0 : 1;
