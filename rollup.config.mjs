import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import dts from 'rollup-plugin-dts';
import esbuild, { minify as squeeze } from 'rollup-plugin-esbuild';
import { notices, noticesOfWasm } from './scripts/bundled-licences.mjs';
import { shortDeclarations } from './scripts/short-declarations.mjs';
import { tfjsAlone } from './scripts/tfjs-alone.mjs';

/** Doors are files directly under src/, chunks are in src/chunks/; missing ones are reported. */
function doors(...names) {
  const found = names.flatMap((name) => {
    const file = [`src/${name}.ts`, `src/${name}.tsx`].find((path) => existsSync(path));
    if (!file)
      console.warn(`rollup: src/${name}.ts does not exist, so dist/${name}.js is not built`);
    return file ? [[name, file]] : [];
  });
  return Object.fromEntries(found);
}

const TARGET = 'es2022';
const transpile = (target = TARGET) => esbuild({ target, jsx: 'automatic', legalComments: 'none' });
/** What pages load. */
const transpileShort = () => [transpile(), shortDeclarations];
const minify = (module) =>
  terser({
    module,
    ecma: 2021,
    compress: {
      passes: 6,
      unsafe_arrows: true,
      pure_getters: true,
      inline: 1,
      // Each in its usual order compresses better than all in one.
      lhs_constants: false,
    },
    format: { comments: false },
  });

/** Never merged in: loaded on demand from next to the file that needs them. */
const LAZY =
  /^\.\/(inspector|webgl|chunks\/(analysis|development|files|judge|languages|listeners|long|profile|search|shop))\.js$/;
/** Peer dependencies, installed by the user. */
const PEERS =
  /^(idb-keyval|react|react\/jsx-runtime|vue|svelte|svelte\/reactivity|svelte\/store|@tensorflow\/tfjs)$/;

/**
 * Maps contain our sources, so that a shop's error report shows our lines. Sources of bundled
 * packages are named but left out: debuggers ignore them, and they would be half of the tarball.
 */
const ownSourcesOnly = {
  name: 'own-sources-only',
  generateBundle(_, bundle) {
    for (const asset of Object.values(bundle)) {
      if (!asset.fileName.endsWith('.map')) continue;
      const map = JSON.parse(asset.source);
      map.sourcesContent = map.sources.map((path, at) =>
        path.includes('/node_modules/') ? null : map.sourcesContent[at],
      );
      asset.source = JSON.stringify(map);
    }
  },
};

const common = {
  makeAbsoluteExternalsRelative: false,
  onwarn(warning, warn) {
    // TensorFlow.js has import cycles and evaluates `this` at top level.
    const theirs = /node_modules/.test(warning.id ?? warning.ids?.[0] ?? warning.message);
    if (theirs && /CIRCULAR_DEPENDENCY|THIS_IS_UNDEFINED/.test(warning.code)) return;
    warn(warning);
  },
};
/** What is loaded from the middle of a chunk is a chunk that shares nothing: every kind of build has it. */
const idle = {
  name: 'idle',
  resolveId(id) {
    const chunk = /^\.\/judge\.js$/.test(id) ? 'judge' : /\/long-file\.js$/.test(id) && 'long';
    return chunk ? { id: `./chunks/${chunk}.js`, external: true } : null;
  },
};
const files = {
  dir: 'dist',
  sourcemap: true,
  entryFileNames: '[name].js',
  chunkFileNames: 'shared-[name].js',
};

/** Lets a server component render the provider; rollup and terser remove directives. */
const useClient = {
  name: 'use-client',
  renderChunk: (code, { name }) =>
    name === 'react' ? { code: `"use client";${code}`, map: null } : null,
};

/** All doors of a page in one build, so that shared code is one chunk, loaded once. */
const page = {
  ...common,
  input: doors('index', 'react', 'vue', 'svelte', 'element', 'instant', 'embed'),
  external: (id) => LAZY.test(id) || PEERS.test(id),
  plugins: [
    idle,
    transpileShort(),
    nodeResolve({ browser: true }),
    minify(true),
    useClient,
    notices('index.js'),
    ownSourcesOnly,
  ],
  output: { ...files, format: 'es' },
};

