import type { Token } from './token.js';
import { ACTION_TYPES } from '../events/event.js';
import { agoBucket, gapBucket, hourBucket, priceBucket, sumBucket } from './token.js';

/** An event reduced to what the model may see. */
export interface Step {
  /** Index into `ACTION_TYPES`. */
  action: number;
  /** Row of the item table, -1 for none. */
  item: number;
  /** Milliseconds; NaN when the log has no clock. */
  ts: number;
  newSession: boolean;
  /** Unit price, when the event or the catalog knows one. */
  price?: number;
}

/** Facts about an item that a token's `price` and `agreement` are computed from. */
export interface ItemFacts {
  /** Interned category, 0 = none. */
  category: number;
  /** Interned top category, 0 = none. */
  top: number;
  /** Mean log price of the category. */
  level?: number;
  /** Price bucket to use when the event has no price. */
  price: number;
}

const NO_FACTS: ItemFacts = { category: 0, top: 0, price: 0 };

/**
 * Turns steps into tokens, one at a time. Page and training both use it, so that the model sees the
 * same in both. Read next: token.ts (the buckets), encoder.ts (events to steps), item-facts.ts and
 * content.ts (items).
 */
export function createTokenizer(factsOf: (item: number) => ItemFacts | undefined) {
  const lastSeen = new Map<number, number>();
  let count = 0;
  let previous = -1;
  let previousTs = Number.NaN;
  let began = Number.NaN;
  let place = 0;
  let stage = 0;
  let longest = 0;
  let visits = 0;
  let carts = 0;
  let orders = 0;
  const cart = new Set<number>();

  return function push(step: Step): Token {
    const { item } = step;
    const facts = factsOf(item) ?? NO_FACTS;
    const seenAt = lastSeen.get(item);
    const gap = gapBucket(step.ts - previousTs);
    if (step.newSession) {
      place = stage = longest = 0;
      began = step.ts;
      visits++;
    } else longest = Math.max(longest, gap);
    const type = ACTION_TYPES[step.action];
    if (type === 'cart') {
      cart.add(item);
      carts++;
      stage ||= 1;
    }
    if (type === 'purchase') {
      stage = 2;
      orders++;
    }
    if (type === 'purchase' || type === 'remove') cart.delete(item);
    const token: Token = {
      action: step.action,
      item,
      gap,
      newSession: +step.newSession as 0 | 1,
      recency: seenAt === undefined ? 0 : agoBucket(count - seenAt),
      price: priceBucket(step.price, facts.level) || facts.price,
      agreement: agreement(item, facts, previous, factsOf(previous) ?? NO_FACTS),
      place: agoBucket(++place),
      stage: stage + 3 * +cart.has(item),
      elapsed: gapBucket(step.ts - began),
      longest,
      visits: sumBucket(visits),
      events: sumBucket(count + 1),
      carts: sumBucket(carts),
      orders: sumBucket(orders),
      hour: hourBucket(step.ts),
    };
    if (item >= 0) {
      lastSeen.set(item, count);
      previous = item;
    }
    previousTs = step.ts;
    count++;
    return token;
  };
}

function agreement(item: number, facts: ItemFacts, previous: number, before: ItemFacts): number {
  if (item === previous) return +(item >= 0);
  if (!facts.category || !before.category) return 0;
  if (facts.category === before.category) return 2;
  return facts.top === before.top ? 3 : 4;
}
