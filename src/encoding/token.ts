import { TOKEN_ROWS } from '../model/token-rows.js';

/**
 * One event as the model reads it: small integers only, each a row of an embedding table (`TOKEN_ROWS`
 * says how many a table has). Relations, not identities, are what carries over to a shop the model has
 * never seen.
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
  /** The item's category and the previous item's: 0 unknown, 1 the same item, 2 the same category, 3 the same top category, 4 another. */
  agreement: number;
  /** Events of the session so far, this one included, see `agoBucket`. */
  place: number;
  /** How far the session is towards an order: 0, 1 something was put into the cart, 2 bought; 3 more while the item is in the cart. */
  stage: number;
  /** Seconds since the session began, see `gapBucket`; 0 when not known. */
  elapsed: number;
  /** The longest gap within the session so far, see `gapBucket`; 0 before there is one. */
  longest: number;
  /** Of the whole history up to this event: its sessions, events, carts and orders, see `sumBucket`. */
  visits: number;
  events: number;
  carts: number;
  orders: number;
  /** Two hours of the day, UTC, from 1; 0 when not known. */
  hour: number;
}

/** 0 below 1 and of NaN, then one more with each doubling: 1, 2-3, 4-7, … */
const doublings = (x: number) => Math.max(0, 1 + Math.floor(Math.log2(x))) || 0;

/** Buckets 1, 2, 3-4, 5-8, 9-16, 17-32, more: 1 … 7. Used for "how long ago" everywhere. */
export function agoBucket(eventsAgo: number): number {
  return Math.min(TOKEN_ROWS.recency - 1, 1 + doublings(eventsAgo - 1));
}

/** 0, 1, 2-3, 4-7, …, 1,024 and more. */
export function sumBucket(sum: number): number {
  return Math.min(TOKEN_ROWS.events - 1, doublings(sum));
}

/** @param ts milliseconds; below 1e11 (before 1973) the log counts from a start of its own, and the hour is not known. */
export function hourBucket(ts: number): number {
  return ts > 1e11 ? 1 + (Math.floor(ts / 7_200_000) % 12) : 0;
}

/** 1 below a second, then one bucket per doubling: 15 is more than 2 hours 16 minutes; 0 where there is no clock. */
export function gapBucket(gapMs: number): number {
  return Math.min(TOKEN_ROWS.gap - 1, doublings(1 + Math.max(0, gapMs) / 1000));
}

/** A middle of the bucket in milliseconds: `gapBucket(gapOfBucket(b)) === b` for b > 0. */
export function gapOfBucket(bucket: number): number {
  return bucket <= 0 ? 0 : Math.round((1.4 * 2 ** (bucket - 1) - 1) * 1000);
}

/**
 * Where a price stands against its category's level (the mean of log prices): half-octave steps.
 * @param logLevel mean of `Math.log(price)` over the category.
 */
export function priceBucket(price: number | undefined, logLevel: number | undefined): number {
  if (!price || price <= 0 || logLevel === undefined) return 0;
  const steps = Math.round(((Math.log(price) - logLevel) / Math.LN2) * 2);
  return 5 + Math.max(-4, Math.min(4, steps));
}
