import { type LedgerRecord, MAX_ITEMS, type MomentRecord, type ShelfRecord } from './record.js';

/** Two tabs count the same session: merging is commutative and counts nothing twice. */
export function mergeRecords(one: LedgerRecord, two: LedgerRecord): LedgerRecord {
  if (one.kind === 'shelf') return two.kind === 'shelf' ? mergeShelves(one, two) : one;
  return two.kind === 'moments' ? mergeMoments(one, two) : one;
}

function mergeShelves(one: ShelfRecord, two: ShelfRecord): ShelfRecord {
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
  const since = Math.min(one.since, two.since);
  return { ...one, since, items: [...items.values()].slice(0, MAX_ITEMS) };
}

function mergeMoments(one: MomentRecord, two: MomentRecord): MomentRecord {
  const { arm, draw, since } = two.since < one.since ? two : one;
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
