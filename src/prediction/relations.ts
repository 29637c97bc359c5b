import type { ShopEvent } from '../events/event.js';

/** What the shopper has to do with items, read off the history. */
export interface Relations {
  /** Item of the last event that has one. */
  current?: string;
  /** Item → place of its last event in the history: a larger one is more recent. */
  seen: ReadonlyMap<string, number>;
  inCart: ReadonlySet<string>;
  purchased: ReadonlySet<string>;
}

export function relationsOf(events: readonly ShopEvent[]): Relations {
  const seen = new Map<string, number>();
  const inCart = new Set<string>();
  const purchased = new Set<string>();
  let current: string | undefined;
  events.forEach(({ type, item }, at) => {
    // An order without its lines buys what is in the cart.
    const bought = type === 'purchase' ? (item === undefined ? [...inCart] : [item]) : [];
    for (const id of bought) {
      purchased.add(id);
      inCart.delete(id);
    }
    if (item === undefined) return;
    current = item;
    seen.set(item, at);
    if (type === 'cart') inCart.add(item);
    if (type === 'remove') inCart.delete(item);
  });
  return { current, seen, inCart, purchased };
}
