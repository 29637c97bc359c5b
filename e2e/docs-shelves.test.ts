import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { compile } from 'svelte/compiler';
import { compileScript, parse } from 'vue/compiler-sfc';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentedBlocks } from './code-blocks.fixture.js';
import { repositoryRoot, serve } from './serve.fixture.js';
import { useSite } from './site.fixture.js';

// The shelves of the pages on React, Vue and Svelte, as printed, in a page that has nothing else.

const PRODUCTS = [
  { id: 'sku-1', name: 'Blue mug', price: 18, currency: 'EUR', url: '/blue-mug' },
  { id: 'sku-2', name: 'Oak tray', price: 42, currency: 'EUR', url: '/oak-tray' },
];
const REACT = `import { createRoot } from 'react-dom/client'; import { createElement } from 'react';
  import { PredictorProvider } from 'nextaisle/react';`;
const OPTIONS = `{ consent: 'granted', catalog: '/products.json' }`;

/** Which block of a page, how it is put into a page, and what it shows. */
const SHELVES: Record<string, { file: string; at: number; mount: string }> = {
  react: {
    file: 'docs/guide/react.md',
    at: 0,
    mount: `${REACT} import { App } from './block.tsx';
      createRoot(document.querySelector('#shelf')).render(createElement(App));`,
  },
  'react-impressions': {
    file: 'docs/guide/react.md',
    at: 3,
    mount: `${REACT} import { Shelf } from './block.tsx';
      createRoot(document.querySelector('#shelf')).render(
        createElement(PredictorProvider, { options: ${OPTIONS} }, createElement(Shelf)));`,
  },
  vue: { file: 'docs/guide/vue.md', at: 0, mount: `import './block.ts';` },
  'vue-component': {
    file: 'docs/guide/vue.md',
    at: 1,
    mount: `import { createApp } from 'vue'; import { predictorPlugin } from 'nextaisle/vue';
      import Shelf from './block.vue';
      createApp(Shelf, { limit: 100 }).use(predictorPlugin, { options: ${OPTIONS} }).mount('#shelf');`,
  },
  svelte: {
    file: 'docs/guide/svelte.md',
    at: 0,
    mount: `import { mount } from 'svelte'; import Shelf from './block.svelte';
      mount(Shelf, { target: document.querySelector('#shelf') });`,
  },
};

/** Inside the repository, so that the frameworks resolve. */
const folder = join(repositoryRoot, 'node_modules/.cache/nextaisle-shelves');
const blocks = documentedBlocks();

const components: Plugin = {
  name: 'components',
  setup({ onLoad }) {
    onLoad({ filter: /block\.svelte$/ }, ({ path }) => ({
      contents: compile(readFileSync(path, 'utf8'), { filename: path }).js.code,
    }));
    onLoad({ filter: /block\.vue$/ }, ({ path }) => {
      const { descriptor } = parse(readFileSync(path, 'utf8'));
      return { contents: compileScript(descriptor, { id: 'block', inlineTemplate: true }).content };
    });
  },
};
const names = Object.keys(SHELVES);
const pages: Record<string, string> = {
  '/products.json': JSON.stringify(PRODUCTS),
  ...Object.fromEntries(
    names.map((name) => [
      `/${name}.html`,
      `<!doctype html><link rel="icon" href="data:,"><div id="shelf"></div>
       <script type="module" src="/shelves/${name}.js"></script>`,
    ]),
  ),
};

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Not our package.json, whose list of files with side effects leaves out blocks.
  writeFileSync(join(folder, 'package.json'), '{}');
  for (const name of names) {
    const { file, at, mount } = SHELVES[name];
    const [block] = blocks.filter((one) => one.file === file).slice(at);
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, `block.${block.language}`), block.code);
    writeFileSync(join(folder, name, 'page.js'), mount);
  }
  await build({
    entryPoints: names.map((name) => ({ in: join(folder, name, 'page.js'), out: name })),
    outdir: join(folder, 'out'),
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    conditions: ['browser', 'development'],
    define: {
      'process.env.NODE_ENV': '"development"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'true',
    },
    alias: Object.fromEntries(
      ['react', 'vue', 'svelte'].map((door) => [
        `nextaisle/${door}`,
        `${repositoryRoot}dist/${door}.js`,
      ]),
    ),
    plugins: [components],
    logLevel: 'error',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const site = useSite(() => serve({ pages, mounts: { '/shelves/': join(folder, 'out') } }));

test.each(names)('%s: the shelf of the guide shows names and prices', async (name) => {
  const page = await site.open(`/${name}.html`);
  const shelf = page.locator('#shelf');
  await shelf.getByText('Blue mug').waitFor();
  const text = (await shelf.textContent())?.replace(/\s+/g, ' ');
  expect(text).toMatch(/Blue mug 18( EUR)?.*Oak tray 42( EUR)?/);
  expect(text).not.toMatch(/sku-|undefined|null/);
  // esbuild leaves out the base model (docs/guide/bundlers.md): it is asked for, and is not there.
  expect(site.errors.list().filter((error) => !/\.safetensors/.test(error))).toEqual([]);
});
