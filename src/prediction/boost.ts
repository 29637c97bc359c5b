import { isObject, parseNumber } from '../events/parse-field.js';
import type { ItemRows } from './item-rows.js';

/** Factors above 0 by item id, by category path (`'Garden'` includes `'Garden/Chairs'`) and by brand. */
export interface Boost {
  items?: Readonly<Record<string, number>>;
  category?: Readonly<Record<string, number>>;
  brand?: Readonly<Record<string, number>>;
}

/** The values items are ranked by: each chance times every factor that matches the item. */
export function boosted(
  chances: ArrayLike<number>,
  rows: Pick<ItemRows, 'id' | 'item'>,
  boost?: Boost,
): ArrayLike<number> {
  if (!isObject(boost)) return chances;
  const { items, category: places, brand: brands }: Boost = boost;
  return Float32Array.from(chances, (chance, row) => {
    const { category = [], brand = '', aliases = [] } = rows.item(row) ?? {};
    return [
      [rows.id(row) as string, ...aliases]
        .map((id) => items?.[id])
        .find((factor) => factor !== undefined),
      brands?.[brand],
      ...category.map((_, depth) => places?.[category.slice(0, depth + 1).join('/')]),
    ].reduce<number>((weight, factor) => weight * (parseNumber(factor, 1e-9, 1e9) ?? 1), chance);
  });
}
