import { categoryPath } from './category-path.js';
import type { ItemFactsTable } from './item-facts.js';
import type { ItemFacts } from './tokenizer.js';

/** Facts where there is no model: the baseline asks only which items share a category. */
export function createPlainFacts(): ItemFactsTable {
  const numbers = new Map([['', 0]]);
  const live = new Map<number, ItemFacts>();
  return {
    of: (row) => live.get(row),
    learn(row, item) {
      const path = categoryPath(item);
      const category = numbers.get(path) ?? numbers.size;
      numbers.set(path, category);
      live.set(row, { category, top: 0, price: 0 });
    },
  };
}
