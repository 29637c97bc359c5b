import type { ItemVectors } from './item-vectors.js';
import { adamStep, createParameter, type Parameter } from './parameters.js';

/** Vectors of items that have codes, and of those that are to get some: these have a row each for now. */
export interface JoiningVectors extends ItemVectors {
  /** Rows of the joining items: [n, D] */
  readonly table: Parameter;
}

/**
 * @param joinRow the row of a joining item, -1 for all others: [I].
 * @param start the first vector of each: [n, D].
 */
export function createJoiningVectors(
  coded: ItemVectors,
  joinRow: Int32Array,
  start: Float32Array,
  D: number,
): JoiningVectors {
  const table = createParameter('item.joining', [start.length / D, D], (at) => start[at]);
  table.decay = false;
  /** Where in the rows gathered last a joining item shows its own vector. */
  let own: number[] = [];
  return {
    table,
    parameters: [...coded.parameters, table],
    gather(rows, view) {
      const out = coded.gather(rows, view);
      own = Array.from(rows.keys()).filter((r) => joinRow[rows[r]] >= 0 && !view?.withheld[r]);
      for (const r of own) {
        const from = joinRow[rows[r]] * D;
        out.set(table.value.subarray(from, from + D), r * D);
      }
      return out;
    },
    step(rows, gradient, adam) {
      coded.step(rows, gradient, adam);
      const gradients = new Float32Array(own.length * D);
      own.forEach((r, i) => gradients.set(gradient.subarray(r * D, (r + 1) * D), i * D));
      adamStep(
        table,
        gradients,
        adam,
        Int32Array.from(own, (r) => joinRow[rows[r]]),
      );
    },
  };
}
