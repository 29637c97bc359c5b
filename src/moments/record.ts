import type { ShopEvent } from '../events/event.js';
import { isObject, parseId, parseNumber } from '../events/parse-field.js';
import { sameSession } from '../events/session.js';

export type Arm = 'treatment' | 'holdout';

/** The moments of one rule in one session, and what came after the first of them. */
export interface MomentRecord {
  kind: 'moments';
  rule: string;
  session: string;
  arm: Arm;
  /** The shopper's own number, 0 … 1, by which the arm of the rule is chosen. */
  draw: number;
  /** ms of the first and the last moment. */
  since: number;
  last: number;
  moments: number;
  /** The rule held when it was looked at last. */
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
  /** Of the history; a page's own when there was no event yet. */
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

/** Items of one session that are counted. */
export const MAX_ITEMS = 100;

/** The key of a record: it never looks like the key of an event. */
export const keyOf = (record: LedgerRecord): string =>
  record.kind === 'shelf' ? `~s:${record.session}` : `~m:${record.session}:${record.rule}`;

/** A store is foreign: another version, or anybody with a console, may have written it. */
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

/** Both tabs count the same session: what both saw is one, in whatever order it is brought together. */
export function mergeRecords(one: LedgerRecord, two: LedgerRecord): LedgerRecord {
  const since = Math.min(one.since, two.since);
  if (one.kind === 'shelf') {
    if (two.kind !== 'shelf') return one;
    const items = new Map(one.items.map((item) => [item.id, item]));
    for (const item of two.items) {
      const other = items.get(item.id) ?? item;
      items.set(item.id, {
        id: item.id,
        since: Math.min(item.since, other.since),
        clicked: item.clicked || other.clicked,
        carted: item.carted || other.carted,
        bought: item.bought || other.bought,
      });
    }
    return { ...one, since, items: [...items.values()].slice(0, MAX_ITEMS) };
  }
  if (two.kind === 'shelf') return one;
  const earlier = two.since < one.since ? two : one;
  const { arm, draw } = earlier;
  const most = (name: 'last' | 'moments' | 'clicks' | 'carts' | 'orders' | 'value') =>
    Math.max(one[name], two[name]);
  return {
    ...(two.last > one.last ? two : one),
    arm,
    draw,
    since,
    last: most('last'),
    moments: most('moments'),
    clicks: most('clicks'),
    carts: most('carts'),
    orders: most('orders'),
    value: most('value'),
  };
}

/**
 * What the history says came after it, in the same session. Read off the events and not counted as
 * they come: the page of the order need not know of any rule, and two tabs count nothing twice.
 */
export function settled(
  record: LedgerRecord,
  events: readonly ShopEvent[],
  sessionMs?: number,
): LedgerRecord {
  const session = sessionOf(record, events, sessionMs);
  const after = events.filter((event) => event.session === session && event.ts >= record.since);
  if (!after.length) return record;
  if (record.kind === 'shelf') {
    const did = (type: ShopEvent['type'], { id, since }: ShelfItem) =>
      after.some((event) => event.type === type && event.item === id && event.ts >= since);
    const items = record.items.map((item) => ({
      ...item,
      carted: item.carted || did('cart', item),
      bought: item.bought || did('purchase', item),
    }));
    return { ...record, items };
  }
  const of = (type: ShopEvent['type']) => after.filter((event) => event.type === type);
  const lines = of('purchase');
  return mergeRecords(record, {
    ...record,
    clicks: of('click').length,
    carts: of('cart').length,
    orders: new Set(lines.map(({ order, ts }) => order ?? ts)).size,
    value: lines.reduce((sum, { price = 0, quantity = 1 }) => sum + price * quantity, 0),
  });
}

/** A shelf that was seen before the session's first event belongs to the session that followed. */
function sessionOf({ session, since }: LedgerRecord, events: readonly ShopEvent[], ms?: number) {
  if (!isOfPage(session)) return session;
  return events.find(({ ts }) => ts >= since && sameSession({ ts: since }, ts, ms))?.session;
}

const isOfPage = (session: string) => session.startsWith('page-');
