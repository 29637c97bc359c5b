import { type LiftCounts, noCounts } from './lift.js';
import type { MomentRecord, ShelfRecord } from './record.js';

const OUTCOMES = ['clicks', 'carts', 'orders', 'value'] as const;

/**
 * One device's records as counts.
 * @param rules listed even when they had no moment yet.
 */
export function countsOf(
  moments: readonly MomentRecord[],
  shelves: readonly ShelfRecord[],
  rules: readonly string[],
): LiftCounts {
  const names = new Set([...moments.map(({ rule }) => rule), ...rules]);
  const items = shelves.flatMap((shelf) => shelf.items);
  const having = (name: 'clicked' | 'carted' | 'bought') =>
    items.filter((item) => item[name]).length;
  return {
    rules: [...names].map((rule) => {
      const arms = { treatment: noCounts(), holdout: noCounts() };
      for (const record of moments.filter((one) => one.rule === rule)) {
        const arm = arms[record.arm];
        arm.shoppers = 1;
        if (record.orders) arm.buyers = 1;
        arm.sessions++;
        arm.moments += record.moments;
        if (record.arm === 'treatment') arm.acted += record.moments;
        for (const name of OUTCOMES) arm[name] += record[name];
      }
      return { rule, ...arms };
    }),
    recommendations: {
      shown: items.length,
      clicked: having('clicked'),
      carted: having('carted'),
      bought: having('bought'),
    },
  };
}
