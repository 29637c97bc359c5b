import { seededRandom } from '../src/lib/random.js';

/** Items along one long aisle. */
const ITEMS = 120;

/**
 * A night's export. Each shopper walks along the aisle at a stride of their own, so that two products tell
 * what one does not: a model can beat every list of what comes after what.
 * @param firstItem another assortment, in part.
 */
export function strideLog(night: number, shoppers: number, firstItem = 0): string {
  const random = seededRandom(100 + night);
  const rows = ['user,time,type,item'];
  for (let user = 0; user < shoppers; user++) {
    let ts = Date.UTC(2025, 0, 1 + 30 * night) + user * 200_000;
    const stride = [1, -1, 2, -2, 3, -3][Math.floor(random() * 6)];
    let place = Math.floor(random() * ITEMS);
    for (let step = 3 + Math.floor(random() * 4); step > 0; step--) {
      ts += Math.round(5000 + random() * 60_000);
      rows.push(`n${night}-u${user},${ts},click,item-${firstItem + place}`);
      place = (place + stride + ITEMS) % ITEMS;
    }
    if (random() < 0.3) rows.push(`n${night}-u${user},${ts + 9000},cart,item-${firstItem + place}`);
  }
  return `${rows.join('\n')}\n`;
}
