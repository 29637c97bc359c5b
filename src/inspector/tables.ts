import type { Table } from './speech.js';

/** The languages of the inspector, each a file that only their pages load; English is in the code. */
const TABLES: Readonly<
  Record<string, () => Promise<{ words: Table['words']; reasons: Table['words'] }>>
> = {
  de: () => import('./tables/de.js'),
  zh: () => import('./tables/zh.js'),
  'zh-Hant': () => import('./tables/zh-hant.js'),
};

/** Loads a language; undefined where there is no table of it. */
export async function loadTable(lang: string): Promise<Table | undefined> {
  if (!Object.hasOwn(TABLES, lang)) return undefined;
  const [{ rereader }, { words, reasons }] = await Promise.all([
    import('./reread.js'),
    TABLES[lang](),
  ]);
  return { words, reread: rereader(reasons) };
}
