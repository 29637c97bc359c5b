import type { ContentFeature } from '../../encoding/content.js';
import { gaussian } from '../../lib/random.js';
import type { ModelConfig } from '../../model/config.js';
import type { Piece } from '../data/batches.js';
import type { ItemGraph, Neighbours } from './item-graph.js';
import type { AdamOptions, Parameter } from './parameters.js';
import { adamStep, createParameter } from './parameters.js';

/** How items are shown in a step of training. */
export interface Showing {
  /** 1 where an item shows its content only, as a new item will. */
  withheld: Uint8Array;
  /** What is learnt from: what it gave to the item graph itself is left out. */
  pieces: readonly Piece[];
}

/** Where item vectors come from while the network trains. Raw: the network brings them to length 1. */
export interface ItemVectors {
  /**
   * Raw vectors of some items: [U, D].
   * @param showing given while training.
   */
  gather(items: Int32Array, showing?: Showing): Float32Array;
  /** @param gradient of the loss by what `gather(items)` gave. */
  step(items: Int32Array, gradient: Float32Array, adam: AdamOptions): void;
  readonly parameters: readonly Parameter[];
}

/** How often an item that has content is shown by that alone while training, beside those withheld. */
const COLD_SHARE = 0.1;

/** Whether a row of a matrix of D columns is all zeros: the vector of an item of which nothing is known. */
export const isNothing = (rows: Float32Array, row: number, D: number): boolean =>
  rows.subarray(row * D, (row + 1) * D).every((x) => !x);

/** Some rows of a matrix of D columns. */
export const pickRows = <T extends Float32Array | Int32Array>(
  rows: T,
  which: number[],
  D: number,
): T => {
  const out = new (rows.constructor as new (length: number) => T)(which.length * D);
  which.forEach((r, i) => {
    for (let j = 0; j < D; j++) out[i * D + j] = rows[r * D + j];
  });
  return out;
};

/**
 * An own vector an item, plus the mean of its neighbours' (what is rare borrows from what it stands beside;
 * once the codes are made that costs nothing), plus what its content says (as in TRON's and T4Rec's input sums).
 * @param counts items that were never seen have no own vector.
 */
export function createTable(
  config: ModelConfig,
  counts: Int32Array,
  graph: ItemGraph,
  content: ItemContent | undefined,
  random: () => number,
): ItemVectors {
  const items = counts.length;
  const D = config.width;
  const table = createParameter('item.table', [items, D], () => 0.1 * gaussian(random));
  table.decay = false;
  /** What each row gathered last is the sum of; none where it is cold. */
  let sums: (Neighbours | undefined)[] = [];
  return {
    parameters: content ? [table, ...content.parameters] : [table],
    gather(rows, showing) {
      const out = content ? content.gather(rows) : new Float32Array(rows.length * D);
      const own = showing && graph.closenessIn(showing.pieces);
      sums = Array.from(rows, (item, r) => {
        const isCold = showing && (showing.withheld[r] || (content && random() < COLD_SHARE));
        if (isCold || !counts[item]) return undefined;
        const near = graph.neighbours(item, own);
        return { items: [item, ...near.items], shares: [1, ...near.shares] };
      });
      sums.forEach((sum, r) => {
        sum?.items.forEach((item, i) => {
          addRow(out, r, table.value, item, sum.shares[i], D);
        });
      });
      return out;
    },
    step(rows, gradient, adam) {
      // What was never seen can only have been a wrong answer, which says nothing of its content.
      const seen = Array.from(rows.keys()).filter((r) => counts[rows[r]]);
      const slots = new Map<number, number>();
      for (const sum of sums) {
        for (const item of sum?.items ?? []) if (!slots.has(item)) slots.set(item, slots.size);
      }
      const own = new Float32Array(slots.size * D);
      sums.forEach((sum, r) => {
        sum?.items.forEach((item, i) => {
          addRow(own, slots.get(item) as number, gradient, r, sum.shares[i], D);
        });
      });
      adamStep(table, own, adam, [...slots.keys()]);
      content?.step(pickRows(rows, seen, 1), pickRows(gradient, seen, D), adam);
    },
  };
}

function addRow(
  to: Float32Array,
  row: number,
  from: Float32Array,
  source: number,
  by: number,
  D: number,
): void {
  for (let j = 0, a = row * D, b = source * D; j < D; j++) to[a++] += by * from[b++];
}

