import type { ShopEvent } from '../events/event.js';
import type { Shop } from './shop.js';

const HEADER = 'session,user,time,type,item,category,brand,price,name';

/** Simulated shoppers as lines of a CSV log, as a shop would export it for `nextaisle train`. */
export function* simulatedLog(shop: Shop, histories: Iterable<ShopEvent[]>): Generator<string> {
  const itemOf = new Map(shop.items.map((item) => [item.id, item]));
  yield HEADER;
  for (const history of histories) {
    // A session is named after its shopper: `u12-3`.
    const user = history[0].session.replace(/-\d+$/, '');
    for (const { session, ts, type, item: id, price } of history) {
      const item = id === undefined ? undefined : itemOf.get(id);
      const about = [item?.category?.join('/'), item?.brand, price, item?.name];
      yield [session, user, new Date(ts).toISOString(), type, id, ...about].map(quoted).join(',');
    }
  }
}

function quoted(value: string | number | undefined): string {
  const text = String(value ?? '');
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
