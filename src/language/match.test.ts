import { expect, test } from 'vitest';
import { directionOf, tableFor, tagOf } from './match.js';

test.each([
  ['de', 'de', 'de'],
  ['de-AT', 'de-AT', 'de'],
  ['DE', 'de', 'de'],
  ['de_CH', 'de-CH', 'de'],
  ['de_DE.UTF-8', 'de-DE', 'de'],
  [' fr ', 'fr', 'fr'],
  ['gsw', 'gsw', 'de'],
  ['pt-BR', 'pt-BR', 'pt'],
  ['es-419', 'es-419', 'es'],
  ['zh', 'zh', 'zh'],
  ['zh-CN', 'zh-CN', 'zh'],
  ['zh-Hans-HK', 'zh-Hans-HK', 'zh'],
  ['zh-TW', 'zh-TW', 'zh-Hant'],
  ['zh-HK', 'zh-HK', 'zh-Hant'],
  ['zh-Hant', 'zh-Hant', 'zh-Hant'],
  ['yue', 'yue', 'zh-Hant'],
  ['cmn-TW', 'zh-TW', 'zh-Hant'],
  ['ar-EG', 'ar-EG', 'ar'],
  ['arz', 'arz', 'ar'],
  ['ar-u-nu-latn', 'ar-u-nu-latn', 'ar'],
  ['tr', 'tr', 'tr'],
  ['eng', 'en', 'en'],
  ['en_US', 'en-US', 'en'],
  ['sv', 'sv', undefined],
  ['german', 'german', undefined],
])('%s is the language %s, with the words of %s', (given, tag, table) => {
  expect(tagOf(given)).toBe(tag);
  expect(tableFor(tag)).toBe(table);
});

test.each([undefined, null, 7, '', ' ', 'de at', 'x!', '<b>', 'd'.repeat(65), ['de']])(
  '%j is no language',
  (given) => expect(tagOf(given)).toBeUndefined(),
);

test('scripts decide the direction', () => {
  const rtl = ['ar', 'he', 'fa-IR', 'ur', 'iw', 'yi', 'ckb', 'ku-Arab', 'pa-PK', 'dv', 'ug'];
  const ltr = ['en', 'de', 'zh', 'ja', 'tr', 'ku', 'az-Latn', 'pa', 'ar-Latn'];
  expect(rtl.filter((tag) => directionOf(tag) !== 'rtl')).toEqual([]);
  expect(ltr.filter((tag) => directionOf(tag) !== 'ltr')).toEqual([]);
});
