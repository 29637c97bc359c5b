/**
 * More events than a person makes: 2,000 are some twenty a day for a quarter of a year, and where all shoppers of a
 * log make many, a hundred times what the middle one makes.
 */
const MOST = 2000;
const TIMES_MIDDLE = 100;

/** A shopper that is none. */
export interface Robot {
  shopper: number;
  events: number;
}

/**
 * Shoppers with more events than a person makes, those with the most first.
 * @param shopper of each row.
 * @param spared rows whose shoppers are not looked at.
 */
export function findRobots(
  shopper: Int32Array,
  shoppers: number,
  spared: Uint8Array,
): { robots: Robot[]; bound: number } {
  const counts = new Int32Array(shoppers);
  shopper.forEach((s, row) => {
    if (!spared[row]) counts[s]++;
  });
  const middle = counts.slice().sort()[shoppers >> 1] ?? 0;
  const bound = Math.max(MOST, TIMES_MIDDLE * middle);
  const robots: Robot[] = [];
  counts.forEach((events, s) => {
    if (events > bound) robots.push({ shopper: s, events });
  });
  return { robots: robots.sort((a, b) => b.events - a.events), bound };
}

/** The rows whose shopper stays, and the new number of each shopper, -1 for those that go. */
export function withoutShoppers(shopper: Int32Array, shoppers: number, gone: readonly Robot[]) {
  const number = new Int32Array(shoppers);
  for (const { shopper: s } of gone) number[s] = -1;
  let next = 0;
  for (let s = 0; s < shoppers; s++) if (number[s] === 0) number[s] = next++;
  const kept: number[] = [];
  shopper.forEach((s, row) => {
    if (number[s] >= 0) kept.push(row);
  });
  return { rows: Int32Array.from(kept), number };
}
