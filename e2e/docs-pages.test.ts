import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { parseCodeBlocks, documentedPages, readPage } from './code-blocks.fixture.js';
import { documentedTable } from './documented-table.fixture.js';
import { countWords } from './documented-words.fixture.js';
import { repositoryRoot } from './serve.fixture.js';

/** Word limits, without code and tables, so that a page is read in one go. */
const README_WORDS = 900;
const GUIDE_WORDS = 800;
const GLOSSARY_ENTRIES = 25;

const pages = documentedPages();
const guide = pages.filter((file) => file.startsWith('docs/guide/'));

test('each row of the evidence on real input names a test that exists', () => {
  const rows = readPage('docs/evidence/real-input.md')
    .split('\n')
    .filter((line) => line.split('|').length === 7 && !/^\| (kind|---) /.test(line));
  expect(rows.length).toBeGreaterThan(100);
  const missing = rows.flatMap((row) => {
    const named = [...(row.split('|')[5].matchAll(/`([\w/-]+\.test\.tsx?)`/g) ?? [])];
    const inSrc = named.filter(
      ([, file]) => file.includes('/') && !existsSync(join(repositoryRoot, file)),
    );
    return named.length && !inSrc.length ? [] : [row];
  });
  expect(missing).toEqual([]);
});

describe('pages are short', () => {
  test('words are counted without code and tables', () => {
    const page = [
      '# Two words',
      '<!-- not counted -->',
      '![no picture](x.png) [one link](to/nowhere.md), `code` counts: 7.',
      '| no | table |',
      '```ts',
      'const noCode = 1;',
      '```',
      '- end',
    ].join('\n');
    expect(countWords(page)).toBe(8);
  });

  test(`README.md has at most ${README_WORDS} words`, () => {
    expect(countWords(readPage('README.md'))).toBeLessThanOrEqual(README_WORDS);
  });

  test.each(guide)(`%s has at most ${GUIDE_WORDS} words`, (file) => {
    expect(countWords(readPage(file))).toBeLessThanOrEqual(GUIDE_WORDS);
  });

  test(`docs/words.md has at most ${GLOSSARY_ENTRIES} entries, each word once, in order`, () => {
    const words = documentedTable(readPage('docs/words.md'), 'The words').map(({ word }) => word);
    expect(words.length).toBeGreaterThan(0);
    expect(words.length).toBeLessThanOrEqual(GLOSSARY_ENTRIES);
    expect(words).toEqual([...new Set(words)].sort((a, b) => a.localeCompare(b)));
  });
});

describe('pages are found', () => {
  test.each(pages)('the links of %s lead to existing files and headings', (file) => {
    const text = readPage(file).replace(/```[\s\S]*?```/g, '');
    const missing: string[] = [];
    for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path, anchor] = target.split('#');
      const found = path ? join(dirname(file), path) : file;
      if (!existsSync(join(repositoryRoot, found))) missing.push(target);
      else if (anchor && !anchorsOf(found).includes(anchor)) missing.push(target);
    }
    expect(missing).toEqual([]);
  });

  test('docs/README.md links every page of the three shelves', () => {
    const index = readPage('docs/README.md');
    const shelves = pages.filter((file) => /^docs\/(guide|evidence|journal)\//.test(file));
    expect(shelves.filter((file) => !index.includes(`(${file.slice('docs/'.length)})`))).toEqual(
      [],
    );
  });

  test('every page of the guide has tested code', () => {
    const untested = guide.filter((file) =>
      parseCodeBlocks(file, readPage(file)).every(({ skip }) => skip),
    );
    expect(untested).toEqual([]);
  });
});

/** The anchors that GitHub gives to a page's headings. */
function anchorsOf(file: string): string[] {
  return [...readPage(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

describe('references are complete', () => {
  const path = join(repositoryRoot, 'dist/index.d.ts');
  const program = ts.createProgram([path], { strict: true, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(path);
  const module = source && checker.getSymbolAtLocation(source);
  const exported = module ? checker.getExportsOfModule(module) : [];

  function typeOf(name: string): ts.Type {
    const symbol = exported.find((one) => one.name === name);
    if (!symbol) throw new Error(`dist/index.d.ts exports no ${name}`);
    const alias = symbol.flags & ts.SymbolFlags.Alias;
    return checker.getDeclaredTypeOfSymbol(alias ? checker.getAliasedSymbol(symbol) : symbol);
  }
  const membersOf = (name: string) =>
    typeOf(name)
      .getProperties()
      .map((member) => member.name);
  function wordsOf(name: string): string[] {
    const type = typeOf(name);
    const words = (type.isUnion() ? type.types : [type]).flatMap((one) =>
      one.isStringLiteral() ? [one.value] : [],
    );
    expect(words.length, name).toBeGreaterThan(1);
    return words;
  }
  /** The names in the first column of a table, e.g. `track` for `track(type)`. */
  const named = (file: string, heading: string) =>
    documentedTable(readPage(file), heading).flatMap((row) =>
      [...Object.values(row)[0].matchAll(/`([\w./*-]+)/g)].map(([, name]) => name),
    );

  test.each([
    ['option', 'docs/guide/options.md', 'All options', () => membersOf('PredictorOptions')],
    ['method', 'docs/guide/api.md', 'The predictor', () => membersOf('Predictor')],
    ['event', 'docs/guide/api.md', 'Its events', () => membersOf('PredictorEvents')],
    ['shelf rule', 'docs/guide/recommending.md', 'All rules', () => membersOf('RankRules')],
    [
      'moment option',
      'docs/guide/moments.md',
      'How often, and for whom',
      () => membersOf('MomentOptions'),
    ],
    [
      'reason of a refusal',
      'docs/guide/errors.md',
      'Events that were refused',
      () => wordsOf('RefusalReason'),
    ],
  ])('every %s is documented in %s, and no other', (_, file, heading, names) => {
    expect(named(file, heading).sort()).toEqual(names().sort());
  });

  test('every error code is in one table on the page of errors', () => {
    const headings = ['In the page', 'In training, the command line and tests'];
    const codes = headings.flatMap((heading) => named('docs/guide/errors.md', heading));
    expect(codes.sort()).toEqual(wordsOf('ErrorCode').sort());
  });

  test('every door of the package is on the page of doors', () => {
    const { exports } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
    const doors = Object.keys(exports).map((door) => `nextaisle${door.slice(1)}`);
    expect(named('docs/guide/package.md', 'The doors').sort()).toEqual(doors.sort());
  });
});
