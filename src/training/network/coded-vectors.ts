import type { ModelConfig } from '../../model/config.js';
import type { ContentVectors } from './content-vectors.js';
import { type ItemVectors, pickRows } from './item-vectors.js';
import { adamStep, type Parameter } from './parameters.js';
import { numbers } from './scratch.js';

/**
 * Product-quantised: M sub-ids an item, each naming one of C shared centroids (RecJPQ, Petrov & Macdonald
 * 2024).
 * @param codes of the items that have them: [n, M]. @param rowOf the row of an item there, -1 for none: [I].
 * @param content what an item shows that is withheld or has no codes.
 */
export function createCodedVectors(
  config: ModelConfig,
  codes: Uint8Array,
  rowOf: Int32Array,
  centroids: Parameter,
  content: ContentVectors | undefined,
): ItemVectors {
  const { width: D, subIds: M, centroids: C } = config;
  const span = D / M;
  centroids.decay = false;
  let cold: Uint8Array = new Uint8Array(0);
  return {
    parameters: [centroids],
    gather(rows, view) {
      const bareOf = (item: number, r: number) => +(rowOf[item] < 0 || !!view?.withheld[r]);
      const withheld = Uint8Array.from(rows, bareOf);
      cold = withheld;
      const out = numbers(rows.length * D);
      const bare = Array.from(rows.keys()).filter((r) => withheld[r]);
      const shown = content?.gather(pickRows(rows, bare, 1));
      if (shown) bare.forEach((r, i) => out.set(shown.subarray(i * D, (i + 1) * D), r * D));
      for (let r = 0; r < rows.length; r++) {
        if (withheld[r]) continue;
        for (let m = 0; m < M; m++) {
          const from = (m * C + codes[rowOf[rows[r]] * M + m]) * span;
          for (let j = 0; j < span; j++) out[r * D + m * span + j] = centroids.value[from + j];
        }
      }
      return out;
    },
    step(rows, gradient, adam) {
      const sum = numbers(centroids.value.length);
      for (let r = 0; r < rows.length; r++) {
        if (cold[r]) continue;
        for (let m = 0; m < M; m++) {
          const slot = m * C + codes[rowOf[rows[r]] * M + m];
          const to = slot * span;
          for (let j = 0; j < span; j++) sum[to + j] += gradient[r * D + m * span + j];
        }
      }
      adamStep(centroids, sum, adam);
    },
  };
}
