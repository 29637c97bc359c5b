import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, createServer, type InlineConfig } from 'vite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { publicDoors } from '../scripts/doors.mjs';
import type { Prediction } from '../src/index.js';
import { recordErrors, recordRequests } from './browser.fixture.js';
import { parseCodeBlocks, readPage } from './code-blocks.fixture.js';
import { createEmptyProject, type EmptyProject } from './empty-project.fixture.js';
import { repositoryRoot, STRICT_CSP, serve } from './serve.fixture.js';
import { useBrowser } from './site.fixture.js';

let project: EmptyProject;
beforeAll(async () => {
  const react = ['react', 'react-dom', 'scheduler', '@types/react', 'csstype'];
  project = await createEmptyProject(['idb-keyval', ...react]);
});
afterAll(() => project?.remove());

test('the tarball holds what a user needs, and nothing else', () => {
  const needed = [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'SKILL.md',
    'llms.txt',
    'dist/NOTICES.txt',
    'dist/sbom.cdx.json',
    'dist/chunks/analysis.js',
    'dist/chunks/development.js',
    'dist/chunks/files.js',
    'dist/chunks/profile.js',
    'dist/chunks/profile-words.js',
    'dist/chunks/lang-de.js',
    'dist/chunks/languages.js',
    'dist/chunks/stores.js',
    'docs/guide/errors.md',
    'dist/cli.js',
    'dist/nextaisle.min.js',
    'dist/sri.json',
    'dist/stub.js',
    'dist/tfjs-backend-wasm-simd.wasm',
    'weights/base.safetensors',
    ...publicDoors().flatMap(({ name }) => [
      `dist/${name}.js`,
      `dist/${name}.js.map`,
      `dist/${name}.d.ts`,
    ]),
  ];
  expect(needed.filter((path) => !project.packed.includes(path))).toEqual([]);
  const known =
    /^(dist\/(chunks\/)?[\w.-]+\.(js|js\.map|d\.ts|wasm|txt|json)|weights\/[\w.-]+|docs\/guide\/[\w-]+\.md|scale\/[\w-]+\.(sql|py)|[\w.-]+)$/;
  expect(project.packed.filter((path) => !known.test(path))).toEqual([]);
});

