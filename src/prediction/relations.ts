import type { ShopEvent } from '../events/event.js';
import { sameSession } from '../events/session.js';

/** What the shopper has done with which item, from the history. */
export interface Relations {
  /** Item of the last event that has one. */
  current?: string;
  /** Item → index of its last event in the history; larger is more recent. */
  seen: ReadonlyMap<string, number>;
  inCart: ReadonlySet<string>;
  purchased: ReadonlySet<string>;
  /** Bought in the current session. */
  justBought: ReadonlySet<string>;
}

/** @param now ms; by then a session may have ended since its last event. */
export function relationsOf(
  events: readonly ShopEvent[],
  now?: number,
  sessionMs?: number,
): Relations {
  const seen = new Map<string, number>();
  const inCart = new Set<string>();
  const purchased = new Set<string>();
  const justBought = new Set<string>();
  const last = events[events.length - 1];
  const goesOn = last && sameSession(last, now ?? last.ts, sessionMs);
  let current: string | undefined;
  events.forEach(({ type, item, session }, at) => {
    // An order that lists no items buys what is in the cart.
    const bought = type === 'purchase' ? (item === undefined ? [...inCart] : [item]) : [];
    for (const id of bought) {
      purchased.add(id);
      inCart.delete(id);
      if (goesOn && session === last.session) justBought.add(id);
    }
    if (item === undefined) return;
    current = item;
    // Insert again, so that the map is ordered by last event.
    seen.delete(item);
    seen.set(item, at);
    if (type === 'cart') inCart.add(item);
    if (type === 'remove') inCart.delete(item);
  });
  return { current, seen, inCart, purchased, justBought };
}
