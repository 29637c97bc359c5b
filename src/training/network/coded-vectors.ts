import type { ModelConfig } from '../../model/config.js';
import type { ContentVectors } from './content-vectors.js';
import { isZeroRow, type ItemVectors, pickRows } from './item-vectors.js';
import { adamStep, type Parameter } from './parameters.js';
import { numbers } from './scratch.js';

/**
 * Product-quantised: M sub-ids an item, each naming one of C shared centroids (RecJPQ, Petrov & Macdonald
 * 2024). A centroid of zeros stays zero: it stands for items about which nothing is known.
 * @param content what a withheld item shows.
 */
export function createCodedVectors(
  config: ModelConfig,
  codes: Uint8Array,
  centroids: Parameter,
  content: ContentVectors | undefined,
): ItemVectors {
  const { width: D, subIds: M, centroids: C } = config;
  const span = D / M;
  centroids.decay = false;
  const nothing = Uint8Array.from(
    { length: M * C },
    (_, slot) => +isZeroRow(centroids.value, slot, span),
  );
  let cold: Uint8Array = new Uint8Array(0);
  return {
    parameters: [centroids],
    gather(rows, view) {
      const withheld = view?.withheld ?? new Uint8Array(rows.length);
      cold = withheld;
      const out = numbers(rows.length * D);
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
      const sum = numbers(centroids.value.length);
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
