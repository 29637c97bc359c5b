import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { type CodedValue, codedSentence } from './coded-sentence.js';
import { INNER, LISTS, SENTENCES } from './known-sentences.js';
import { inPageWords } from './page-words.js';

const { say } = (await import(new URL('../../../demo/lang/say.js', import.meta.url).href)) as {
  say(text: string, values: object): string;
};

/** As the page says it in English. */
function inEnglish(said: CodedValue): string {
  if (Array.isArray(said)) return said.map(inEnglish).join('§');
  if (typeof said !== 'object') return `${said}`;
  const values = Object.entries(said.values).map(([name, value]) => [
    name,
    typeof value === 'object' ? inEnglish(value) : value,
  ]);
  return say(said.text, Object.fromEntries(values));
}

/** A sentence with values in its places. */
function example(text: string, depth = 0): string {
  return text.replace(/\{(\w+)(%|@|#|\.\d)?((?:\|[^|{}]*)*)\}/g, (_, name, kind, forms) => {
    if (forms) return forms.split('|')[2].replace('#', '1,234');
    if (kind === '%') return '12%';
    if (kind) return kind === '#' ? '1,234' : '2.5';
    if (INNER.has(name))
      return depth > 2 ? 'no item' : example(INSIDE[name] ?? 'no item', depth + 1);
    if (Object.hasOwn(LISTS, name)) return example(LISTS[name].items[0], depth + 1);
    return `some.${name}`;
  });
}
const INSIDE: Record<string, string> = {
  found: 'found: {columns}; first line: {text}',
  order: 'day, month, year',
  problem: 'no item: {why}; {found}',
  todo: 'Export or download the log again.',
  what: 'a ZIP archive with {name} and {n} more',
};

test.each(SENTENCES)('knows again: %s', (text) => {
  const sentence = example(text);
  const coded = codedSentence(sentence);
  expect(coded).toMatchObject({ text });
  expect(inEnglish(coded)).toBe(sentence);
});

test('what there is one of is named in the singular', () => {
  const [one, other] = [
    '1 line: 1 event, 1 session, 1 item (1 repeat dropped)',
    'unknown actions: wobble 1 time, jump 2 times. Say what they mean: --actions wobble=…,jump=…',
  ];
  for (const sentence of [
    one,
    other,
    'its header is repeated 1 time, as in files joined to one',
    '1 browser was used by several accounts: what was done there without one stays apart',
  ])
    expect(inEnglish(codedSentence(sentence))).toBe(
      inPageWords(sentence).replace('1 time, jump', '1 time§jump'),
    );
});

test('what it does not know stays as it is', () => {
  expect(codedSentence('something else went wrong')).toBe('something else went wrong');
  expect(codedSentence('log.csv: something else')).toBe('log.csv: something else');
  expect(codedSentence(`log.csv: ${'x'.repeat(9999)}`)).toHaveLength(10_008);
  expect(codedSentence('it may be given with --columns a=b')).toBe(
    'it may be given with “Columns” a=b',
  );
});

test('reads numbers and the lists of a long message', () => {
  const reasons =
    '1,200 × no item (a.csv:12: x,"; y"); 3 × unknown action a (b): say what it means with --actions a (b)=click (a.csv:3)';
  expect(
    codedSentence(
      `a.csv may be misread: 13% of the lines were refused, more than 10%: ${reasons}. Mend what is named there, or go on without those lines: --allow-refused 0.14`,
    ),
  ).toMatchObject({
    values: {
      share: 0.13,
      refused: [
        { values: { n: 1200, reason: { text: 'no item' }, place: 'a.csv:12', text: 'x,"; y"' } },
        { values: { n: 3 } },
      ],
      value: '0.14',
    },
  });
});

/** The texts of a source, cut at their values. */
function textsOf(file: string): string[] {
  const texts: string[] = [];
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    else if (ts.isTemplateExpression(node)) {
      texts.push(node.head.text, ...node.templateSpans.map(({ literal }) => literal.text));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

/** Lists of words, which say nothing; and texts that are values of sentences. */
const NO_SENTENCES =
  /^(action-phrases|action-words|field-names|field-phrases|log-time|missing-values|month-names|words-of)\.ts/;
const VALUES = [
  'MATLAB 5.0 MAT-file',
  'SQLite format 3',
  'fits as well: choose with “Columns” time=',
  'no Unix time',
  'time has lost digits in a spreadsheet',
  'what came before',
  '“Order of dates”',
  'Greek Cyrillic Armenian Hebrew Arabic Syriac Thaana Nko',
];

test('every sentence of the readers is known', () => {
  const all = [...SENTENCES, ...Object.values(LISTS).flatMap(({ items }) => items)]
    .flatMap((text) => text.split(/\{[^}|]*\}/))
    .flatMap((text) => {
      const forms = /\{\w+\|([^|}]*)\|([^|}]*)\}/.exec(text);
      return forms ? [1, 2].map((n) => text.replace(forms[0], forms[n])) : text;
    })
    .join('\n');
  const missing = ['log', 'data'].flatMap((room) => {
    const folder = join(import.meta.dirname, '..', room);
    return readdirSync(folder)
      .filter((name) => !/\.(test|fixture)\.ts$/.test(name))
      .flatMap((name) =>
        textsOf(join(folder, name))
          .map((text) => inPageWords(text).replace(/^[\s:;%,(]+|[\s.:;,\0]+$/g, ''))
          .filter((text) => text.split(/\s+/).length > 2 && !/\w_\w/.test(text.replace(/_id/g, '')))
          .filter((text) => !NO_SENTENCES.test(name) && !VALUES.includes(text))
          .filter((text) => !all.includes(text))
          .map((text) => `${name}: ${text}`),
      );
  });
  expect(missing.join('\n')).toBe('');
});
