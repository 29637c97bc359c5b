import { seededRandom } from '../src/lib/random.js';

/**
 * A small event log as a shop would export it, the same on every run: 40 products in 4
 * categories. A shopper stays in one category and sometimes buys what is in the cart.
 */
export function shopLog(sessions = 300): string {
  const random = seededRandom(7);
  const rows = ['session,time,type,item,category,price'];
  let time = Date.UTC(2025, 0, 1);
  const row = (session: number, type: string, item: number) => {
    time += Math.round(1000 + random() * 60_000);
    const category = `Category ${item % 4}`;
    rows.push([session, time, type, `item-${item}`, category, 5 + item].join(','));
  };
  for (let session = 0; session < sessions; session++) {
    time += 3_600_000;
    const category = Math.floor(random() * 4);
    const length = 2 + Math.floor(random() * 6);
    let item = category;
    for (let step = 0; step < length; step++) {
      item = category + 4 * Math.floor(10 * random() ** 2);
      row(session, 'click', item);
    }
    if (random() < 0.4) {
      row(session, 'cart', item);
      if (random() < 0.5) row(session, 'purchase', item);
    }
  }
  return `${rows.join('\n')}\n`;
}
