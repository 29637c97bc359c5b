import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rereader } from './reread.js';
import { createSpeech, type Phrase } from './speech.js';
import { loadTable } from './tables.js';
import { reasons as germanReasons, words as germanWords } from './tables/de.js';
import { reasons as chineseReasons, words as chineseWords } from './tables/zh.js';
import { reasons as traditionalReasons, words as traditionalWords } from './tables/zh-hant.js';

const german = { words: germanWords, reasons: germanReasons };
const chinese = { words: chineseWords, reasons: chineseReasons };
const traditional = { words: traditionalWords, reasons: traditionalReasons };
const TABLES = { de: german, zh: chinese, 'zh-Hant': traditional };
const each = Object.entries(TABLES);
const places = (text: string) => [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name).sort();
const sourcesOf = (...folders: string[]) =>
  folders
    .flatMap((folder) =>
      readdirSync(join(import.meta.dirname, folder))
        .filter((name) => /^[\w-]+\.ts$/.test(name))
        .map((name) => readFileSync(join(import.meta.dirname, folder, name), 'utf8')),
    )
    .join('\n');

test('every language has a file, and only these', async () => {
  const files = readdirSync(join(import.meta.dirname, 'tables')).sort();
  expect(files).toEqual(
    Object.keys(TABLES)
      .map((lang) => `${lang.toLowerCase()}.ts`)
      .sort(),
  );
  for (const [lang, { words }] of each) expect((await loadTable(lang))?.words).toBe(words);
  for (const lang of ['en', 'pl', 'constructor']) expect(await loadTable(lang)).toBeUndefined();
});

test.each(each)('the table of %s has the same texts with the same places', (_, table) => {
  for (const kind of ['words', 'reasons'] as const) {
    expect(Object.keys(table[kind])).toEqual(Object.keys(german[kind]));
    for (const [english, text] of Object.entries(table[kind])) {
      expect([english, places(text)]).toEqual([english, places(english)]);
      expect(text).toBe(text.normalize('NFC'));
    }
  }
});

test('no text is in the tables that nobody says', () => {
  const said = sourcesOf('.', '../doctor');
  const names = Object.keys(german.words);
  const isSaid = (text: string) =>
    said.includes(`'${text}'`) || new RegExp(`\\b${text}: [\\w(]`).test(said);
  expect(names.filter((text) => !isSaid(text) && !/^(ready|inert|loading)$/.test(text))).toEqual(
    [],
  );
  const core = sourcesOf(
    ...['engine', 'predictor', 'predictor/load', 'history', 'consent', 'lib'].map(
      (room) => `../${room}`,
    ),
  ).replace(/'\s*\+?\s*\n\s*'/g, '');
  // A text may be put together from two: the halves are there.
  const halves = Object.keys(german.reasons).flatMap((text) =>
    text.split(/\{\w+\}|(?<=\.) |(?=; )/).map((part) => part.replace(/\.$/, '').trim()),
  );
  expect(halves.filter((half) => half.length > 8 && !core.includes(half))).toEqual([]);
});

test('Traditional Chinese has no sign of the Simplified, and its own quotes', () => {
  const texts = [traditional.words, traditional.reasons].flatMap((table) => Object.values(table));
  expect(texts.filter((text) => /[这个为购车览们动开关单发现说话时间]/.test(text))).toEqual([]);
  expect(texts.filter((text) => /[“”]/.test(text))).toEqual([]);
});

test('what the predictor says of its engine and of consent is in the tables', () => {
  const said = [
    '../engine/judge',
    '../engine/select-engine',
    '../engine/contend',
    '../consent/consent',
  ]
    .map((file) => readFileSync(join(import.meta.dirname, `${file}.ts`), 'utf8'))
    .join('\n')
    .matchAll(/(?:reason|message): '([^']+)'/g);
  const texts = [...said].map(([, text]) => text);
  expect(texts).toContain('The cpu engine is faster for a model of this size.');
  for (const [, { reasons }] of each)
    expect(texts.filter((text) => rereader(reasons)(text) === undefined)).toEqual([]);
});

test('numbers, shares, sizes and plural forms are those of the language', () => {
  const speech = createSpeech('de', { words: german.words });
  expect(speech.percent(0.034)).toBe('3,4\u00a0%');
  expect(speech.percent(0)).toBe('<0,1\u00a0%');
  expect(speech.percent(0.999)).toBe('100\u00a0%');
  expect(speech.bytes(1234)).toMatch(/^1,2\skB$/);
  expect(speech.bytes(999)).toBe('999 Byte');
  expect(speech.write(12345)).toBe('12.345');
  const days = '{days|# day|# days}, {n|# event|# events}';
  expect(speech.say(days, { days: 1, n: 500 })).toBe('1 Tag, 500 Ereignisse');
  expect(createSpeech().say(days, { days: 30, n: 1 })).toBe('30 days, 1 event');
  expect(createSpeech('zh', { words: chinese.words }).say(days, { days: 1, n: 2 })).toBe(
    '1 天、2 个事件',
  );
});

test('a language with more forms has them in the order of CLDR', () => {
  const text: Phrase = '{n|# file|# files}';
  const { say } = createSpeech('pl', { words: { [text]: '{n|# plik|# pliki|# plików}' } });
  expect([1, 3, 5].map((n) => say(text, { n }))).toEqual(['1 plik', '3 pliki', '5 plików']);
});

test('what a value holds is no text with places', () => {
  const { say } = createSpeech();
  expect(say('“{query}”', { query: '$& {query|a|b}' })).toBe('“$& {query|a|b}”');
  const nested = { text: '“{query}”', values: { query: 'x' } } as const;
  expect(
    say('{source} reported what could not be read: {reasons}.', {
      source: 'a',
      reasons: [nested, 'b'],
    }),
  ).toBe('a reported what could not be read: “x”; b.');
});

test('what the predictor says in English is said in the language, its values too', () => {
  const reread = rereader(german.reasons);
  expect(reread('Consent is "memory" (no signal yet).')).toBe(
    'Die Einwilligung ist „memory“ (noch kein Signal).',
  );
  expect(
    reread('The cpu engine was faster in a probe on this device: 3.1 ms on WebGL, 0.7 ms on cpu.'),
  ).toBe('Auf diesem Gerät war cpu bei einer Probe schneller: 3.1 ms mit WebGL, 0.7 ms mit cpu.');
  expect(reread('QuotaExceededError')).toBeUndefined();
});
