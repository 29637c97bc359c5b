import { TABLES } from './tables.js';

/** Scripts written from right to left. */
const RIGHT_TO_LEFT = /^(Adlm|Arab|Hebr|Mand|Nkoo|Rohg|Samr|Syrc|Thaa)$/;
/** Languages of which the readers write, or read, another. */
const WRITTEN: Readonly<Record<string, string>> = {
  apc: 'ar',
  ary: 'ar',
  arz: 'ar',
  gsw: 'de',
  hak: 'zh',
  nan: 'zh',
  wuu: 'zh',
  yue: 'zh',
};
const MAX_LENGTH = 64;

/** A language as `Intl` has it: `de_at` is `de-AT`. Undefined for what is none. */
export function tagOf(given: unknown): string | undefined {
  if (typeof given !== 'string' || given.length > MAX_LENGTH) return undefined;
  try {
    // What a server's locale adds: `de_DE.UTF-8`, `ca_ES@euro`.
    const tag = given
      .trim()
      .replace(/[.@].*$/s, '')
      .replaceAll('_', '-');
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** The table that serves a language: that of `pt-BR` is `pt`, that of `zh-TW` is `zh-Hant`. */
export function tableFor(tag: string): string | undefined {
  const { language, script } = new Intl.Locale(tag).maximize();
  const written = Object.hasOwn(WRITTEN, language) ? WRITTEN[language] : language;
  if (written === 'en') return 'en';
  return [`${written}-${script}`, written].find((name) => Object.hasOwn(TABLES, name));
}

export const directionOf = (tag: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.test(new Intl.Locale(tag).maximize().script ?? '') ? 'rtl' : 'ltr';
