import { gaussian } from '../../lib/random.js';
import type { ModelConfig } from '../../model/config.js';
import type { ContentVectors } from './content-vectors.js';
import { type ItemGraph, MOST_NEIGHBOURS, type WeightedItems } from './item-graph.js';
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
  /** What each row gathered last is the sum of, from `ends[r - 1]` to `ends[r]`; nothing where only content was shown. */
  const sums: WeightedItems = { items: new Int32Array(0), shares: new Float64Array(0) };
  let ends = new Int32Array(0);
  /** The slot of each item in a step's gradients, -1 for none: [I] */
  const slotOf = new Int32Array(items).fill(-1);
  return {
    parameters: content ? [table, ...content.parameters] : [table],
    gather(rows, view) {
      const out = content ? content.gather(rows) : numbers(rows.length * D);
      const contributed = view && graph.closenessIn(view.pieces);
      const room = rows.length * (1 + MOST_NEIGHBOURS);
      if (sums.items.length < room) {
        sums.items = new Int32Array(room);
        sums.shares = new Float64Array(room);
      }
      ends = new Int32Array(rows.length);
      for (let r = 0, at = 0; r < rows.length; r++) {
        const item = rows[r];
        const isCold = view && (view.withheld[r] || (content && random() < COLD_SHARE));
        if (!isCold && counts[item] && known[item]) {
          const from = at;
          sums.items[at] = item;
          sums.shares[at++] = 1;
          at = graph.write(item, sums, at, contributed);
          for (let i = from; i < at; i++)
            addRow(out, r, table.value, sums.items[i], sums.shares[i], D);
        }
        ends[r] = at;
      }
      return out;
    },
    step(rows, gradient, adam) {
      const used = ends.length ? ends[ends.length - 1] : 0;
      const moved = new Int32Array(used);
      let slots = 0;
      for (let i = 0; i < used; i++) {
        const item = sums.items[i];
        if (slotOf[item] >= 0) continue;
        slotOf[item] = slots;
        moved[slots++] = item;
      }
      const gradients = numbers(slots * D);
      for (let r = 0, i = 0; r < ends.length; r++) {
        for (; i < ends[r]; i++)
          addRow(gradients, slotOf[sums.items[i]], gradient, r, sums.shares[i], D);
      }
      adamStep(table, gradients, adam, moved.subarray(0, slots));
      for (let s = 0; s < slots; s++) slotOf[moved[s]] = -1;
      if (!content) return;
      // An item that was never seen can only be a negative, which says nothing about its content.
      const seen = Array.from(rows.keys()).filter((r) => counts[rows[r]]);
      content.step(pickRows(rows, seen, 1), pickRows(gradient, seen, D), adam);
    },
  };
}

/** Four numbers at a time: most of the sum of a step's vectors is the loop itself. */
function addRow(
  to: Float32Array,
  row: number,
  from: Float32Array,
  source: number,
  by: number,
  D: number,
): void {
  let a = row * D;
  let b = source * D;
  const end = a + D;
  for (; a + 3 < end; a += 4, b += 4) {
    to[a] += by * from[b];
    to[a + 1] += by * from[b + 1];
    to[a + 2] += by * from[b + 2];
    to[a + 3] += by * from[b + 3];
  }
  for (; a < end; a++, b++) to[a] += by * from[b];
}
