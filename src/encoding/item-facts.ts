import type { Item } from '../events/item.js';
import type { Model } from '../model/model.js';
import type { ItemFacts } from './tokenizer.js';
import { priceBucket } from './token.js';

type Known = Pick<Model, 'vocabulary' | 'itemCategory' | 'itemPrice'>;

interface Level {
  sum: number;
  count: number;
  /** The model's own level, which the few prices a page shows do not move. */
  fixed?: number;
}

/** What is known of every item by row: from the model's vocabulary, then from what the page shows. */
export interface ItemFactsTable {
  of(row: number): ItemFacts | undefined;
  learn(row: number, item: Item): void;
}

export function createItemFacts(model: Known): ItemFactsTable {
  const ids = new Map<string, number>();
  const levels: Level[] = [{ sum: 0, count: 0 }];
  const live = new Map<number, ItemFacts>();
  const tops: number[] = [0];
  const intern = (path: string, fixed?: number): number => {
    let id = ids.get(path);
    if (id === undefined) {
      id = levels.push({ sum: 0, count: 0, fixed }) - 1;
      ids.set(path, id);
      const end = path.indexOf('/');
      tops[id] = end < 0 ? id : intern(path.slice(0, end));
    } else if (fixed !== undefined) levels[id].fixed = fixed;
    return id;
  };
  const levelOf = (id: number) =>
    levels[id].fixed ?? (levels[id].count ? levels[id].sum / levels[id].count : undefined);
  const trained = model.vocabulary.categories.map((c) => intern(c.path, c.logPrice));

  const known = (row: number): ItemFacts | undefined => {
    if (row < 0 || row >= model.itemCategory.length) return undefined;
    const place = model.itemCategory[row];
    const category = place ? trained[place - 1] : 0;
    return { category, top: tops[category], level: levelOf(category), price: model.itemPrice[row] };
  };

  return {
    of: (row) => live.get(row) ?? known(row),
    learn(row, item) {
      const before = live.get(row) ?? known(row);
      const path = categoryPath(item);
      const category = path ? intern(path) : (before?.category ?? 0);
      if (item.price && item.price > 0 && before?.price === undefined) {
        levels[category].sum += Math.log(item.price);
        levels[category].count++;
      }
      const level = levelOf(category);
      const price = priceBucket(item.price, level) || (before?.price ?? 0);
      live.set(row, { category, top: tops[category], level, price });
    },
  };
}

/** `['Garden', 'Chairs']` → `garden/chairs`; empty when there is none. */
export function categoryPath(item?: Item): string {
  return (item?.category ?? [])
    .map((part) => part.trim().toLowerCase().replaceAll('/', ' '))
    .join('/');
}
