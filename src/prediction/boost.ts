import { isObject, parseNumber } from '../events/parse-field.js';
import { badOption } from '../lib/bad-option.js';
import { callbackFailed } from '../lib/callback-failed.js';
import type { PredictorError } from '../lib/errors.js';
import { ownFields } from '../lib/own-fields.js';
import type { ItemRows } from './item-rows.js';

/** Factors above 0 by item id, by category path (`'Garden'` includes `'Garden/Chairs'`) and by brand. */
export interface Boost {
  items?: Readonly<Record<string, number>>;
  category?: Readonly<Record<string, number>>;
  brand?: Readonly<Record<string, number>>;
}

const KINDS: Readonly<Record<keyof Boost, string>> = { items: 'o', category: 'o', brand: 'o' };

/**
 * The values items are ranked by: each chance times every factor that matches the item.
 * @param onFault told of a factor that is no number above 0; it counts as 1.
 */
export function boosted(
  chances: ArrayLike<number>,
  rows: Pick<ItemRows, 'id' | 'item'>,
  boost?: Boost,
  onFault: (error: PredictorError) => void = () => {},
): ArrayLike<number> {
  if (!isObject(boost)) return chances;
  const told = new Set<string>();
  const read = (kind: keyof Boost, factors: unknown, name = ''): number => {
    const factor = isObject(factors) && Object.hasOwn(factors, name) ? factors[name] : undefined;
    const number = parseNumber(factor, 1e-9, 1e9);
    const path = `rules.boost.${kind}.${name}`;
    if (number === undefined && factor !== undefined && !told.has(path)) {
      told.add(path);
      onFault(badOption(path, factor));
    }
    return number ?? 1;
  };
  try {
    const {
      items,
      category: places,
      brand: brands,
    } = ownFields<Boost>('rules.boost', boost, KINDS, onFault);
    return Float32Array.from(chances, (chance, row) => {
      const { category = [], brand, aliases = [] } = rows.item(row) ?? {};
      const ids = [rows.id(row), ...aliases];
      const named = ids.find((id) => isObject(items) && Object.hasOwn(items, id ?? ''));
      return category.reduce(
        (weight, _, depth) =>
          weight * read('category', places, category.slice(0, depth + 1).join('/')),
        chance * read('items', items, named) * read('brand', brands, brand),
      );
    });
  } catch (thrown) {
    // A getter or a proxy threw.
    onFault(callbackFailed('rules.boost', thrown));
    return chances;
  }
}
