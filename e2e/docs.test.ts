import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compile } from 'svelte/compiler';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileScript, parse } from 'vue/compiler-sfc';
import { useBrowser } from './site.fixture.js';
import { type CodeBlock, documentedBlocks } from './code-blocks.fixture.js';
import { repositoryRoot, serve } from './serve.fixture.js';
import { shopLog } from './shop-log.fixture.js';

const dist = join(repositoryRoot, 'dist');
const blocks = documentedBlocks();
const titleOf = ({ file, line, language }: CodeBlock) => `${file}:${line} ${language}`;

/** One test for each block of these languages. */
function eachBlock(languages: RegExp, check: (block: CodeBlock) => void | Promise<void>) {
  for (const block of blocks.filter(({ language }) => languages.test(language))) {
    if (block.skip) test.skip(`${titleOf(block)}: ${block.skip}`, () => {});
    else test(titleOf(block), () => check(block), 300_000);
  }
}

/** The products of the examples: plain JavaScript, without types. */
const { products }: { products: { id: string; name: string; price: number }[] } = await import(
  `${repositoryRoot}examples/catalog/products.js`
);

/** The script tag, a catalog and a shelf: nothing else is needed. */
const isWholeShelf = ({ language, code }: CodeBlock) =>
  language === 'html' && /nextaisle\.min\.js[^>]*\sdata-catalog=[\s\S]*<nextaisle-shelf/.test(code);

test('the README has code', () => {
  expect(blocks.filter(({ file }) => file === 'README.md').length).toBeGreaterThan(3);
});

