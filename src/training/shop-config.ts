import { DEFAULT_CONFIG, type ModelConfig } from '../model/config.js';
import type { DataSet } from './data-set.js';
import { embeddingLength } from './item-embeddings.js';

/**
 * Small catalogs get one sub-id an item, which is a plain table; large ones sixteen. A log that says
 * something of its items gets a content table, one that has embeddings a projection.
 */
export function shopConfig(given: Partial<ModelConfig> | undefined, data: DataSet): ModelConfig {
  const described = data.items.some((item) => item.category?.length || item.brand || item.name);
  const config = { ...DEFAULT_CONFIG, contentBuckets: described ? 512 : 0, ...given };
  // Across shops no two encoders are alike.
  config.embeddingLength = config.subIds ? embeddingLength(data.items) : 0;
  const items = data.itemIds.length;
  return config.subIds && items <= 256 ? { ...config, subIds: 1, centroids: items } : config;
}
