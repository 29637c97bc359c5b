import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PHRASES, readTexts } from './read-texts.js';
import { TABLES } from './tables.js';

const languages = Object.keys(TABLES);
/** The letters that words of a language have, where they are not Latin. */
const SCRIPTS: Record<string, RegExp> = {
  ar: /^[\p{Script=Arabic}\p{Mn}\s]+$/u,
  ja: /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー：]+$/u,
  zh: /^[\p{Script=Han}：]+$/u,
  'zh-Hant': /^[\p{Script=Han}：]+$/u,
};
const LATIN = /^[\p{Script=Latin}\s„“«»\u202f]+$/u;

test('each file is a language that Intl knows', () => {
  const files = readdirSync(new URL('./tables/', import.meta.url));
  expect(languages.map((name) => `${name.toLowerCase()}.ts`).sort()).toEqual(files.sort());
  expect(Intl.getCanonicalLocales(languages)).toEqual(languages);
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  expect(languages.filter((name) => !names.of(name))).toEqual([]);
});

test.each(languages)('the words of %s', async (language) => {
  const { words } = await TABLES[language]();
  expect(Object.keys(words).sort()).toEqual([...PHRASES].sort());
  for (const [phrase, text] of Object.entries(words)) {
    const parts = text.split('{name}');
    expect([phrase, parts.length]).toEqual([phrase, phrase.startsWith('same-') ? 2 : 1]);
    const letters = parts.join('');
    expect(letters).toMatch(SCRIPTS[language] ?? LATIN);
    expect(text).toBe(text.trim().normalize('NFC'));
    // A line of a card.
    expect(text.length).toBeLessThan(36);
  }
  expect(new Set(Object.values(words)).size).toBe(PHRASES.length);
  // They pass what is asked of a shop's own.
  const faults: unknown[] = [];
  expect(readTexts(words, (fault) => faults.push(fault))).toEqual(words);
  expect(faults).toEqual([]);
});

test('traditional and simplified Chinese differ in every text that has letters of one only', async () => {
  const [{ words: simplified }, { words: traditional }] = await Promise.all([
    TABLES.zh(),
    TABLES['zh-Hant'](),
  ]);
  const same = PHRASES.filter((phrase) => simplified[phrase] === traditional[phrase]);
  expect(same).toEqual(['same-brand']);
});
