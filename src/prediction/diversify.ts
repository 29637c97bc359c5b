import type { ItemRows } from './item-rows.js';

/** The work grows with the square of this. */
const MAX_COMPARED = 256;

/**
 * Maximal marginal relevance (Carbonell & Goldstein 1998): the next row is the one with the largest
 * (1 - share) · weight / best weight - share · likeness to the most similar row before it. Likeness
 * is a third each for the same top category, the same category path and the same brand, which every
 * shop knows of its items.
 * @param best rows by falling weight.
 * @param shown rows placed before them.
 * @returns `shown`, then the new order, then `best` again for rows that were not compared.
 */
export function diversified(
  best: readonly number[],
  weights: ArrayLike<number>,
  rows: Pick<ItemRows, 'item'>,
  shown: Iterable<number>,
  share: number,
): readonly number[] {
  if (!share) return best;
  const facetsOf = (row: number) => {
    const { category = [], brand } = rows.item(row) ?? {};
    return [category[0], category.join('/'), brand];
  };
  const left = best.slice(0, MAX_COMPARED);
  const likeness = left.map(() => 0);
  const order = [...shown];
  for (let at = 0; left.length; at++) {
    if (at === order.length) {
      const gains = left.map(
        (row, i) => ((1 - share) * weights[row]) / (weights[best[0]] || 1) - share * likeness[i],
      );
      const next = gains.indexOf(Math.max(...gains));
      order.push(...left.splice(next, 1));
      likeness.splice(next, 1);
    }
    const facets = facetsOf(order[at]);
    left.forEach((row, i) => {
      const common = facetsOf(row).filter((facet, which) => facet && facet === facets[which]);
      likeness[i] = Math.max(likeness[i], common.length / 3);
    });
  }
  return [...order, ...best];
}
