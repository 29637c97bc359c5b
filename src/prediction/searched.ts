import type { Item } from '../events/item.js';
import type { Pause } from '../lib/async/turns.js';
import type { ItemRows } from './item-rows.js';
import type { Scores } from './score.js';

/**
 * Where a search found something, the next product is one of these in at least so many of the cases. An
 * assumption: no public log that we know has both queries and names.
 */
const SHARE = 0.8;
/** A longer word of the query may also be the beginning of a word: "lamp" finds "lampshade". */
const BEGINNING = 4;
/** Written without spaces: a word may be anywhere in the text. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/**
 * Moves the chances of products to those that the shopper has just searched for. No network reads the
 * words of a query: a search that finds no name changes nothing.
 */
export async function searched(
  { joint, items }: Scores,
  rows: Pick<ItemRows, 'item'>,
  query: string,
  pause?: Pause,
): Promise<void> {
  const wanted = wordsOf(query);
  if (!wanted.length) return;
  const found: number[] = [];
  let inside = 0;
  let outside = 0;
  for (let row = 0; row < items.length; row++) {
    const item = rows.item(row);
    if (item && finds(wanted, item)) {
      found.push(row);
      inside += items[row];
    } else outside += items[row];
    await pause?.();
  }
  const all = inside + outside;
  if (!found.length || !inside || inside >= SHARE * all) return;
  for (const chances of [items, ...joint.map((one) => one.chances)]) {
    const up = (SHARE * all) / inside / (((1 - SHARE) * all) / outside);
    for (const row of found) chances[row] *= up;
    const down = ((1 - SHARE) * all) / outside;
    for (let row = 0; row < chances.length; row++) chances[row] *= down;
  }
}

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const wordsOf = (text: string) => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
/** Without the ending of an English plural. */
const stem = (word: string) => (word.length > 3 ? word.replace(/e?s$/, '') : word);

/** Every word is in the name, the brand or the categories. */
function finds(wanted: readonly string[], { name, brand, category = [] }: Item): boolean {
  const text = plain([name, brand, ...category].join(' '));
  // Cheap, and false for most.
  if (!text.includes(stem(wanted[0]))) return false;
  const words = wordsOf(text).map(stem);
  return wanted.every((one) => {
    if (UNSPACED.test(one)) return text.includes(one);
    const root = stem(one);
    return words.some((word) => (root.length < BEGINNING ? word === root : word.startsWith(root)));
  });
}