/** What is known of an item that nobody has looked at yet. */
export interface ItemContent extends ItemVectors {
  /** Another hash for the same names: what a network learns under many hashes holds in a shop it never saw. */
  rehash(random: () => number): void;
}

/**
 * Sums of hashed content rows.
 * @param frozen the table stays as it was drawn, so that only relations between items can be learned. It is
 * drawn of two values then, which keep distances as well as any (Achlioptas 2003) and pack into an eighth.
 */
export function createContent(
  config: ModelConfig,
  features: readonly (readonly ContentFeature[])[],
  frozen: boolean,
  random: () => number,
): ItemContent {
  const D = config.width;
  const B = config.contentBuckets;
  const table = createParameter(
    'embed.content',
    [B, D],
    () => 0.1 * (frozen ? Math.sign(random() - 0.5) : gaussian(random)),
  );
  table.decay = false;
  let factor = 1;
  let shift = 0;
  // An odd factor permutes 0 … B - 1 when B is a power of two.
  const place = (bucket: number) => (bucket * factor + shift) % B;
  return {
    parameters: [table],
    rehash(source) {
      factor = 2 * Math.floor(source() * (B / 2)) + 1;
      shift = Math.floor(source() * B);
    },
    gather(rows) {
      const out = new Float32Array(rows.length * D);
      for (let r = 0; r < rows.length; r++) {
        for (const { bucket, weight } of features[rows[r]]) {
          const from = place(bucket) * D;
          for (let j = 0; j < D; j++) out[r * D + j] += weight * table.value[from + j];
        }
      }
      return out;
    },
    step(rows, gradient, adam) {
      if (frozen) return;
      const sums = new Map<number, Float32Array>();
      for (let r = 0; r < rows.length; r++) {
        for (const { bucket, weight } of features[rows[r]]) {
          const sum = sums.get(place(bucket)) ?? new Float32Array(D);
          for (let j = 0; j < D; j++) sum[j] += weight * gradient[r * D + j];
          sums.set(place(bucket), sum);
        }
      }
      const flat = new Float32Array(sums.size * D);
      [...sums.values()].forEach((sum, i) => flat.set(sum, i * D));
      adamStep(table, flat, adam, [...sums.keys()]);
    },
  };
}

/**
 * Product-quantised: M sub-ids an item, each naming one of C shared centroids (RecJPQ, Petrov & Macdonald
 * 2024). What stands for nothing stays nothing.
 * @param content what a withheld item shows.
 */
export function createCoded(
  config: ModelConfig,
  codes: Uint8Array,
  centroids: Parameter,
  content: ItemContent | undefined,
): ItemVectors {
  const { width: D, subIds: M, centroids: C } = config;
  const span = D / M;
  centroids.decay = false;
  const nothing = Uint8Array.from(
    { length: M * C },
    (_, slot) => +isNothing(centroids.value, slot, span),
  );
  let cold: Uint8Array = new Uint8Array(0);
  return {
    parameters: [centroids],
    gather(rows, showing) {
      const withheld = showing?.withheld ?? new Uint8Array(rows.length);
      cold = withheld;
      const out = new Float32Array(rows.length * D);
      const bare = Array.from(rows.keys()).filter((r) => withheld[r]);
      const shown = content?.gather(pickRows(rows, bare, 1));
      if (shown) bare.forEach((r, i) => out.set(shown.subarray(i * D, (i + 1) * D), r * D));
      for (let r = 0; r < rows.length; r++) {
        if (withheld[r]) continue;
        for (let m = 0; m < M; m++) {
          const from = (m * C + codes[rows[r] * M + m]) * span;
          for (let j = 0; j < span; j++) out[r * D + m * span + j] = centroids.value[from + j];
        }
      }
      return out;
    },
    step(rows, gradient, adam) {
      const sum = new Float32Array(centroids.value.length);
      for (let r = 0; r < rows.length; r++) {
        if (cold[r]) continue;
        for (let m = 0; m < M; m++) {
          const slot = m * C + codes[rows[r] * M + m];
          if (nothing[slot]) continue;
          const to = slot * span;
          for (let j = 0; j < span; j++) sum[to + j] += gradient[r * D + m * span + j];
        }
      }
      adamStep(centroids, sum, adam);
    },
  };
}
