import { gaussian } from '../../lib/random.js';
import type { ModelConfig } from '../../model/config.js';
import type { ContentVectors } from './content-vectors.js';
import type { ItemGraph, Neighbours } from './item-graph.js';
import { type ItemVectors, pickRows } from './item-vectors.js';
import { adamStep, createParameter } from './parameters.js';
import { numbers } from './scratch.js';

/** How often an item with content is shown by that alone while training, besides those withheld. */
const COLD_SHARE = 0.1;

/**
 * A vector per item, plus the mean of its neighbours' vectors (so that rare items borrow from the items next
 * to them; free once the codes are made), plus its content (as in the input sums of TRON and T4Rec).
 * @param counts items that were never seen have no vector of their own: [I]
 * @param known 0 where an item shows its content only, from now on: [I]
 */
export function createTableVectors(
  config: ModelConfig,
  counts: Int32Array,
  known: Uint8Array,
  graph: ItemGraph,
  content: ContentVectors | undefined,
  random: () => number,
): ItemVectors {
  const items = counts.length;
  const D = config.width;
  const table = createParameter('item.table', [items, D], () => 0.1 * gaussian(random));
  table.decay = false;
  /** The items and shares each row gathered last is the sum of; none where only content was shown. */
  let sums: (Neighbours | undefined)[] = [];
  return {
    parameters: content ? [table, ...content.parameters] : [table],
    gather(rows, view) {
      const out = content ? content.gather(rows) : numbers(rows.length * D);
      const contributed = view && graph.closenessIn(view.pieces);
      sums = Array.from(rows, (item, r) => {
        const isCold = view && (view.withheld[r] || (content && random() < COLD_SHARE));
        if (isCold || !counts[item] || !known[item]) return undefined;
        const near = graph.neighbours(item, contributed);
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
      // An item that was never seen can only be a negative, which says nothing about its content.
      const seen = Array.from(rows.keys()).filter((r) => counts[rows[r]]);
      const slots = new Map<number, number>();
      for (const sum of sums) {
        for (const item of sum?.items ?? []) if (!slots.has(item)) slots.set(item, slots.size);
      }
      const gradients = numbers(slots.size * D);
      sums.forEach((sum, r) => {
        sum?.items.forEach((item, i) => {
          addRow(gradients, slots.get(item) as number, gradient, r, sum.shares[i], D);
        });
      });
      adamStep(table, gradients, adam, [...slots.keys()]);
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
