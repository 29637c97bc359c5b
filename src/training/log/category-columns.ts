import type { Columns } from './log-fields.js';
import { wordsOf } from './words-of.js';

/** The columns of a category: its levels from the top, or the one that says most. */
export function findCategory(
  columns: Columns,
  headers: readonly string[],
  best: string | undefined,
): void {
  const levels = levelsOfOne(headers);
  if (best === undefined && levels.length < 2) return;
  columns.category = levels.length > 1 || best === undefined ? levels : [best];
  // REES46 leaves the path out for most products; the number is always there.
  const named = (words: string) => headers.find((header) => leafWords(header) === words);
  if (named('category code')) columns.categoryNumber = named('category id');
}

/** The levels of one thing: a device has a category too, and parameters may be named as the item's fields. */
function levelsOfOne(headers: readonly string[]): string[] {
  const things = new Map<string, string[]>();
  for (const header of headers) {
    if (levelOf(header) === undefined) continue;
    const thing = header.slice(0, header.lastIndexOf('.') + 1);
    things.set(thing, [...(things.get(thing) ?? []), header]);
  }
  const [most = []] = [...things.values()].sort((a, b) => b.length - a.length);
  return most.sort((a, b) => Number(levelOf(a)) - Number(levelOf(b)));
}

/** The words of the last part of a path. */
export const leafWords = (header: string) =>
  wordsOf(header.slice(header.lastIndexOf('.') + 1)).join(' ');

/** `item_category` is level 1, `item_category3` level 3; `category_l2`, `category_level_2`, `cat2`. */
function levelOf(header: string): number | undefined {
  const match = /^(?:item |product )?cat(?:egory)? ?(?:l|level|lvl)? ?([1-9])?$/.exec(
    leafWords(header),
  );
  return match ? Number(match[1] ?? 1) : undefined;
}
