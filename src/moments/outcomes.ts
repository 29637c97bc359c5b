import type { ShopEvent } from '../events/event.js';
import { sameSession } from '../events/session.js';
import type { Ledger } from './ledger.js';
import { mergeRecords } from './merge-records.js';
import type { LedgerRecord, ShelfItem } from './record.js';

/** Session id of impressions before the session's first event: one of the page. */
const PAGE_PREFIX = 'page-';

export const newPageId = (random: () => number): string =>
  PAGE_PREFIX + Math.floor(random() * 2 ** 52).toString(36);

/** Updates the outcomes of all records, or of those of these sessions. */
export function updateOutcomes(
  ledger: Ledger,
  events: readonly ShopEvent[],
  sessionMs: number,
  sessions?: readonly string[],
): void {
  for (const record of [...ledger.moments(), ...ledger.shelves()]) {
    if (sessions && !sessions.includes(record.session)) continue;
    const next = withOutcomes(record, events, sessionMs);
    if (JSON.stringify(next) !== JSON.stringify(record)) void ledger.put(next);
  }
}

/**
 * A record with the clicks, carts and orders that followed it in its session. Taken from the history
 * instead of counted live: the page of the order need not know the rule, and two tabs count nothing twice.
 */
export function withOutcomes(
  record: LedgerRecord,
  events: readonly ShopEvent[],
  sessionMs?: number,
): LedgerRecord {
  const session = sessionOf(record, events, sessionMs);
  const after = events.filter((event) => event.session === session && event.ts >= record.since);
  if (!after.length) return record;
  if (record.kind === 'shelf') {
    const did = (type: ShopEvent['type'], { id, since }: ShelfItem) =>
      after.some(
        (event) =>
          event.type === type &&
          event.ts >= since &&
          // The shelf may have shown it before another id of it was known.
          (event.item === id || !!event.about?.aliases?.includes(id)),
      );
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

/** A shelf shown before the session's first event belongs to the session that starts with it. */
function sessionOf({ session, since }: LedgerRecord, events: readonly ShopEvent[], ms?: number) {
  if (!session.startsWith(PAGE_PREFIX)) return session;
  return events.find(({ ts }) => ts >= since && sameSession({ ts: since }, ts, ms))?.session;
}
