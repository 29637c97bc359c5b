import type { Model } from '../model/model.js';
import { addLinear } from './linear.js';

/**
 * The look-up table of a query: its dot product with every centroid, [M, C]. Scoring an item then
 * takes M look-ups instead of D multiplications (PQTopK, Petrov & Macdonald 2024).
 */
export function createPartialDots(model: Model) {
  const { width: D, subIds: M, centroids: C } = model.config;
  const centroids = model.tensors.get('item.centroids') ?? new Float32Array(0);
  const span = D / M;
  const dots = new Float64Array(M * C);
  const groups = [...new Array(M)].map((_, m) => {
    // Transposed to [span, C], so that products are made a row at a time, in under half the time.
    const weight = new Float32Array(span * C);
    for (let c = 0, at = m * C * span; c < C; c++) {
      for (let j = 0; j < span; j++) weight[j * C + c] = centroids[at++];
    }
    return { weight, out: dots.subarray(m * C, (m + 1) * C) };
  });
  return {
    /** [M, C], overwritten by each `fill`. */
    dots,
    fill(query: Float64Array): void {
      groups.forEach(({ weight, out }, m) => {
        addLinear(out.fill(0), query.subarray(m * span, (m + 1) * span), weight);
      });
    },
  };
}
