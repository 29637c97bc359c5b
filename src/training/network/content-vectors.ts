import type { ContentFeature } from '../../encoding/content.js';
import { gaussian } from '../../lib/random.js';
import type { ModelConfig } from '../../model/config.js';
import type { ItemVectors } from './item-vectors.js';
import { adamStep, createParameter } from './parameters.js';
import { numbers } from './scratch.js';

/** Vectors made of what a shop says about its items: all there is for an item that nobody has looked at yet. */
export interface ContentVectors extends ItemVectors {
  /** Another hash for the same features: what a network learns under many hashes holds in an unseen shop. */
  rehash(random: () => number): void;
}

/**
 * Sums of hashed content rows.
 * @param frozen the table stays as it was drawn, so that only relations between items can be learned. It is
 * then drawn of two values, which keep distances as well as any (Achlioptas 2003) and pack into an eighth.
 */
export function createContentVectors(
  config: ModelConfig,
  features: readonly (readonly ContentFeature[])[],
  frozen: boolean,
  random: () => number,
): ContentVectors {
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
  const rowOf = (bucket: number) => (bucket * factor + shift) % B;
  return {
    parameters: [table],
    rehash(source) {
      factor = 2 * Math.floor(source() * (B / 2)) + 1;
      shift = Math.floor(source() * B);
    },
    gather(rows) {
      const out = numbers(rows.length * D);
      for (let r = 0; r < rows.length; r++) {
        for (const { bucket, weight } of features[rows[r]]) {
          const from = rowOf(bucket) * D;
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
          const sum = sums.get(rowOf(bucket)) ?? numbers(D);
          for (let j = 0; j < D; j++) sum[j] += weight * gradient[r * D + j];
          sums.set(rowOf(bucket), sum);
        }
      }
      const flat = numbers(sums.size * D);
      [...sums.values()].forEach((sum, i) => flat.set(sum, i * D));
      adamStep(table, flat, adam, Int32Array.from(sums.keys()));
    },
  };
}

/** The sum of two kinds of content. */
export function addContentVectors(
  a: ContentVectors,
  b: ContentVectors | undefined,
): ContentVectors {
  if (!b) return a;
  return {
    parameters: [...a.parameters, ...b.parameters],
    rehash: b.rehash,
    gather(rows) {
      const sum = b.gather(rows);
      const more = a.gather(rows);
      for (let i = 0; i < sum.length; i++) sum[i] += more[i];
      return sum;
    },
    step(rows, gradient, adam) {
      a.step(rows, gradient, adam);
      b.step(rows, gradient, adam);
    },
  };
}
