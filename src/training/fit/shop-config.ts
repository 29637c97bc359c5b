import { DEFAULT_CONFIG, type ModelConfig } from '../../model/config.js';
import type { DataSet } from '../data/data-set.js';
import { embeddingLength } from '../network/embedding-vectors.js';

/**
 * Up to this many items an item takes 32 bytes, not 16, which loses less (REES46: 1.6% of recall instead of
 * 3.6%). Its 6,493 items with categories make a file of 348 KB gzipped.
 */
const SMALL_CATALOG = 8192;

/**
 * The network for a log. One that describes its items gets a content table, one with embeddings a
 * projection.
 */
export function shopConfig(given: Partial<ModelConfig> | undefined, data: DataSet): ModelConfig {
  const described = data.items.some((item) => item.category?.length || item.brand || item.name);
  const config = { ...DEFAULT_CONFIG, contentBuckets: described ? 512 : 0, ...given };
  // Without sub-ids a model is for many shops, whose encoders differ.
  config.embeddingLength = config.subIds ? embeddingLength(data.items) : 0;
  return config;
}

/**
 * The same network with codes for so many items: up to 256 get one sub-id each, which is a plain table, few
 * get 32, many 16.
 * @param isGiven `subIds` was asked for.
 */
export function codedConfig(config: ModelConfig, items: number, isGiven: boolean): ModelConfig {
  if (items <= 256) return { ...config, subIds: 1, centroids: items };
  const isSmall = !isGiven && items <= SMALL_CATALOG && config.width % 64 === 0;
  return isSmall ? { ...config, subIds: 32 } : config;
}
