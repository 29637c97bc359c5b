import { type Share, wilson } from '../prediction/proportions.js';
import { clusteredInterval } from '../training/baselines/mean-interval.js';
import type { VisitTable } from './visit-table.js';

/** How often each shelf held what was opened next. */
export interface Comparison {
  /** Times that the shopper went on to another product. */
  cases: number;
  totals: { method: string; hit: Share }[];
  /** What the first method has more than the best of the others; over shoppers, whose visits depend on each other. */
  lead: Share & { method: string };
  /** One bit a method: whether its shelf held the next product; -1 where nothing was to be shown: [rows]. */
  hits: Int8Array;
}

/**
 * Compares the shelves of a table. A case is an event after which the shopper goes on, in the same visit, to a
 * product other than the one that is open.
 */
export function compareShelves(table: VisitTable): Comparison {
  const { starts, item, shelves, shelf: k, methods, shopper } = table;
  const hits = new Int8Array(item.length).fill(-1);
  const outcomes: number[][] = methods.map(() => []);
  const groups: number[] = [];
  for (let v = 0; v + 1 < starts.length; v++) {
    let current = -1;
    for (let row = starts[v]; row + 1 < starts[v + 1]; row++) {
      if (item[row] >= 0) current = item[row];
      const next = item[row + 1];
      if (next < 0 || next === current) continue;
      hits[row] = 0;
      groups.push(shopper[v]);
      methods.forEach((_, m) => {
        const from = (row * methods.length + m) * k;
        const hit = +shelves.subarray(from, from + k).includes(next);
        outcomes[m].push(hit);
        hits[row] |= hit << m;
      });
    }
  }
  const totals = outcomes.map((list, m) => ({
    method: methods[m],
    hit: wilson(
      list.reduce((sum, hit) => sum + hit, 0),
      list.length,
    ),
  }));
  const [, ...others] = totals;
  const best = others.reduce((high, one) => (one.hit.value > high.hit.value ? one : high));
  const m = totals.indexOf(best);
  const lead = clusteredInterval(
    outcomes[0].map((hit, i) => hit - outcomes[m][i]),
    groups,
  );
  return { cases: groups.length, totals, lead: { ...lead, method: best.method }, hits };
}
