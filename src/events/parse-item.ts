import type { Item } from './item.js';
import { ownView } from '../lib/own.js';
import {
  isObject,
  parseCategory,
  parseId,
  parseName,
  parsePrice,
  parseUrl,
} from './parse-field.js';

/** Reads an item from an id or an object with one; never throws. Fields that cannot be read are left out. */
export function parseItem(input: unknown): Item | undefined {
  try {
    return itemFromFields(ownView(isObject(input) ? input : { id: input }));
  } catch {
    // A getter or a proxy threw.
    return undefined;
  }
}

function itemFromFields(fields: Readonly<Record<string, unknown>>): Item | undefined {
  const id = parseId(fields.id);
  if (!id) return undefined;
  const available = fields.available;
  const currency = /^[a-z]{3}$/i.exec(parseName(fields.currency, 4) ?? '')?.[0].toUpperCase();
  return pruned<Item>({
    id,
    aliases: parseAliases(fields.aliases, id),
    group: parseId(fields.group),
    name: parseName(fields.name, 300),
    brand: parseName(fields.brand, 100),
    category: parseCategory(fields.category),
    price: parsePrice(fields.price, currency),
    currency,
    available: typeof available === 'boolean' ? available : undefined,
    url: parseUrl(fields.url),
    image: parseUrl(fields.image, true),
    embedding: parseEmbedding(fields.embedding),
  });
}

/** Drops undefined fields, so that a later merge does not overwrite known ones. */
export function pruned<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  for (const key in fields) if (fields[key] === undefined) delete fields[key];
  return fields as T;
}

/** The item as it is stored with events: a vector would be larger than everything else. */
export function withoutEmbedding({ embedding: _, ...item }: Item): Omit<Item, 'embedding'> {
  return item;
}

/** At most this many further ids of one product are kept. */
export const MAX_ALIASES = 16;

function parseAliases(input: unknown, id: string): string[] | undefined {
  if (!Array.isArray(input)) return undefined;
  const ids = new Set(input.slice(0, MAX_ALIASES).map(parseId));
  const aliases = [...ids].filter((alias): alias is string => !!alias && alias !== id);
  return aliases.length ? aliases : undefined;
}

function parseEmbedding(input: unknown): number[] | undefined {
  if (!Array.isArray(input) && !ArrayBuffer.isView(input)) return undefined;
  const { length } = input as ArrayLike<unknown>;
  if (!length || length > 4096) return undefined;
  const vector = [...(input as Iterable<number>)];
  return vector.every(Number.isFinite) ? vector : undefined;
}
