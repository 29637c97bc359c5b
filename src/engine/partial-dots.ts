import type { Model } from '../model/model.js';

/**
 * The look-up table of a query: its dot product with every centroid, [M, C]. An item is then M
 * look-ups instead of D multiplications (PQTopK, Petrov & Macdonald 2024).
 */
export function createPartialDots(model: Model) {
  const { width: D, subIds: M, centroids: C } = model.config;
  const centroids = model.tensors.get('item.centroids') ?? new Float32Array(0);
  const span = D / M;
  const dots = new Float64Array(M * C);
  return {
    /** The same array for every query. */
    dots,
    fill(query: Float64Array): void {
      for (let i = 0, at = 0; at < centroids.length; i++) {
        const start = Math.floor(i / C) * span;
        let dot = 0;
        for (let j = 0; j < span; j++) dot += query[start + j] * centroids[at++];
        dots[i] = dot;
      }
    },
  };
}
