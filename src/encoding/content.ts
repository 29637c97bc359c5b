import type { Item } from '../events/item.js';
import type { ModelConfig } from '../model/config.js';

/** A row of the content table and its weight in the sum. */
export interface ContentFeature {
  bucket: number;
  weight: number;
}

/**
 * An item's content as hashed features (the hashing trick, Weinberger et al. 2009): category path
 * prefixes, brand, price level, words of the name. In models without identities, and for items
 * without content, the id is one more feature, so that two items with the same content differ.
 */
export function contentFeatures(
  item: Item,
  {
    contentBuckets,
    subIds,
    embeddingLength,
  }: Pick<ModelConfig, 'contentBuckets' | 'subIds' | 'embeddingLength'>,
): ContentFeature[] {
  if (!contentBuckets) return [];
  const path = (item.category ?? []).map(plain);
  const fields: string[][] = [
    path.map((_, i) => `c:${path.slice(0, i + 1).join('/')}`),
    item.brand ? [`b:${plain(item.brand)}`] : [],
    item.price && item.price > 0 ? [`p:${Math.round(Math.log2(item.price) * 2)}`] : [],
    [...new Set(plain(item.name ?? '').match(/[\p{L}\p{N}]+/gu) ?? [])]
      .slice(0, 8)
      .map((w) => `t:${w}`),
  ];
  const isKnown =
    fields.some((names) => names.length) || item.embedding?.length === embeddingLength;
  if (!subIds || !isKnown) fields.push([`i:${item.id}`]);
  return fields.flatMap((names) =>
    // Each field has the same weight, however many parts it has.
    names.map((name) => ({
      bucket: hash(name) % contentBuckets,
      weight: 1 / Math.sqrt(names.length),
    })),
  );
}

const plain = (text: string) => text.trim().toLowerCase();

/** FNV-1a, 32 bits, with a final mix so that low bits are usable. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 15;
  return Math.imul(h, 0x2c1b3c6d) >>> 0;
}
