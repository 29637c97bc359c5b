import { fitOf } from './field-names.js';
import type { Columns } from './log-fields.js';
import { isOfList } from './rank-columns.js';
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
  findElsewhere(columns, headers);
  // REES46 leaves the path out for most products; the number is always there.
  const named = (words: string) => headers.find((header) => leafWords(header) === words);
  if (named('category code')) columns.categoryNumber = named('category id');
}

/** Products of lists and single products have their categories in two places; each is read with its own. */
function findElsewhere(columns: Columns, headers: readonly string[]): void {
  const [inList, alone] = columns.item ?? [];
  if (alone === undefined || !isOfList(inList)) return;
  const under = (item: string) => item.slice(0, item.lastIndexOf('.') + 1);
  const levelsOf = (item: string) => {
    const own = headers.filter((header) => under(header) === under(item));
    const levels = own.filter((header) => levelOf(header) !== undefined);
    if (levels.length > 1) return levels.sort((a, b) => Number(levelOf(a)) - Number(levelOf(b)));
    const fits = own.map((header) => ({ header, fit: fitOf(header, 'category') }));
    const [best] = fits.filter(({ fit }) => fit > 0).sort((a, b) => b.fit - a.fit);
    return best ? [best.header] : [];
  };
  const [ofList, ofOne] = [levelsOf(inList), levelsOf(alone)];
  if (!ofList.length || !ofOne.length) return;
  columns.category = ofList;
  columns.categoryElsewhere = ofOne;
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
