import type { Batch } from '../data/batch.js';
import type { Examples } from '../data/examples.js';
import type { Sampler } from './sampling.js';

/** Items of one step: rows of the raw vector matrix, row 0 being the zero vector of "no item". */
export interface StepItems {
  /** Item of rows 1 … U, and 1 where the row shows it without its identity. */
  items: Int32Array;
  withheld: Uint8Array;
  /** Row of each position's item: [N] */
  input: Int32Array;
  /** Row of each copy, and of each fresh candidate. */
  copies: Int32Array;
  fresh: Int32Array;
  /** Rows of the negatives and the log of how often each is expected among them: [K] */
  negative: Int32Array;
  logExpected: Float32Array;
  /** Flat [P, K] indices of negatives that are candidates of the position: they count once. */
  masked: number[];
}

/**
 * Chooses the negatives: drawn from `sampler`, shared by the batch (Jean et al. 2015), or the whole
 * pool when it is no larger than `count`.
 */
export function chooseItems(
  examples: Examples,
  batch: Batch,
  count: number,
  pool: { items: Int32Array; sampler: Sampler },
): StepItems {
  const row = new Map<number, number>();
  const rowOf = (item: number, withheld = 0): number => {
    if (item < 0) return 0;
    const key = 2 * item + withheld;
    let at = row.get(key);
    if (at === undefined) {
      at = row.size + 1;
      row.set(key, at);
    }
    return at;
  };
  const input = Int32Array.from(batch.example, (e, n) =>
    rowOf(examples.item[e], batch.withheld[n]),
  );
  const { copies, fresh } = batch;
  const copyRows = Int32Array.from(copies.item, (item, i) => rowOf(item, copies.withheld[i]));
  const freshRows = Int32Array.from(fresh.item, (item) => rowOf(item));
  const whole = pool.items.length <= count;
  const drawn = new Map<number, number>();
  if (whole) for (let i = 0; i < pool.items.length; i++) drawn.set(i, 0);
  else for (let i = 0; i < count; i++) drawn.set(pool.sampler.draw(), 0);
  const drawnAt = [...drawn.keys()];
  const negative = Int32Array.from(drawnAt, (i) => rowOf(pool.items[i]));
  // Chance to be among `count` draws with replacement: 1 - (1 - p)^count.
  const logExpected = Float32Array.from(drawnAt, (i) =>
    whole ? 0 : Math.log(-Math.expm1(count * Math.log1p(-Math.exp(pool.sampler.logChance[i])))),
  );
  const column = new Map<number, number>();
  drawnAt.forEach((i, k) => void column.set(pool.items[i], k));
  const K = negative.length;
  const masked: number[] = [];
  for (const { item: list, query } of [copies, fresh]) {
    list.forEach((item, i) => {
      const k = column.get(item);
      if (k !== undefined) masked.push(query[i] * K + k);
    });
  }
  const keys = [...row.keys()];
  const items = Int32Array.from(keys, (key) => Math.floor(key / 2));
  const withheld = Uint8Array.from(keys, (key) => key % 2);
  return {
    items,
    withheld,
    input,
    copies: copyRows,
    fresh: freshRows,
    negative,
    logExpected,
    masked,
  };
}