/** Leaves out code that only a server or a bundler's cache needs. */
const inPage = {
  name: 'in-page',
  transform: (code) => ({
    code: code
      .replace(/typeof (window|document) === ['"]undefined['"]/g, 'false')
      .replace(/typeof document (===? ['"]object['"]|!==? ['"]undefined['"])/g, 'true')
      .replace(/\.replace\(\s*MOVED,[^)]*\)/, ''),
    map: null,
  }),
};

/** A script tag shares no files, so what it loads later holds all that it needs. */
const OWN = { './history/stores.js': './chunks/stores.js', './element.js': './chunks/shelf.js' };
const ownChunks = {
  name: 'own-chunks',
  resolveId: (id) => (OWN[id] ? { id: OWN[id], external: true } : null),
};

const scriptTag = {
  ...common,
  input: doors('embed').embed,
  external: LAZY,
  plugins: [
    idle,
    ownChunks,
    transpileShort(),
    inPage,
    nodeResolve({ browser: true }),
    minify(false),
    notices('nextaisle.min.js'),
    ownSourcesOnly,
  ],
  // One file and one request for a prediction: it includes the engine.
  output: {
    file: 'dist/nextaisle.min.js',
    format: 'iife',
    inlineDynamicImports: true,
    freeze: false,
    sourcemap: true,
  },
};

/** Pasted into pages, or loaded first. */
const stub = {
  ...common,
  input: doors('stub').stub,
  plugins: [transpileShort(), minify(false)],
  output: { file: 'dist/stub.js', format: 'es' },
};

const webgl = {
  ...common,
  input: doors('webgl'),
  plugins: [
    tfjsAlone(),
    transpile(),
    nodeResolve({ browser: true }),
    commonjs({ transformMixedEsModules: false }),
    minify(true),
    notices('webgl.js'),
    ownSourcesOnly,
  ],
  output: { ...files, format: 'es', inlineDynamicImports: true },
};

/** Built separately, because the script tag loads it too. */
const analysis = {
  ...common,
  input: doors('chunks/analysis'),
  external: LAZY,
  plugins: [transpileShort(), minify(true), ownSourcesOnly],
  output: { ...files, format: 'es', inlineDynamicImports: true },
};

/** Each alone, and small: what a catalog or a fault needs. */
const alone = (name) => ({ ...analysis, input: doors(`chunks/${name}`) });

/** The portrait, and its sentences in a file of their own. */
const portrait = {
  ...alone('profile'),
  output: { ...files, chunkFileNames: 'chunks/profile-[name].js', format: 'es' },
};

/** Chances without a model of the shop, and what reads a shop card in a file of its own. */
const chancesOfShop = {
  ...alone('shop'),
  // What both need stays in the first.
  preserveEntrySignatures: 'allow-extension',
  output: { ...files, chunkFileNames: 'chunks/shop-card.js', format: 'es' },
};

/** Of the script tag: the element, as a file that shares nothing. */
const shelf = {
  ...common,
  input: { 'chunks/shelf': 'src/element.ts' },
  external: LAZY,
  plugins: [transpileShort(), inPage, minify(true), ownSourcesOnly],
  output: { ...files, format: 'es', paths: (id) => id.replace('./chunks/', './') },
};

/** A door that the script tag loads too: all that it needs but the listeners and the language, in one file. */
const inspector = {
  ...analysis,
  input: doors('inspector'),
  output: { ...files, chunkFileNames: 'chunks/inspector-[name].js', format: 'es' },
};

/** Of the script tag: includes idb-keyval. */
const stores = {
  ...analysis,
  input: doors('chunks/stores'),
  plugins: [
    transpileShort(),
    nodeResolve({ browser: true }),
    minify(true),
    notices('chunks/stores.js'),
    ownSourcesOnly,
  ],
};

/**
 * Nothing happens at import, so a chunk imports what it uses. Rollup puts the door of all listeners into one
 * of them, to save a file, and with it an import of every other: a page with JSON-LD would load them all.
 */
const usedImportsOnly = {
  name: 'used-imports-only',
  renderChunk: (code, { isEntry }) =>
    isEntry ? null : { code: code.replace(/^import '\..*';$/gm, ''), map: null },
};

/** One file per platform; a page loads those of the platforms it has. */
const listeners = {
  ...common,
  input: doors('chunks/listeners', 'platforms'),
  plugins: [transpileShort(), usedImportsOnly, minify(true), ownSourcesOnly],
  output: {
    ...files,
    chunkFileNames: 'chunks/listen-[name].js',
    format: 'es',
    // What is smaller is not worth a request of its own, and packs better together.
    experimentalMinChunkSize: 2500,
    // What all but two of them need, in one file: half of it was another request for most pages.
    manualChunks: {
      shared: [
        'src/events/parse-item.ts',
        'src/lib/page/tap-queue.ts',
        'src/lib/page/when-global.ts',
        'src/sources/channels.ts',
        'src/sources/guarded.ts',
        'src/sources/order-lines.ts',
        'src/sources/page-acts.ts',
        'src/sources/source.ts',
      ],
    },
  },
};

/** One file per language; a page loads that of its own. */
const languages = {
  ...listeners,
  input: doors('chunks/languages'),
  output: { ...files, chunkFileNames: 'chunks/lang-[name].js', format: 'es' },
};

/** What `nextaisle doctor` puts into the pages it opens. */
const doctorPage = {
  ...common,
  input: doors('doctor-page')['doctor-page'],
  plugins: [transpile(), minify(false)],
  output: { file: 'dist/doctor-page.js', format: 'iife', inlineDynamicImports: true },
};

/** Users install TensorFlow.js; we import only its core. */
const training = {
  ...common,
  input: doors('training'),
  external: (id) => PEERS.test(id) || /^@tensorflow\/tfjs-core/.test(id),
  plugins: [
    transpile(),
    nodeResolve({ browser: true }),
    minify(true),
    notices('training.js'),
    ownSourcesOnly,
  ],
  output: {
    ...files,
    format: 'es',
    inlineDynamicImports: true,
    paths: { '@tensorflow/tfjs-core': '@tensorflow/tfjs' },
  },
};

/** TensorFlow.js needs these only in Node. */
const withoutNode = {
  name: 'without-node',
  resolveId: (id) =>
    /^(os|perf_hooks|fs|path|util|crypto|worker_threads|node-fetch)$/.test(id)
      ? `\0no-${id}`
      : null,
  load: (id) => (id.startsWith('\0no-') ? 'export default {};' : null),
};

/** The worker of the demo's log page; includes TensorFlow.js, as workers ignore import maps. */
const logWorker = {
  ...common,
  input: doors('log-worker'),
  plugins: [
    withoutNode,
    transpile(),
    nodeResolve({ browser: true }),
    commonjs({ transformMixedEsModules: true }),
    squeeze({ target: TARGET, legalComments: 'none' }),
    notices('log-worker.js'),
    ownSourcesOnly,
  ],
  output: { ...files, format: 'es', inlineDynamicImports: true },
};

/** The worker of the demo's studio: it trains nothing, so it needs no TensorFlow.js. */
const studioWorker = {
  ...common,
  input: doors('studio-worker'),
  plugins: [transpile(), nodeResolve({ browser: true }), minify(true), ownSourcesOnly],
  // The sentences of portraits are a file a language.
  output: { ...files, chunkFileNames: 'studio-worker/[name].js', format: 'es' },
};

/** The charts of the demo's studio: uPlot alone, as it comes, in a file of its own. */
const charts = {
  ...common,
  input: { uplot: 'uplot' },
  plugins: [nodeResolve({ browser: true }), minify(true), notices('uplot.js')],
  output: { ...files, sourcemap: false, format: 'es' },
};

/** The wasm binaries next to dist/cli.js: SIMD, and plain for machines without it. */
const copyWasm = {
  name: 'copy-wasm',
  writeBundle() {
    const require = createRequire(import.meta.url);
    const from = join(
      dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')),
      'dist',
    );
    mkdirSync('dist', { recursive: true });
    for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']) {
      copyFileSync(join(from, name), join('dist', name));
      noticesOfWasm(name);
    }
  },
};

const cli = {
  ...common,
  input: doors('cli'),
  external:
    /^playwright-core$|^@duckdb\/node-api$|^node:|^(fs|path|url|os|util|crypto|worker_threads|perf_hooks|stream|string_decoder)$/,
  plugins: [
    transpile('node20'),
    nodeResolve({ exportConditions: ['node'] }),
    commonjs({
      transformMixedEsModules: true,
      ignore: ['util', 'node-fetch', 'fs', 'path', 'worker_threads'],
    }),
    squeeze({ target: 'node20', legalComments: 'none' }),
    copyWasm,
    notices('cli.js'),
  ],
  output: {
    ...files,
    // No page loads it, and 90 % of it are other packages.
    sourcemap: false,
    format: 'es',
    inlineDynamicImports: true,
    // CommonJS code in TensorFlow.js and its wasm glue needs these.
    banner: [
      '#!/usr/bin/env node',
      "import { createRequire as __createRequire } from 'node:module';",
      "import { dirname as __dirnameOf } from 'node:path';",
      "import { fileURLToPath as __pathOf } from 'node:url';",
      'const require = __createRequire(import.meta.url);',
      'const __filename = __pathOf(import.meta.url);',
      'const __dirname = __dirnameOf(__filename);',
    ].join('\n'),
  },
};

const types = {
  ...common,
  input: doors(
    'index',
    'react',
    'vue',
    'svelte',
    'element',
    'instant',
    'embed',
    'inspector',
    'platforms',
    'webgl',
    'training',
  ),
  external: (id) => PEERS.test(id) || id.startsWith('@tensorflow/'),
  plugins: [dts({ respectExternal: false })],
  output: {
    dir: 'dist',
    format: 'es',
    entryFileNames: '[name].d.ts',
    chunkFileNames: 'shared-[name].d.ts',
    paths: { '@tensorflow/tfjs-core': '@tensorflow/tfjs' },
  },
};

const has = ({ input }) => input && (typeof input === 'string' || Object.keys(input).length > 0);

export default [
  page,
  scriptTag,
  stub,
  webgl,
  analysis,
  alone('files'),
  alone('development'),
  portrait,
  alone('judge'),
  alone('long'),
  alone('search'),
  chancesOfShop,
  shelf,
  inspector,
  stores,
  listeners,
  languages,
  doctorPage,
  training,
  logWorker,
  studioWorker,
  charts,
  cli,
  types,
].filter(has);
