import { DEFAULT_CONFIG, type ModelConfig } from '../../model/config.js';
import type { DataSet } from '../data/data-set.js';
import { embeddingLength } from '../network/item-embeddings.js';

/**
 * Up to here an item has 32 bytes, which lose less (REES46: 1.6% of recall and not 3.6%). Its 6,493 items with
 * categories make a file of 348 KB gzipped.
 */
const SMALL_CATALOG = 8192;

/**
 * Tiny catalogs get one sub-id an item, which is a plain table; small ones 32; large ones 16. A log that says
 * something of its items gets a content table, one that has embeddings a projection.
 */
export function shopConfig(given: Partial<ModelConfig> | undefined, data: DataSet): ModelConfig {
  const items = data.itemIds.length;
  const described = data.items.some((item) => item.category?.length || item.brand || item.name);
  const config = { ...DEFAULT_CONFIG, contentBuckets: described ? 512 : 0, ...given };
  if (given?.subIds === undefined && items <= SMALL_CATALOG && config.width % 64 === 0)
    config.subIds = 32;
  // Across shops no two encoders are alike.
  config.embeddingLength = config.subIds ? embeddingLength(data.items) : 0;
  return config.subIds && items <= 256 ? { ...config, subIds: 1, centroids: items } : config;
}
