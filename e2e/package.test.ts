import { copyFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { build, createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { launchBrowser, recordErrors, recordRequests } from './browser.js';
import { createEmptyProject, type EmptyProject } from './empty-project.js';
import { repositoryRoot, STRICT_CSP, serve } from './serve.js';

let project: EmptyProject;
beforeAll(async () => {
  const react = ['react', 'react-dom', 'scheduler', '@types/react', 'csstype'];
  project = await createEmptyProject(['idb-keyval', ...react]);
});
afterAll(() => project?.remove());

test('the tarball holds what a user needs, and nothing else', () => {
  const doors = ['index', 'react', 'vue', 'svelte', 'element', 'embed', 'webgl', 'training'];
  const needed = [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist/NOTICES.txt',
    'dist/analysis.js',
    'dist/cli.js',
    'dist/nextaisle.min.js',
    'dist/sri.json',
    'dist/stub.js',
    'dist/tfjs-backend-wasm-simd.wasm',
    'weights/base.safetensors',
    ...doors.flatMap((door) => [`dist/${door}.js`, `dist/${door}.d.ts`]),
  ];
  expect(needed.filter((path) => !project.packed.includes(path))).toEqual([]);
  const known = /^(dist\/[\w.-]+\.(js|d\.ts|wasm|txt|json)|weights\/[\w.-]+|[\w.-]+)$/;
  expect(project.packed.filter((path) => !known.test(path))).toEqual([]);
});

test('no code is made from text, and every hash is that of its file', () => {
  const dist = join(project.folder, 'node_modules/nextaisle/dist');
  const hashes = JSON.parse(readFileSync(join(dist, 'sri.json'), 'utf8'));
  expect(Object.keys(hashes)).toContain('nextaisle.min.js');
  for (const name of Object.keys(hashes)) {
    const text = readFileSync(join(dist, name), 'utf8');
    expect(text, name).not.toMatch(/\bnew Function\b|\beval\(/);
  }
});

describe('in Node', () => {
  test('every door that needs no peer is imported without a word, and createPredictor is inert', async () => {
    project.write({
      'server.mjs': `
        import { createPredictor } from 'nextaisle';
        await import('nextaisle/element');
        await import('nextaisle/embed');
        await import('nextaisle/react');
        await import('nextaisle/webgl');
        const predictor = createPredictor({ consent: 'granted' });
        predictor.track('click', { id: 'SKU-1' });
        const prediction = await predictor.predict({ k: 3 });
        console.log(JSON.stringify({ prediction, keys: Object.keys(predictor).sort() }));
        predictor.destroy();`,
    });
    // That it ends by itself is part of the test: an open timer would hold the process.
    const { prediction, keys } = JSON.parse(await project.run('node', 'server.mjs'));
    expect(prediction.items).toEqual([]);
    expect(keys).toEqual(expect.arrayContaining(['on', 'predict', 'status', 'subscribe', 'track']));
  });

  test('npx nextaisle answers', async () => {
    const help = await project.run('npx', '--no-install', 'nextaisle', '--help');
    for (const command of ['train', 'evaluate', 'inspect']) expect(help).toContain(command);
  });
});

describe('TypeScript', () => {
  const consumer = `
    import { createPredictor, type Prediction, type Predictor } from 'nextaisle';
    import { usePrediction } from 'nextaisle/react';
    import 'nextaisle/element';
    const predictor: Predictor = createPredictor({ consent: 'granted', backend: 'auto' });
    predictor.track('cart', { id: 'SKU-1', price: 20 });
    // @ts-expect-error an action that does not exist
    predictor.track('teleport', { id: 'SKU-1' });
    const off: () => void = predictor.on('prediction', (p: Prediction) => p.items[0]?.probability.toFixed(2));
    off();
    export const hook: typeof usePrediction = usePrediction;
    export const shown: Promise<string[]> = predictor.predict({ k: 8 }).then((p) => p.items.map(({ id }) => id));
  `;
  test.each([
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ])('module %s, resolution %s', async (module, moduleResolution) => {
    const compilerOptions = {
      ...{ module, moduleResolution, target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'] },
      ...{ strict: true, noEmit: true, types: [] },
    };
    project.write({
      'consumer.ts': consumer,
      'tsconfig.json': JSON.stringify({ compilerOptions, files: ['consumer.ts'] }),
    });
    await project.run(join(repositoryRoot, 'node_modules/.bin/tsc'), '-p', '.');
  });
});

describe("in a page, under script-src 'self'; connect-src 'self'", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  type Shown = { items: string[]; backend: string; told?: unknown };

  /** Opens a page of `folder` and waits until `window.shown` is what the page got predicted. */
  async function visit(folder: string, path: string, until = 'window.shown') {
    const site = await serve({ mounts: { '/': folder }, csp: STRICT_CSP });
    const seen = await look(site.url, path, until);
    await site.close();
    return seen;
  }

  async function look(origin: string, path: string, until = 'window.shown') {
    const context = await browser.newContext();
    const requests = recordRequests(context);
    const page = await context.newPage();
    const errors = recordErrors(page);
    await page.goto(origin + path);
    // Not waitForFunction: it evaluates text in the page, which this policy refuses.
    const shown = await vi.waitFor(
      async () => {
        const value = (await page.evaluate(until)) as Shown | undefined;
        if (!value)
          throw new Error(['no prediction', ...errors.list(), ...requests.urls()].join('\n'));
        return value;
      },
      { timeout: 60_000, interval: 100 },
    );
    await context.close();
    return { shown, errors: errors.list(), urls: requests.urls(), origin };
  }

  /** What every page below does: two products looked at, the second of them put into the cart. */
  const SHOP = `
    const chair = { id: 'chair', name: 'Oak chair', category: ['Garden', 'Chairs'], price: 40 };
    const table = { id: 'table', name: 'Oak table', category: ['Garden', 'Tables'], price: 90 };
    const shop = (predictor) => {
      predictor.on('prediction', (prediction) => {
        const items = prediction.items.map(({ id }) => id);
        const total = Object.values(prediction.actions).reduce((sum, p) => sum + p, 0);
        const wanted = new URLSearchParams(location.search).get('backend') ?? prediction.backend;
        if (items.length > 1 && prediction.backend === wanted && Math.abs(total - 1) < 1e-3)
          window.shown = { items, backend: prediction.backend };
      });
      predictor.track('click', chair);
      predictor.track('click', table);
      predictor.track('cart', table);
    };`;

  describe('a Vite build', () => {
    beforeAll(async () => {
      project.write({
        'index.html':
          '<!doctype html><div id="shelf"></div><script type="module" src="/main.js"></script>',
        'main.js': `
          import { createPredictor } from 'nextaisle';
          import model from 'nextaisle/weights/base.safetensors?url';
          ${SHOP}
          const query = new URLSearchParams(location.search);
          const backend = query.get('backend') ?? 'auto';
          const options = { backend, consent: 'granted' };
          shop(createPredictor(query.has('base') ? options : { ...options, model }));`,
      });
      await build({ root: project.folder, configFile: false, logLevel: 'error' });
    });

    test.each(['cpu', 'webgl'])('predicts on %s', async (backend) => {
      const { shown, errors, urls, origin } = await visit(
        join(project.folder, 'dist'),
        `/?backend=${backend}`,
      );
      expect(shown.items).toEqual(expect.arrayContaining(['chair', 'table']));
      expect(shown.backend).toBe(backend);
      expect(errors).toEqual([]);
      expect(urls.filter((url) => !url.startsWith(origin))).toEqual([]);
      expect(urls.filter((url) => url.endsWith('.safetensors')).length).toBe(1);
      // The WebGL chunk is loaded when it is wanted, and not a byte of it before.
      expect(urls.some((url) => url.includes('webgl-'))).toBe(backend === 'webgl');
    });

    test('finds the base model by itself', async () => {
      const { shown, errors } = await visit(join(project.folder, 'dist'), '/?base&backend=cpu');
      expect(shown.items.length).toBeGreaterThan(1);
      expect(errors).toEqual([]);
    });
  });

  // Vite's dependency cache moves our modules away from their weights: there a page names the model.
  test('a Vite development server, with the model named', async () => {
    const server = await createServer({
      root: project.folder,
      configFile: false,
      logLevel: 'error',
      server: { host: '127.0.0.1' },
    });
    await server.listen();
    const origin = String(server.resolvedUrls?.local[0]).replace(/\/$/, '');
    const { shown, errors } = await look(origin, '/?backend=webgl');
    expect(shown.backend).toBe('webgl');
    expect(errors).toEqual([]);
    await server.close();
  });

  test('two shops by script tags, with hashes, called before either has loaded', async () => {
    const folder = join(project.folder, 'plain');
    const from = join(project.folder, 'node_modules/nextaisle');
    mkdirSync(folder, { recursive: true });
    for (const file of ['nextaisle.min.js', 'stub.js', 'webgl.js', 'analysis.js']) {
      copyFileSync(join(from, 'dist', file), join(folder, file));
    }
    copyFileSync(join(from, 'weights/base.safetensors'), join(folder, 'shop.safetensors'));
    // It is meant to be written into pages.
    expect(statSync(join(folder, 'stub.js')).size).toBeLessThanOrEqual(1024);
    const hashes = JSON.parse(readFileSync(join(from, 'dist/sri.json'), 'utf8'));
    const tag = (more: string) =>
      `<script async src="/nextaisle.min.js" integrity="${hashes['nextaisle.min.js']}"
        data-model="/shop.safetensors" data-consent="granted" ${more}></script>`;
    project.write({
      'plain/index.html': `<!doctype html><script src="/stub.js"></script>
        <script src="/stub.js" data-as="nextaisleDe"></script><script src="/shop.js"></script>
        ${tag('')}${tag('data-as="nextaisleDe" data-namespace="de"')}${tag('data-as="location"')}`,
      'plain/shop.js': `
        ${SHOP}
        let unwanted = 0;
        nextaisle.on('prediction', () => unwanted++)();
        shop(nextaisle);
        let heard = 0;
        nextaisleDe.on('prediction', () => heard++);
        nextaisleDe.track('click', { id: 'lampe', name: 'Lampe' });
        Promise.all([
          nextaisleDe.exportData(),
          nextaisleDe.predict({ k: 1 }),
          nextaisle.predict({ k: 1 }),
          nextaisleDe('status'),
        ]).then(([kept, de, own, status]) => {
          window.told = {
            kept: kept.events.map(({ item }) => item),
            de: de.items.map(({ id }) => id),
            own: own.items.length,
            unwanted,
            heard: heard > 0,
            accepted: status.events.accepted,
            apart: nextaisle !== nextaisleDe,
          };
        });`,
    });
    const { shown, errors, urls, origin } = await visit(
      folder,
      '/',
      'window.told && window.shown && { ...shown, told }',
    );
    expect(shown.items).toEqual(expect.arrayContaining(['chair', 'table']));
    expect(shown.told).toEqual({
      ...{ kept: ['lampe'], de: ['lampe'], own: 1 },
      ...{ unwanted: 0, heard: true, accepted: 1, apart: true },
    });
    expect(errors).toEqual([]);
    expect(urls.filter((url) => !url.startsWith(origin))).toEqual([]);
    // A name that is not ours is not taken.
    expect(urls.filter((url) => url === `${origin}/`)).toHaveLength(1);
  });
});
