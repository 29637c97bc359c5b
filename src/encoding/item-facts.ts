import type { Item } from '../events/item.js';
import type { Model } from '../model/model.js';
import { categoryPath } from './category-path.js';
import type { ItemFacts } from './tokenizer.js';
import { priceBucket } from './token.js';

/** What a model knows about the items it was trained with. */
type TrainedItems = Pick<Model, 'vocabulary' | 'itemCategory' | 'itemPrice'>;

interface Level {
  sum: number;
  count: number;
  /** The trained level; the few prices that a page shows do not change it. */
  fixed?: number;
}

/** Category and price level of every item by row: the model's, updated by what the page shows. */
export interface ItemFactsTable {
  of(row: number): ItemFacts | undefined;
  learn(row: number, item: Item): void;
}

export function createItemFacts(model: TrainedItems): ItemFactsTable {
  const ids = new Map<string, number>();
  const levels: Level[] = [{ sum: 0, count: 0 }];
  const live = new Map<number, ItemFacts>();
  const tops: number[] = [0];
  const intern = (path: string, fixed?: number): number => {
    let id = ids.get(path);
    if (id === undefined) {
      id = levels.push({ sum: 0, count: 0 }) - 1;
      ids.set(path, id);
      const end = path.indexOf('/');
      tops[id] = end < 0 ? id : intern(path.slice(0, end));
    }
    if (fixed !== undefined) levels[id].fixed = fixed;
    return id;
  };
  const levelOf = (id: number) =>
    levels[id].fixed ?? (levels[id].count ? levels[id].sum / levels[id].count : undefined);
  const trained = model.vocabulary.categories.map((c) => intern(c.path, c.logPrice));

  const of = (row: number): ItemFacts | undefined => {
    const known = live.get(row);
    const number = model.itemCategory[row];
    if (known || number === undefined) return known;
    const category = number ? trained[number - 1] : 0;
    return { category, top: tops[category], level: levelOf(category), price: model.itemPrice[row] };
  };

  return {
    of,
    learn(row, item) {
      const before = of(row);
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
