import type { Model } from '../../model/model.js';
import type { ItemTable } from '../item-table.js';
import { createPartialDots } from '../partial-dots.js';
import type { ScoreTrained } from '../read-out.js';

/** M look-ups an item, eight at a time. */
export function createScoreTrained(model: Model, table: ItemTable): ScoreTrained {
  const { subIds: M, centroids: C } = model.config;
  const { codes } = model;
  const { trained, inverseNorms } = table;
  const partialDots = createPartialDots(model);
  return (query, logits) => {
    if (!M) return;
    const dots = partialDots(query);
    for (let i = 0, at = 0; i < trained; i++) {
      let sum = 0;
      let m = 0;
      let row = 0;
      for (; m + 8 <= M; m += 8, at += 8, row += 8 * C) {
        sum +=
          dots[row + codes[at]] +
          dots[row + C + codes[at + 1]] +
          dots[row + 2 * C + codes[at + 2]] +
          dots[row + 3 * C + codes[at + 3]] +
          dots[row + 4 * C + codes[at + 4]] +
          dots[row + 5 * C + codes[at + 5]] +
          dots[row + 6 * C + codes[at + 6]] +
          dots[row + 7 * C + codes[at + 7]];
      }
      for (; m < M; m++, at++, row += C) sum += dots[row + codes[at]];
      logits[i] = sum * inverseNorms[i];
    }
  };
}