describe('what pages load', () => {
  const dist = () => join(project.folder, 'node_modules/nextaisle/dist');
  const read = (name: string) => readFileSync(join(dist(), name), 'utf8');
  /** All of dist except the command line and the scripts it puts into pages. */
  const loaded = () =>
    (readdirSync(dist(), { recursive: true }) as string[]).filter((name) =>
      /(?<!^cli|^doctor-page)\.js$/.test(name),
    );

  test('no file evaluates text, and sri.json has the hash of every file', () => {
    const hashes = JSON.parse(read('sri.json'));
    expect(Object.keys(hashes)).toEqual(loaded().sort());
    for (const name of loaded()) {
      const digest = createHash('sha384').update(read(name)).digest('base64');
      expect(hashes[name], name).toBe(`sha384-${digest}`);
      expect(read(name), name).not.toMatch(/\bnew Function\b|\beval\(/);
    }
  });

  test('every chunk can be evaluated: nothing is used before its line', async () => {
    const failed: string[] = [];
    const chunks = readdirSync(join(dist(), 'chunks')).filter((name) => name.endsWith('.js'));
    for (const name of chunks) {
      const { href } = pathToFileURL(join(dist(), 'chunks', name));
      await import(/* @vite-ignore */ href).catch((thrown) => failed.push(`${name}: ${thrown}`));
    }
    expect(failed).toEqual([]);
    expect(chunks.length).toBeGreaterThan(20);
  });

  test('a listener loads no other platform with it', () => {
    const listeners = loaded().filter((name) => /^chunks[\\/]listen/.test(name));
    expect(listeners.length).toBeGreaterThan(7);
    for (const name of listeners) {
      const shared = [...read(name).matchAll(/\bfrom"([^"]*)"|\bimport"([^"]*)"/g)];
      for (const [, used, unused] of shared) {
        expect(used, name).toBe('./listen-shared.js');
        expect(unused, name).toBeUndefined();
      }
    }
  });

  test('every file has a source map with our sources and no path of the build machine', () => {
    // Without the stub, which is pasted into pages, and platforms, which only re-exports.
    for (const name of loaded().filter((name) => !/^(stub|platforms)\.js$/.test(name))) {
      expect(read(name), name).toMatch(
        new RegExp(`\n//# sourceMappingURL=${basename(name)}\\.map\\s*$`),
      );
      const { sources, sourcesContent } = JSON.parse(read(`${name}.map`));
      const up = name.startsWith('chunks/') ? '../../' : '../';
      const own = sources.filter((path: string) => path.startsWith(`${up}src/`));
      expect(own.length, name).toBeGreaterThan(0);
      for (const path of sources) {
        expect(path.startsWith(up), path).toBe(true);
        expect(path.slice(up.length)).toMatch(/^(src|node_modules)\//);
      }
      for (const path of own) {
        const content = sourcesContent[sources.indexOf(path)];
        const source = readFileSync(join(repositoryRoot, path.slice(up.length)), 'utf8');
        expect(content, path).toBe(source);
      }
    }
  });

  test('NOTICES.txt has the licence of every bundled package', () => {
    const notices = read('NOTICES.txt');
    const bundled = loaded()
      .filter((name) => existsSync(join(dist(), `${name}.map`)))
      .flatMap((name) => {
        const { sources } = JSON.parse(read(`${name}.map`)) as { sources: string[] };
        const packages = sources.map(
          (path) => /node_modules\/((@[^/]+\/)?[^/]+)\//.exec(path)?.[1],
        );
        return [...new Set(packages)].flatMap((of) => (of ? [[name, of]] : []));
      });
    expect(bundled).toContainEqual(['webgl.js', '@tensorflow/tfjs-core']);
    expect(bundled).toContainEqual(['chunks/stores.js', 'idb-keyval']);
    for (const [file, name] of bundled) {
      const heading = notices.split('\n').find((line) => line.startsWith(`${name} `)) ?? '';
      expect(heading, `${name} in ${file}`).toMatch(/ \d+\.\d+\.\d+ \((MIT|Apache-2\.0)\), in /);
      expect(heading, `${name} in ${file}`).toContain(file);
      const text = notices.slice(notices.indexOf(heading) + 2 * heading.length + 1).trim();
      expect(text, name).toMatch(/^(Copyright|.*(Apache|MIT) License|LICENSE)/);
    }
  });

  test('NOTICES.txt names what is compiled into the wasm binaries', () => {
    const notices = read('NOTICES.txt');
    const binaries = project.packed.filter((path) => path.endsWith('.wasm'));
    expect(binaries).toHaveLength(2);
    for (const name of ['XNNPACK', 'pthreadpool', 'cpuinfo', 'FP16', 'FXdiv', 'emscripten']) {
      const heading = notices.split('\n').find((line) => line.startsWith(`${name} `)) ?? '';
      for (const path of binaries) expect(heading, name).toContain(path.replace('dist/', ''));
    }
  });

  test('the bill of materials has the same software, each package with its hash', () => {
    const { components } = JSON.parse(read('sbom.cdx.json')) as {
      components: { name: string; version: string; purl: string; hashes?: unknown[] }[];
    };
    const headings = read('NOTICES.txt').match(/^\S+ .+ \([\w.-]+\), in .+$/gm) ?? [];
    expect(components.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(
      headings.map((line) => line.replace(/ \([\w.-]+\), in .*/, '')).sort(),
    );
    for (const { name, purl, hashes } of components) {
      if (purl.startsWith('pkg:npm/')) expect(hashes, name).toHaveLength(1);
    }
  });

  // A string that the minifier keeps, and its source file.
  test.each([
    ['nextaisle.min.js', 'CustomEvent(`nextaisle:', 'lib/page/tell-page.ts'],
    ['element.js', 'nextaisle-height', 'shelf/frame.ts'],
    ['shared-engine-kit.js', '__metadata__.nextaisle', 'model/model-file.ts'],
    ['webgl.js', 'no WebGL 2', 'engine/webgl/gl-backend.ts'],
    ['training.js', 'co-visitation', 'training/measure/observation.ts'],
  ])('the map of %s leads to the right source line', (name, text, path) => {
    const lines = read(name).split('\n');
    const line = lines.findIndex((code) => code.includes(text));
    expect(line, text).toBeGreaterThanOrEqual(0);
    const map = JSON.parse(read(`${name}.map`));
    const found = new SourceMap(map).findEntry(line, lines[line].indexOf(text));
    if (!('originalSource' in found)) throw new Error('no entry there');
    expect(found.originalSource).toBe(`../src/${path}`);
    const source = map.sourcesContent[map.sources.indexOf(found.originalSource)];
    // A template string of several lines is one token, mapped to its first line.
    const from = source.split('\n').slice(found.originalLine);
    expect(from.slice(0, 3).join('\n')).toContain(text);
  });
});

describe('in Node', () => {
  test('doors without peers import silently, and createPredictor is inert', async () => {
    project.write({
      'server.mjs': `
        import { createPredictor } from 'nextaisle';
        await import('nextaisle/element');
        await import('nextaisle/embed');
        await import('nextaisle/inspector');
        await import('nextaisle/react');
        await import('nextaisle/webgl');
        const predictor = createPredictor({ consent: 'granted' });
        predictor.track('click', { id: 'SKU-1' });
        const prediction = await predictor.predict({ k: 3 });
        console.log(JSON.stringify({ prediction, keys: Object.keys(predictor).sort() }));
        predictor.destroy();`,
    });
    // The process must end by itself: an open timer would keep it alive.
    const { prediction, keys } = JSON.parse(await project.run('node', 'server.mjs'));
    expect(prediction.items).toEqual([]);
    expect(keys).toEqual(expect.arrayContaining(['on', 'predict', 'status', 'subscribe', 'track']));
  });

  test('require() returns the same modules as import', async () => {
    project.write({
      'server.cjs': `
        const main = require('nextaisle');
        for (const door of ['react', 'element', 'embed', 'webgl']) require('nextaisle/' + door);
        const webgl = require('nextaisle/webgl');
        (async () => {
          const imported = await import('nextaisle');
          const react = await import('nextaisle/react');
          const prediction = await main.createPredictor().predict({ k: 3 });
          const thrown = await webgl.createWebglEngine({}).catch((error) => error);
          console.log(JSON.stringify({
            same: imported.PredictorError === main.PredictorError && react.usePrediction === require('nextaisle/react').usePrediction,
            items: prediction.items,
            thrown: [thrown instanceof main.PredictorError, thrown.name, thrown.code],
          }));
        })();`,
    });
    const { same, items, thrown } = JSON.parse(await project.run('node', 'server.cjs'));
    expect(same).toBe(true);
    expect(items).toEqual([]);
    // The chunk is built separately and has its own class object.
    expect(thrown).toEqual([true, 'PredictorError', 'BACKEND_UNAVAILABLE']);
  });

  test('Node versions that cannot require() a module say so; import() works', async () => {
    project.write({
      'old.cjs': `
        try { require('nextaisle'); } catch (error) { console.log(error.code); }
        import('nextaisle').then(({ createPredictor }) => console.log(createPredictor().status().state));`,
    });
    const said = await project.run('node', '--no-experimental-require-module', 'old.cjs');
    expect(said.trim().split('\n')).toEqual(['ERR_REQUIRE_ESM', 'inert']);
  });

  test('npx nextaisle prints its help', async () => {
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
    ['node16', 'node16', ['consumer.ts']],
    // Includes a CommonJS file, whose imports are require() calls.
    ['nodenext', 'nodenext', ['consumer.ts', 'consumer.cts']],
    ['esnext', 'bundler', ['consumer.ts']],
  ])('types resolve with module %s, resolution %s: %j', async (module, moduleResolution, files) => {
    const compilerOptions = {
      ...{ module, moduleResolution, target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'] },
      ...{ strict: true, noEmit: true, types: [] },
    };
    project.write({
      ...Object.fromEntries(files.map((name) => [name, consumer])),
      'tsconfig.json': JSON.stringify({ compilerOptions, files }),
    });
    await project.run(join(repositoryRoot, 'node_modules/.bin/tsc'), '-p', '.');
  });
});

describe("in a page, under script-src 'self'; connect-src 'self'", () => {
  const chromium = useBrowser();

  type Shown = { items: string[]; backend: string; told?: unknown };

  /** Opens a page of `folder` and waits for its prediction in `window.shown`. */
  async function visit(folder: string, path: string, until = 'window.shown') {
    const site = await serve({ mounts: { '/': folder }, csp: STRICT_CSP });
    const seen = await look(site.url, path, until);
    await site.close();
    return seen;
  }

  /** @param at fixes the page's clock at this time. */
  async function look(origin: string, path: string, until = 'window.shown', at?: number) {
    const context = await chromium.browser.newContext();
    if (at !== undefined) await context.clock.setFixedTime(at);
    const requests = recordRequests(context);
    const page = await context.newPage();
    const errors = recordErrors(page);
    await page.goto(origin + path);
    // Not waitForFunction, which evaluates text: this policy refuses that.
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

  /** Every page below views two products and puts the second one into the cart. */
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
      // The WebGL chunk is requested only when WebGL is used.
      expect(urls.some((url) => url.includes('webgl-'))).toBe(backend === 'webgl');
    });

    test('finds the base model by itself', async () => {
      const { shown, errors } = await visit(join(project.folder, 'dist'), '/?base&backend=cpu');
      expect(shown.items.length).toBeGreaterThan(1);
      expect(errors).toEqual([]);
    });
  });

  describe('a Vite development server with the code of the README', () => {
    const lines = parseCodeBlocks('README.md', readPage('README.md'));
    const code = lines.find(({ language }) => language === 'ts')?.code;
    const printed = lines.find(({ language }) => language === 'json')?.code;
    const shop = {
      'index.html': '<!doctype html><script type="module" src="/main.ts"></script>',
      // Keeps the printed values for the test.
      'main.ts': `const { log } = console;
        window.printed = [];
        console.log = (...args) => { log(...args); window.printed.push(...args); };
        await import('./readme.ts');`,
      'readme.ts': String(code),
    };
    async function write(folder: string) {
      const { products } = await import(join(repositoryRoot, 'examples/catalog/products.js'));
      const files = { ...shop, 'public/products.json': JSON.stringify(products) };
      project.write(
        Object.fromEntries(Object.entries(files).map(([name, text]) => [join(folder, name), text])),
      );
    }

    /** @param holds a condition: which prediction to wait for. */
    async function develop(root: string, holds: string, config: InlineConfig = {}) {
      const server = await createServer({
        root,
        configFile: false,
        logLevel: 'error',
        server: { host: '127.0.0.1' },
        ...config,
      });
      await server.listen();
      const path = config.base ?? '/';
      const origin = new URL(String(server.resolvedUrls?.local[0])).origin;
      const until = `window.printed?.find(({ backend, items }) => ${holds})`;
      // At the time of the README's output, because the model reads the hour of the day.
      const seen = await look(origin, path, until, JSON.parse(printed ?? '').ts);
      await server.close();
      return { ...seen, shown: seen.shown as unknown as Prediction };
    }

    test('prints what the README says, from the base model', async () => {
      await write('.');
      // Two items besides those viewed: the catalog is loaded.
      const holds = 'backend === "cpu" && items.length === 2';
      const { shown, errors } = await develop(project.folder, holds);
      expect(shown.model).toMatch(/^base /);
      const rounded = (key: string, value: unknown) =>
        typeof value === 'number' && key !== 'ts' ? Number(value.toFixed(4)) : value;
      const expected = JSON.parse(printed ?? '');
      expect({ ...JSON.parse(JSON.stringify(shown, rounded)), id: '', ms: 0 }).toEqual({
        ...expected,
        id: '',
        ms: 0,
      });
      expect(errors).toEqual([]);
    });

    test("finds the model from Nuxt's cache", async () => {
      await write('.');
      const nuxt = { cacheDir: 'node_modules/.cache/vite/client', base: '/_nuxt/' };
      const { shown } = await develop(project.folder, 'backend === "cpu"', nuxt);
      expect(shown.model).toMatch(/^base /);
    });

    // npm hoists the package above the page's own node_modules, where Vite has its cache.
    test('finds the model in a monorepo, with the package left out of the cache', async () => {
      await write('packages/shop');
      project.write({ 'packages/shop/package.json': JSON.stringify({ name: 'inner' }) });
      const manifest = JSON.parse(readFileSync(join(project.folder, 'package.json'), 'utf8'));
      const root = JSON.stringify({ ...manifest, workspaces: ['packages/*'] });
      project.write({ 'package.json': root });
      const excluded = { optimizeDeps: { exclude: ['nextaisle'] } };
      const folder = join(project.folder, 'packages/shop');
      const { shown } = await develop(folder, 'backend === "cpu"', excluded);
      expect(shown.model).toMatch(/^base /);
    });
  });

  test('two script tags with hashes serve two shops, called before they load', async () => {
    const folder = join(project.folder, 'plain');
    const from = join(project.folder, 'node_modules/nextaisle');
    mkdirSync(folder, { recursive: true });
    // A shop serves all of dist/.
    cpSync(join(from, 'dist'), folder, { recursive: true });
    copyFileSync(join(from, 'weights/base.safetensors'), join(folder, 'shop.safetensors'));
    // Shops paste it into their pages.
    const stub = readFileSync(join(folder, 'stub.js'), 'utf8').trim();
    expect(stub.length).toBeLessThanOrEqual(1024);
    const example = join(repositoryRoot, 'examples/script-tag/index.html');
    expect(readFileSync(example, 'utf8')).toContain(stub);
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
    // data-as="location" is refused: it would replace a global and reload the page.
    expect(urls.filter((url) => url === `${origin}/`)).toHaveLength(1);
  });
});
