/**
 * One event as the model reads it: small integers only, each an index into an embedding table.
 * Relations, not identities, are what carries over to a shop the model has never seen.
 */
export interface Token {
  /** Index into `ACTION_TYPES`. */
  action: number;
  /** Row of the item table, or -1 when the event has no item or the item is unknown. */
  item: number;
  /** Log-bucketed seconds since the previous event, 0 … `GAP_BUCKETS - 1`; 0 when not known. */
  gap: number;
  /** 1 on the first event of a session. */
  newSession: 0 | 1;
  /** How many events ago this same item was last seen, log-bucketed, 0 … `RECENCY_BUCKETS - 1`; 0 = never. */
  recency: number;
  /** Price relative to its category's level, 0 … `PRICE_BUCKETS - 1`; 0 = unknown, 5 = at the level. */
  price: number;
  /** How the item's category agrees with the previous item's, 0 … `AGREEMENT_BUCKETS - 1`. */
  agreement: number;
  /** Events of the session so far, this one included, log-bucketed as `agoBucket`. */
  place: number;
  /** How far the session has come towards an order, 0 … `STAGES - 1`. */
  stage: number;
  /** Log-bucketed seconds since the session began, as `gapBucket`; 0 when not known. */
  elapsed: number;
  /** The longest gap within the session so far, as `gapBucket`; 0 before there is one. */
  longest: number;
  /** Of the whole history up to this event: its sessions, events, carts and orders, each as `sumBucket`. */
  visits: number;
  events: number;
  carts: number;
  orders: number;
  /** Two hours of the day, UTC, 1 … `HOUR_BUCKETS - 1`; 0 when not known. */
  hour: number;
}

export const GAP_BUCKETS = 16;
export const RECENCY_BUCKETS = 8;
export const PRICE_BUCKETS = 10;
/** 0 unknown, 1 the same item, 2 the same category, 3 the same top category, 4 another. */
export const AGREEMENT_BUCKETS = 5;
/** Of the session: 0, 1 something was put into the cart, 2 bought; 3 more where the item is in the cart. */
export const STAGES = 6;
export const SUM_BUCKETS = 12;
export const HOUR_BUCKETS = 13;

/** 0 below 1 and of NaN, then one more with each doubling: 1, 2-3, 4-7, … */
const doublings = (x: number) => Math.max(0, 1 + Math.floor(Math.log2(x))) || 0;

/** Buckets 1, 2, 3-4, 5-8, 9-16, 17-32, more: 1 … 7. Used for "how long ago" everywhere. */
export function agoBucket(eventsAgo: number): number {
  return Math.min(RECENCY_BUCKETS - 1, 1 + doublings(eventsAgo - 1));
}

/** 0, 1, 2-3, 4-7, …, 1,024 and more. */
export function sumBucket(sum: number): number {
  return Math.min(SUM_BUCKETS - 1, doublings(sum));
}

/** @param ts milliseconds; before 1973 they count from a start of the log's own, and tell no hour. */
export function hourBucket(ts: number): number {
  return ts > 1e11 ? 1 + (Math.floor(ts / 7_200_000) % 12) : 0;
}

/** 1 below a second, then one bucket per doubling: 15 is more than 2 hours 16 minutes; 0 where there is no clock. */
export function gapBucket(gapMs: number): number {
  return Math.min(GAP_BUCKETS - 1, doublings(1 + Math.max(0, gapMs) / 1000));
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
