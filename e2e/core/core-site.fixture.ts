import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { BrowserName } from '../../scripts/browsers.mjs';
import type { Served } from '../../scripts/serve.mjs';
import { tfjsAloneForEsbuild } from '../../scripts/tfjs-alone.mjs';
import type * as Nextaisle from '../../src/index.js';
import { repositoryRoot, serve } from '../serve.fixture.js';
import type { EngineBrowser, EnginePage } from './engine-browser.fixture.js';
import { until } from './engine-browser.fixture.js';
import { launchEngine } from './engines.fixture.js';

declare const lib: typeof Nextaisle;

export const PRODUCTS = ['chair', 'lamp', 'sofa', 'table', 'vase'].map((id, i) => ({
  id,
  name: id[0].toUpperCase() + id.slice(1),
  price: 20 + i,
  currency: 'EUR',
  url: `/${id}`,
}));

/** The policy of a careful shop; the nonce is that of the import map, which a bundler would make needless. */
const CSP = "script-src 'self' 'wasm-unsafe-eval' 'nonce-map'; connect-src 'self'";

export interface Asked {
  method: string;
  /** With its query. */
  url: string;
  headers: string;
}

/** The engines' source and the oracle, for `lab.html`. */
async function bundleLab(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nextaisle-core-'));
  await build({
    entryPoints: [join(repositoryRoot, 'e2e/core/lab.fixture.ts')],
    outfile: join(folder, 'lab.js'),
    bundle: true,
    format: 'iife',
    globalName: 'lab',
    plugins: [tfjsAloneForEsbuild],
    logLevel: 'error',
  });
  return folder;
}

export type CoreSite = ReturnType<typeof useEngine>;

/** One browser for all tests of a `describe`, and for each test a site of its own: nothing stored. */
export function useEngine(name: BrowserName) {
  let browser: EngineBrowser | undefined;
  let lab = '';
  let served: Served | undefined;
  let pages: EnginePage[] = [];
  let asked: Asked[] = [];

  beforeAll(async () => {
    lab = await bundleLab();
    browser = await launchEngine(name);
  });
  afterAll(async () => {
    await browser?.close();
    await rm(lab, { recursive: true, force: true });
  });
  afterEach(async () => {
    const [opened, site] = [pages, served];
    [pages, served, asked] = [[], undefined, []];
    for (const page of opened) await page.close();
    await site?.close();
  });

  /** Storage belongs to an origin, and a port makes a new one. */
  const start = async () => {
    served ??= await serve({
      csp: CSP,
      pages: { '/products.json': JSON.stringify(PRODUCTS) },
      mounts: {
        '/core/': join(repositoryRoot, 'e2e/core/pages'),
        '/idb-keyval/': join(repositoryRoot, 'node_modules/idb-keyval/dist'),
        '/lab/': lab,
      },
      onRequest: ({ method = '', url = '', headers }) =>
        asked.push({ method, url, headers: JSON.stringify(headers) }),
    });
    return served.url;
  };

  const site = {
    name,
    get version() {
      return browser?.version ?? '';
    },
    /** What the site of this test was asked for. */
    asked: () => [...asked],
    /** A tab on one of the pages of this test's site. */
    async open(path: string): Promise<EnginePage> {
      if (!browser) throw new Error('The browser is launched before the tests, not before that.');
      const page = await browser.newPage();
      pages.push(page);
      await page.goto((await start()) + path);
      return page;
    },
    /** Reloads, or goes elsewhere on this test's site. */
    go: async (page: EnginePage, path: string) => page.goto((await start()) + path),
    /** Closes a tab before its test ends. */
    async close(page: EnginePage) {
      pages = pages.filter((one) => one !== page);
      await page.close();
    },
    /** A tab with a predictor, that the shelf of the page shows. */
    async shop(options: Nextaisle.PredictorOptions = {}): Promise<EnginePage> {
      const page = await site.open('/core/page.html');
      await site.start(page, options);
      return page;
    },
    async start(page: EnginePage, options: Nextaisle.PredictorOptions = {}) {
      await until(page, () => 'lib' in window, undefined);
      await page.evaluate(
        async (given) => {
          const own = lib.createPredictor(given);
          Object.assign(window, { predictor: own });
          Object.assign(document.querySelector('nextaisle-shelf') ?? {}, { predictor: own });
          await own.ready;
          // `ready` waits 1.5 seconds at most, which a slow machine may need.
          while (own.status().model.source === 'loading')
            await new Promise((r) => setTimeout(r, 20));
        },
        { consent: 'granted', catalog: '/products.json', ...options } as Nextaisle.PredictorOptions,
      );
    },
  };
  return site;
}
