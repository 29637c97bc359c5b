import type { ModelConfig } from '../model/config.js';

/** Of the cpu engine, warm, on the machine of docs/evidence/performance.md: nanoseconds. */
const LOOK_UP_NS = 3;
const MULTIPLY_NS = 0.6;
/** Below this a GPU's round trip alone takes longer than the cpu engine's whole answer. */
const WORTH_MS = 3;

/** Whether a GPU could win at all: a page must not load TensorFlow.js to find out that it cannot. */
export function isWorthProbing(config: ModelConfig, items: number): boolean {
  const { width: D, ffn: F, layers: L, subIds: M } = config;
  const multiplications = L * (4 * D * D + 2 * D * F);
  return items * M * LOOK_UP_NS + multiplications * MULTIPLY_NS >= WORTH_MS * 1e6;
}