describe('code is type-checked against the built types', () => {
  // Inside the repository, so that React and its types resolve.
  const folder = join(repositoryRoot, 'node_modules/.cache/nextaisle-docs');
  /** JavaScript is checked as TypeScript without annotations: what it calls must exist. */
  const fileOf = ({ file, line, language }: CodeBlock) =>
    join(folder, `${file.replace(/\W/g, '-')}-${line}.${/x$/.test(language) ? 'tsx' : 'ts'}`);

  function sourceOf({ code, given, language }: CodeBlock): string {
    // Of a component only its imports: the rest needs the framework's compiler.
    if (/^(svelte|vue)$/.test(language)) return code.replace(/^(?!\s*import ).*$/gm, '');
    const known = given.map((name) => `declare ${name};`);
    // Docs use `predictor` throughout: a block that does not create it gets a declaration.
    if (/\bpredictor\b/.test(code) && !/\b(const|let|var|function)\s+predictor\b/.test(code)) {
      known.push("declare const predictor: import('nextaisle').Predictor;");
    }
    // On one line, so that line numbers in errors match the block.
    return `${known.join(' ')} export {}; ${code}\n`;
  }

  /** One program for all blocks, so that library types are read once. */
  function compileAll(those: CodeBlock[], strict: boolean): ts.Program {
    for (const block of those) writeFileSync(fileOf(block), sourceOf(block));
    return ts.createProgram(those.map(fileOf), {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      jsx: ts.JsxEmit.ReactJSX,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
      strict,
      skipLibCheck: true,
      noEmit: true,
      paths: { nextaisle: [`${dist}/index.d.ts`], 'nextaisle/*': [`${dist}/*.d.ts`] },
    });
  }

  let strict: ts.Program;
  let loose: ts.Program;
  beforeAll(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const checked = blocks.filter(({ skip }) => !skip);
    const of = (languages: RegExp) => checked.filter(({ language }) => languages.test(language));
    strict = compileAll(of(/^(tsx?|svelte|vue)$/), true);
    loose = compileAll(of(/^jsx?$/), false);
  });

  /** Type errors of a block, with line numbers. */
  function wrongIn(block: CodeBlock): string[] {
    const program = /^js/.test(block.language) ? loose : strict;
    const source = program.getSourceFile(fileOf(block));
    if (!source) throw new Error(`${fileOf(block)} was not compiled`);
    const found = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return found.map(({ start = 0, messageText }) => {
      const at = source.getLineAndCharacterOfPosition(start).line + 1;
      return `${block.file}:${block.line + at}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  }

  eachBlock(/^(tsx?|jsx?)$/, (block) => expect(wrongIn(block)).toEqual([]));

  eachBlock(/^svelte$/, (block) => {
    const { js, warnings } = compile(block.code, { generate: 'client', filename: 'page.svelte' });
    expect(warnings).toEqual([]);
    expect(js.code).toContain('nextaisle/svelte');
    expect(wrongIn(block)).toEqual([]);
  });

  eachBlock(/^vue$/, (block) => {
    const { descriptor, errors } = parse(block.code);
    expect(errors).toEqual([]);
    const script = compileScript(descriptor, { id: 'page', inlineTemplate: true });
    expect(script.content).toContain('nextaisle/vue');
    expect(wrongIn(block)).toEqual([]);
  });
});

describe('pages load in Chromium without an error', () => {
  const chromium = useBrowser();

  const IMPORTS = JSON.stringify({
    imports: {
      nextaisle: '/dist/index.js',
      'nextaisle/': '/dist/',
      'idb-keyval': '/idb-keyval/index.js',
    },
  });

  /** What the docs call `/products.json`: the products of the examples. */
  const CATALOG = JSON.stringify(
    products.map((product) => ({ ...product, currency: 'EUR', url: `/${product.id}` })),
  );

  /** A block as a page, with our files instead of a CDN's and our model as the shop's. */
  function pageOf(code: string): string {
    const imports = code.includes('type="importmap"')
      ? ''
      : `<script type="importmap">${IMPORTS}</script>`;
    const local = code
      .replace(/\b(src|href)="[^"]*\/?nextaisle\.min\.js"/g, '$1="/dist/nextaisle.min.js"')
      .replace(/"[^"]*\.safetensors"/g, '"/weights/base.safetensors"')
      .replace(/https:\/\/(cdn\.jsdelivr\.net\/npm|unpkg\.com)\/nextaisle[^/"']*\//g, '/')
      .replace(/https:\/\/cdn\.jsdelivr\.net\/npm\/idb-keyval[^/"']*\/dist\//g, '/idb-keyval/')
      .replace(/'nextaisle\/(\w+)'/g, "'/dist/$1.js'")
      .replace(/\s(integrity|crossorigin)="[^"]*"/g, '');
    return `<!doctype html><meta charset="utf-8">${imports}\n${local}`;
  }

  eachBlock(/^html$/, async (block) => {
    const site = await serve({
      pages: { '/block.html': pageOf(block.code), '/products.json': CATALOG },
      mounts: { '/idb-keyval/': join(repositoryRoot, 'node_modules/idb-keyval/dist') },
    });
    const page = await chromium.browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => void errors.push(String(error)));
    page.on('requestfailed', (request) => void errors.push(`failed: ${request.url()}`));
    page.on('response', (response) => {
      const kind = response.request().resourceType();
      if (response.status() >= 400 && /script|fetch|xhr/.test(kind)) {
        errors.push(`${response.status()}: ${response.url()}`);
      }
    });
    await page.goto(`${site.url}/block.html`, { waitUntil: 'networkidle' });
    if (block.code.includes('nextaisle.min.js')) {
      expect(await page.evaluate('typeof window.nextaisle?.track')).toBe('function');
    }
    // A shelf that says where its products are shows them, whatever else the page has.
    if (isWholeShelf(block)) {
      const shown = page.locator('nextaisle-shelf [part=card]:visible');
      await shown.first().waitFor();
      const cards = (await shown.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
      const [, k = 8] = /\bk="(\d+)"/.exec(block.code) ?? [];
      expect(cards).toHaveLength(Math.min(Number(k), products.length));
      for (const [at, { name, price }] of products.slice(0, Number(k)).entries())
        expect(cards[at]).toMatch(new RegExp(`${name}.*€${price}`));
    }
    expect(errors).toEqual([]);
    await page.close();
    await site.close();
  });

  test.each(['README.md', 'docs/guide/script-tag.md'])('%s has a shelf without code', (file) => {
    expect(blocks.filter((block) => block.file === file && isWholeShelf(block))).toHaveLength(1);
  });

  /** True once our database holds this many events. */
  async function keptEvents(wanted: number): Promise<boolean> {
    const found = await indexedDB.databases();
    const name = found.find((database) => database.name?.startsWith('nextaisle'))?.name;
    if (!name) return false;
    return new Promise((done) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => {
        const database = opening.result;
        const [store] = database.objectStoreNames;
        const counting = database.transaction(store).objectStore(store).count();
        counting.onsuccess = () => done(counting.result >= wanted);
        database.close();
      };
    });
  }

  test('the "recently viewed" page moves the old list into the history once', async () => {
    const block = blocks.find(
      ({ file, language }) => file === 'docs/guide/from-recently-viewed.md' && language === 'html',
    );
    const site = await serve({
      pages: { '/block.html': pageOf(block?.code ?? ''), '/empty.html': '<!doctype html>' },
      mounts: { '/idb-keyval/': join(repositoryRoot, 'node_modules/idb-keyval/dist') },
    });
    const context = await chromium.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.url}/empty.html`);
    await page.evaluate(() => {
      const hoursAgo = (hours: number) => Date.now() - hours * 3_600_000;
      const list = [
        { id: 'bowl-1', name: 'Wide bowl', url: '/bowl-1', viewedAt: hoursAgo(1) },
        { id: 'mug-2', name: 'Tall mug', url: '/mug-2', viewedAt: hoursAgo(30) },
        { id: 'mug-1', name: 'Low mug', url: '/mug-1', viewedAt: hoursAgo(50) },
      ];
      localStorage.setItem('recentlyViewed', JSON.stringify(list));
    });
    const entries = page.locator('#recent li');
    // On the second visit only the history has the list.
    for (const visit of ['first', 'second']) {
      await page.goto(`${site.url}/block.html`);
      await entries.nth(2).waitFor();
      expect(await entries.allTextContents(), visit).toEqual(['Wide bowl', 'Tall mug', 'Low mug']);
      expect(await page.evaluate(() => localStorage.getItem('recentlyViewed'))).toBeNull();
      await page.waitForFunction(keptEvents, 3);
    }
    await context.close();
    await site.close();
  });
});

describe('commands run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nextaisle-docs-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const { scripts } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));

  eachBlock(/^(sh|bash|shell|console)$/, async ({ code }) => {
    // A script of this repository only has to exist: the gates run it.
    for (const [, named, short] of code.matchAll(/^\s*npm (?:run ([\w:-]+)|(test|start))\b/gm)) {
      expect(scripts).toHaveProperty([named ?? short]);
    }
    if (!/^\s*npx nextaisle\b/m.test(code)) return;
    // All blocks share a folder, so that one can read files of an earlier one.
    if (!existsSync(join(folder, 'events.csv')))
      writeFileSync(join(folder, 'events.csv'), shopLog());
    const script = code.replace(/\bnpx nextaisle\b/g, `'${process.execPath}' '${dist}/cli.js'`);
    await promisify(execFile)('bash', ['-euc', script], { cwd: folder, timeout: 280_000 });
  });
});
