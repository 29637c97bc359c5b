import { TOKEN_ROWS } from '../model/token-rows.js';

/**
 * One event as the model reads it: small integers only, each a row of an embedding table (sizes in
 * `TOKEN_ROWS`). Most describe relations, not identities: only relations carry over to a shop that
 * the model has never seen.
 */
export interface Token {
  /** Index into `ACTION_TYPES`. */
  action: number;
  /** Row of the item table, or -1 when the event has no item or the item is unknown. */
  item: number;
  /** Seconds since the previous event, see `gapBucket`; 0 when not known. */
  gap: number;
  /** 1 on the first event of a session. */
  newSession: 0 | 1;
  /** How many events ago this same item was last seen, see `agoBucket`; 0 = never. */
  recency: number;
  /** Price relative to its category's level, see `priceBucket`; 0 = unknown, 5 = at the level. */
  price: number;
  /**
   * The item's category compared with the previous item's: 0 unknown, 1 same item, 2 same category,
   * 3 same top category, 4 different.
   */
  agreement: number;
  /** Events of the session so far, this one included, see `agoBucket`. */
  place: number;
  /**
   * Progress of the session towards an order: 0 none, 1 something was put into the cart, 2 bought;
   * plus 3 while this item is in the cart.
   */
  stage: number;
  /** Seconds since the session began, see `gapBucket`; 0 when not known. */
  elapsed: number;
  /** The longest gap within the session so far, see `gapBucket`; 0 before there is one. */
  longest: number;
  /** Totals over the whole history up to this event, see `sumBucket`. */
  visits: number;
  events: number;
  carts: number;
  orders: number;
  /** Two-hour slot of the day, UTC, 1 to 12; 0 when not known. */
  hour: number;
}

/** 0 below 1 and for NaN, then one more per doubling: 1, 2-3, 4-7, … */
const doublings = (x: number) => Math.max(0, 1 + Math.floor(Math.log2(x))) || 0;

/** Buckets 1 to 7: 1, 2, 3-4, 5-8, 9-16, 17-32, more. Used for "how long ago" everywhere. */
export function agoBucket(eventsAgo: number): number {
  return Math.min(TOKEN_ROWS.recency - 1, 1 + doublings(eventsAgo - 1));
}

/** Buckets from 0: 0, 1, 2-3, 4-7, …, 1,024 and more. */
export function sumBucket(sum: number): number {
  return Math.min(TOKEN_ROWS.events - 1, doublings(sum));
}

/** @param ts milliseconds; below 1e11 (before 1973) it is no real date: 0, unknown. */
export function hourBucket(ts: number): number {
  return ts > 1e11 ? 1 + (Math.floor(ts / 7_200_000) % 12) : 0;
}

/**
 * 1 below a second, then one bucket per doubling, up to 15 from about 4 hours 33 minutes on; 0 for
 * NaN, where there is no clock.
 */
export function gapBucket(gapMs: number): number {
  return Math.min(TOKEN_ROWS.gap - 1, doublings(1 + Math.max(0, gapMs) / 1000));
}

/** A gap in the middle of the bucket, ms: `gapBucket(gapOfBucket(b)) === b` for b > 0. */
export function gapOfBucket(bucket: number): number {
  return bucket <= 0 ? 0 : Math.round((1.4 * 2 ** (bucket - 1) - 1) * 1000);
}

/**
 * A price relative to its category's level, in steps of half an octave: 1 to 9, 5 = at the level;
 * 0 = unknown.
 * @param logLevel mean of `Math.log(price)` over the category.
 */
export function priceBucket(price: number | undefined, logLevel: number | undefined): number {
  if (!price || price <= 0 || logLevel === undefined) return 0;
  const steps = Math.round(((Math.log(price) - logLevel) / Math.LN2) * 2);
  return 5 + Math.max(-4, Math.min(4, steps));
}
