import { isObject, parseId, parseNumber } from '../events/parse-field.js';

export type Arm = 'treatment' | 'holdout';

/** The moments of one rule in one session, and what followed the first of them. */
export interface MomentRecord {
  kind: 'moments';
  rule: string;
  session: string;
  arm: Arm;
  /** The shopper's random number, 0 … 1; below the holdout's share it is the holdout. */
  draw: number;
  /** ms of the first and the last moment. */
  since: number;
  last: number;
  moments: number;
  /** The rule held when it was checked last. */
  on: boolean;
  clicks: number;
  carts: number;
  orders: number;
  /** Of the order lines whose price is known. */
  value: number;
}

/** What shelves showed in one session. */
export interface ShelfRecord {
  kind: 'shelf';
  /** As in the history; an id of the page when there was no event yet. */
  session: string;
  /** ms of the first impression. */
  since: number;
  items: ShelfItem[];
}

export interface ShelfItem {
  id: string;
  since: number;
  clicked: boolean;
  carted: boolean;
  bought: boolean;
}

export type LedgerRecord = MomentRecord | ShelfRecord;

/** At most this many items of one session are counted. */
export const MAX_ITEMS = 100;

/** The key of a record, never that of an event. */
export const keyOf = (record: LedgerRecord): string =>
  record.kind === 'shelf' ? `~s:${record.session}` : momentsKey(record.session, record.rule);

export const momentsKey = (session: string, rule: string): string => `~m:${session}:${rule}`;

/** Reads a record from a store, which another version or anybody with a console may have written. */
export function parseRecord(input: unknown): LedgerRecord | undefined {
  if (!isObject(input)) return undefined;
  const session = parseId(input.session);
  const since = parseNumber(input.since, 0, Infinity);
  if (!session || since === undefined) return undefined;
  if (input.kind === 'shelf') {
    if (!Array.isArray(input.items)) return undefined;
    const items = input.items.slice(0, MAX_ITEMS).flatMap((item: unknown): ShelfItem[] => {
      if (!isObject(item)) return [];
      const id = parseId(item.id);
      const [clicked, carted, bought] = [item.clicked, item.carted, item.bought].map(Boolean);
      const from = parseNumber(item.since, 0, Infinity) ?? since;
      return id ? [{ id, since: from, clicked, carted, bought }] : [];
    });
    return { kind: 'shelf', session, since, items };
  }
  const rule = parseId(input.rule);
  const { arm } = input;
  if (input.kind !== 'moments' || !rule || (arm !== 'treatment' && arm !== 'holdout'))
    return undefined;
  const count = (value: unknown) => parseNumber(value, 0, 1e9) ?? 0;
  return {
    kind: 'moments',
    rule,
    session,
    arm,
    draw: parseNumber(input.draw, 0, 1) ?? 0,
    since,
    last: parseNumber(input.last, 0, Infinity) ?? since,
    moments: count(input.moments),
    on: input.on === true,
    clicks: count(input.clicks),
    carts: count(input.carts),
    orders: count(input.orders),
    value: count(input.value),
  };
}
