import type { ModelConfig } from '../model/config.js';

/** Measured on a warm cpu engine, on the machine of docs/evidence/performance.md. */
const LOOK_UP_NS = 3;
const MULTIPLY_NS = 0.6;
/** Below this, a GPU round trip alone takes longer than the whole answer of the cpu engine. */
const WORTH_MS = 3;

/** Whether a GPU could win at all, estimated so that no page loads TensorFlow.js in vain. */
export function isWorthProbing(config: ModelConfig, items: number): boolean {
  const { width: D, ffn: F, layers: L, subIds: M } = config;
  const multiplications = L * (4 * D * D + 2 * D * F);
  return items * M * LOOK_UP_NS + multiplications * MULTIPLY_NS >= WORTH_MS * 1e6;
}
