import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { device, itemsOf } from './device.fixture.js';
import { TABLES } from './tables.js';
import { ENGLISH } from './words.js';

const languages = Object.keys(TABLES);
const SCRIPTS: Record<string, RegExp> = {
  ar: /^[\p{Script=Arabic}\p{Mn}\s.,:«»\u2068\u2069]+$/u,
  ja: /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー0-9「」：、。]+$/u,
  zh: /^[\p{Script=Han}\s“”：，。]+$/u,
  'zh-Hant': /^[\p{Script=Han}\s「」：，。]+$/u,
};
const LATIN = /^[\p{Script=Latin}\s„“”«»‘’:.,\u202f-]+$/u;
const places = (text: string) => text.match(/\{\w+\}/g)?.sort() ?? [];

test('there are sentences in every language that shelves speak', () => {
  const files = readdirSync(new URL('./tables/', import.meta.url)).sort();
  expect(languages.map((name) => `${name.toLowerCase()}.ts`).sort()).toEqual(files);
  expect(files).toEqual(readdirSync(new URL('../language/tables/', import.meta.url)).sort());
});

test.each(languages)('the sentences of %s', async (language) => {
  const { sentences } = await TABLES[language]();
  expect(Object.keys(sentences)).toEqual(Object.keys(ENGLISH));
  for (const [phrase, text] of Object.entries(sentences)) {
    expect([phrase, places(text)]).toEqual([phrase, places(ENGLISH[phrase as 'comparison'])]);
    expect(text.replace(/\{\w+\}/g, '')).toMatch(SCRIPTS[language] ?? LATIN);
    expect(text).toBe(text.trim().normalize('NFC'));
    expect(text).toMatch(/[.。]$/);
  }
});

const catalog = [
  ...itemsOf(['Home', 'Rugs'], 8, { name: 'Rug' }),
  ...itemsOf(['Home', 'Lamps'], 40),
];
const portrait = (lang: string) => {
  const shopper = device({ catalog, lang });
  for (let visit = 0; visit < 6; visit++) shopper.nextVisit().look('rugs1');
  return shopper.look('rugs2', 'rugs1');
};

test('a portrait is in the language that the predictor speaks, and says which', async () => {
  const { sentences, lang } = await portrait('de').profile();
  expect(lang).toBe('de');
  expect(sentences[0]).toBe('War schon einmal hier: Dieser Verlauf umfasst 6 Besuche.');
  expect(sentences.join(' ')).toMatch(/Sieht Home\/Rugs \d,\d-mal so oft an, wie/);
  const { comparing } = await portrait('ja').profile();
  expect(comparing[0].text).toBe('「Home/Rugs」で比較中：Rug、Rug。');
});

test.each(['sv', 'constructor', 'en'])(
  'where the predictor speaks %s, it is English',
  async (lang) => {
    const profile = await portrait(lang).profile();
    expect(profile.lang).toBe('en');
    expect(profile.sentences[0]).toMatch(/^Has been here before/);
  },
);

test('a text of the shop goes before the language', async () => {
  const texts = { 'visitor.returning': 'Zum {visits}. Mal da.' };
  const { sentences } = await portrait('de').profile({ texts });
  expect(sentences[0]).toBe('Zum 6. Mal da.');
  expect(sentences.join(' ')).toContain('-mal so oft');
});
