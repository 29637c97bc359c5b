import type { ModelConfig } from '../../model/config.js';

/**
 * Codes of vectors by centroids that are there already: in each span the nearest one. [n, M]
 * @param vectors [n, D]. @param centroids [M · C, D / M].
 */
export function nearestCodes(
  vectors: Float32Array,
  centroids: Float32Array,
  { width: D, subIds: M, centroids: C }: ModelConfig,
): Uint8Array {
  const span = D / M;
  const rows = vectors.length / D;
  const codes = new Uint8Array(rows * M);
  for (let at = 0; at < codes.length; at++) {
    const m = at % M;
    const from = Math.floor(at / M) * D + m * span;
    let least = Infinity;
    for (let c = 0; c < C; c++) {
      let far = 0;
      for (let j = 0; j < span; j++)
        far += (vectors[from + j] - centroids[(m * C + c) * span + j]) ** 2;
      if (far >= least) continue;
      least = far;
      codes[at] = c;
    }
  }
  return codes;
}
