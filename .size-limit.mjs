import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { minify } from 'terser';

// What a page downloads, gzip. `npx size-limit --json` prints name, size and budget in bytes.

const row = (name, path, limit, options) => ({ name, path, limit, gzip: true, ...options });

/** What webpack and Rollup do with the joined files; esbuild's own minifier, as in Vite 7, leaves 8 % more. */
const terser = {
  name: 'terser',
  setup(build) {
    build.onEnd(async ({ metafile }) => {
      for (const path of Object.keys(metafile.outputs)) {
        const { code } = await minify(await readFile(path, 'utf8'), { module: true, ecma: 2021 });
        await writeFile(path, code);
      }
    });
  },
};

/**
 * What several files come to once a shop's bundler has joined and minified them. The frameworks are
 * the shop's own, and a chunk of first use has its own row.
 */
const bundled = (name, path, limit, without = []) =>
  row(name, path, limit, {
    ignore: without.map((chunk) => `./dist/${chunk}.js`),
    modifyEsbuildConfig: (config) => ({
      ...config,
      format: 'esm',
      splitting: true,
      // An import for its effects alone that package.json says has none: nothing to tell.
      logOverride: { 'ignored-bare-import': 'silent' },
      plugins: [terser],
    }),
  });

/** One file as it is served: without a configuration for esbuild, size-limit bundles nothing. */
const served = (name, path, limit) =>
  row(name, path, limit, { modifyEsbuildConfig: () => undefined });

const FIRST_USE = [
  'inspector',
  'webgl',
  'chunks/analysis',
  'chunks/development',
  'chunks/files',
  'chunks/judge',
  'chunks/languages',
  'chunks/listeners',
  'chunks/long',
  'chunks/profile',
  'chunks/search',
  'chunks/shop',
  'shared-engine-kit',
  'shared-stores',
];

/** What the doors share, however the build names it: a page has it before it loads the stores. */
const SHARED = (existsSync('dist') ? readdirSync('dist') : [])
  .map((name) => /^(shared-.*)\.js$/.exec(name)?.[1])
  .filter((name) => name && name !== 'shared-stores');

/** The same as one file, where no part of it is loaded before the other. */
const joined = (name, path, limit) => {
  const { modifyEsbuildConfig, ...rest } = bundled(name, path, limit, FIRST_USE);
  const contents = path.map((file) => `export * from './${file}';`).join('');
  return {
    ...rest,
    modifyEsbuildConfig: (config) => ({
      ...modifyEsbuildConfig(config),
      entryPoints: undefined,
      stdin: { contents, resolveDir: '.' },
    }),
  };
};

/** A page that imports the entry and a door: what both need is counted once. */
const withEntry = (door, limit) =>
  bundled(
    `nextaisle and nextaisle/${door}`,
    ['dist/index.js', `dist/${door}.js`],
    limit,
    FIRST_USE,
  );

// What a page must not grow beyond. The design asks for less: 16 KB for the entry, 18 with a framework, 20
// with the element, 8 for the engine, 24 for the script tag (docs/journal/runtime.md).
export default [
  bundled('nextaisle', 'dist/index.js', '18 KB', FIRST_USE),
  withEntry('react', '19.6 KB'),
  withEntry('vue', '19.4 KB'),
  withEntry('svelte', '19.3 KB'),
  withEntry('element', '22.33 KB'),
  // At most 3 KB beyond the entry, in the one file that a shop's bundler makes of both.
  joined('nextaisle and nextaisle/instant', ['dist/index.js', 'dist/instant.js'], '21.01 KB'),
  bundled('stores, loaded with consent', 'dist/shared-stores.js', '3.7 KB', SHARED),
  served('stores of the script tag, alone', 'dist/chunks/stores.js', '6.05 KB'),
  served('engine, loaded with a model', 'dist/shared-engine-kit.js', '9.11 KB'),
  served('nextaisle.min.js (script tag)', 'dist/nextaisle.min.js', '27.12 KB'),
  served('analysis: explain, forecast, when, lift', 'dist/chunks/analysis.js', '8 KB'),
  served('files: the option catalog, and a file that is no model', 'dist/chunks/files.js', '5 KB'),
  served('development: faults in the console', 'dist/chunks/development.js', '6 KB'),
  served('profile: the portrait', 'dist/chunks/profile.js', '4.1 KB'),
  served('profile: its sentences', 'dist/chunks/profile-words.js', '1.2 KB'),
  served('profile: another language', 'dist/chunks/profile-words-in.js', '1 KB'),
  ...readdirSync('src/profile/tables').map((file) => {
    const language = file.replace('.ts', '');
    return served(`sentences in ${language}`, `dist/chunks/profile-${language}.js`, '1 KB');
  }),
  served('judge: the golden vectors, when a page is idle', 'dist/chunks/judge.js', '1.6 KB'),
  served('long: what a very large file needs', 'dist/chunks/long.js', '3.3 KB'),
  served('search: what a search found', 'dist/chunks/search.js', '1 KB'),
  served('shelf of the script tag, where a page has one', 'dist/chunks/shelf.js', '5 KB'),
  served('shop: chances without a model of the shop', 'dist/chunks/shop.js', '1.4 KB'),
  served('shop: a shop card', 'dist/chunks/shop-card.js', '3 KB'),
  // A page loads the listeners of the platforms that it shows: one or two of the seven, mostly.
  served('listeners of all platforms together', 'dist/chunks/listen*.js', '32.5 KB'),
  served('languages: reads the language, and texts of a shop', 'dist/chunks/languages.js', '3 KB'),
  ...readdirSync('src/language/tables').map((file) => {
    const language = file.replace('.ts', '');
    return served(`words in ${language}`, `dist/chunks/lang-${language}.js`, '1 KB');
  }),
  served('inspector, loaded when asked for', 'dist/inspector.js', '25 KB'),
  served('inspector: a bug report', 'dist/chunks/inspector-bug-report.js', '1.5 KB'),
  served('inspector: what the predictor says', 'dist/chunks/inspector-reread.js', '0.6 KB'),
  ...readdirSync('src/inspector/tables').map((file) => {
    const language = file.replace('.ts', '');
    return served(`inspector in ${language}`, `dist/chunks/inspector-${language}.js`, '7.5 KB');
  }),
  served('webgl chunk, TensorFlow.js included', 'dist/webgl.js', '60 KB'),
  served('base model', 'weights/base.safetensors', '150 KB'),
];
