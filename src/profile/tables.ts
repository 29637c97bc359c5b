import type { Sentences } from './words.js';

/** The sentences of a portrait by language, each a file; English is with the code that says them. */
export const TABLES: Readonly<Record<string, () => Promise<{ sentences: Sentences }>>> = {
  ar: () => import('./tables/ar.js'),
  de: () => import('./tables/de.js'),
  es: () => import('./tables/es.js'),
  fr: () => import('./tables/fr.js'),
  it: () => import('./tables/it.js'),
  ja: () => import('./tables/ja.js'),
  nl: () => import('./tables/nl.js'),
  pl: () => import('./tables/pl.js'),
  pt: () => import('./tables/pt.js'),
  tr: () => import('./tables/tr.js'),
  zh: () => import('./tables/zh.js'),
  'zh-Hant': () => import('./tables/zh-hant.js'),
};
