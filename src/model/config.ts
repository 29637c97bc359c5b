import { corrupt } from './safetensors.js';

/**
 * The shape of the network. Letters: D width, H heads, L layers, F inner width, W window, M
 * sub-ids, C centroids.
 */
export interface ModelConfig {
  /** D */
  width: number;
  /** H; D / H must be even, for rotary positions. */
  heads: number;
  /** L */
  layers: number;
  /** F */
  ffn: number;
  /** W: an event attends to itself and the W - 1 before it, in each layer. */
  window: number;
  /** Rows of the hashed content table; 0 = items have no content. */
  contentBuckets: number;
  /** E: numbers in an item's `embedding`; 0 = the model reads none. */
  embeddingLength: number;
  /** M: product-quantised sub-ids per item; 0 = items have no identity, only content. */
  subIds: number;
  /** C: centroids per sub-id, at most 256. */
  centroids: number;
  /** The longest wavelength of the rotary positions is 2π · ropeBase events. */
  ropeBase: number;
}

export const DEFAULT_CONFIG: ModelConfig = {
  width: 64,
  heads: 2,
  layers: 2,
  ffn: 256,
  window: 32,
  contentBuckets: 0,
  embeddingLength: 0,
  subIds: 16,
  centroids: 256,
  ropeBase: 100,
};

const LIMITS: Record<keyof ModelConfig, readonly [number, number]> = {
  width: [8, 1024],
  heads: [1, 32],
  layers: [1, 24],
  ffn: [8, 4096],
  window: [2, 512],
  contentBuckets: [0, 65536],
  embeddingLength: [0, 4096],
  subIds: [0, 64],
  centroids: [1, 256],
  ropeBase: [2, 1e6],
};

/**
 * Reads a config from untrusted data.
 * @throws PredictorError MODEL_CORRUPT naming the field that is wrong.
 */
export function parseConfig(value: unknown): ModelConfig {
  const source = { ...(value as Record<string, unknown> | null) };
  const config = {} as ModelConfig;
  for (const key of Object.keys(LIMITS) as (keyof ModelConfig)[]) {
    const [low, high] = LIMITS[key];
    const number = source[key];
    if (!Number.isInteger(number) || (number as number) < low || (number as number) > high) {
      throw corrupt(`config.${key}`);
    }
    config[key] = number as number;
  }
  if (config.width % (2 * config.heads)) throw corrupt('config.heads');
  if (config.subIds && config.width % config.subIds) {
    throw corrupt('config.subIds');
  }
  return config;
}

/**
 * How many events one output can depend on, its own included: rebuilding a KV cache replays this
 * many. The read-out adds a window over the last layer, as each layer does over the one below.
 */
export function receptiveField(config: ModelConfig): number {
  return (config.layers + 1) * (config.window - 1) + 1;
}
