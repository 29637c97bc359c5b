import type { ShopEvent } from '../../events/event.js';
import type { Fields } from '../../events/parse-field.js';

/** What a shop keeps in a cart for longer counts again. */
const DAY_MS = 86_400_000;
/** By how many the cart has more of a product for each that is put in, and so on. */
const INTO_CART: { readonly [type in ShopEvent['type']]?: number } = {
  cart: 1,
  remove: -1,
  purchase: -1,
};

/** What the shopper did, as far as it is kept. */
export interface KnownEvents {
  events(): readonly ShopEvent[];
  /** Those of earlier pages, and of other tabs. */
  eventsOfOtherPages(): readonly ShopEvent[];
}

/**
 * Pages tell the whole cart again with each product that is put in, or as soon as they are loaded: what was in
 * it is not new. Of a product that there are more of now, only the others are. A product told alone is put in
 * again, unless the page has just started and nobody has touched it (`isEarly`).
 * @param told `of` is how many products were told together, by a source that says so.
 */
export function isInCart(id: string, told: Fields, known: KnownEvents): boolean {
  const { of, isEarly, quantity } = told as { of?: number; isEarly?: boolean; quantity?: number };
  if (!of || (of < 2 && !isEarly)) return false;
  const all = quantity ?? 1;
  let fresh = all;
  for (const { type, item = id, quantity: count = 1, ts } of of < 2
    ? known.eventsOfOtherPages()
    : known.events()) {
    if (item === id && ts > Date.now() - DAY_MS) fresh -= (INTO_CART[type] ?? 0) * count;
  }
  if (fresh < all) Object.assign(told, { quantity: fresh });
  return fresh <= 0;
}
