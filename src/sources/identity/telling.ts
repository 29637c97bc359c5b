import type { ActionType, ShopEventSource } from '../../events/event.js';
import type { Item } from '../../events/item.js';
import { isObject, parseId } from '../../events/parse-field.js';
import { parseItem } from '../../events/parse-item.js';
import type { Told } from '../source.js';
import { type IdParts, partsOfId } from './id-patterns.js';

/** One mention of a product by one source on the page that is open. */
export interface Telling {
  source: ShopEventSource;
  item: Item;
  id: string;
  /** What the id is built of, where it is. */
  parts?: IdParts;
  /** Further ids that the source states beside it: an article number, a barcode. */
  codes: readonly string[];
  /** Comparable: see `plainName`. */
  name: string;
  price?: number;
  /** Path and query of the product's own page, as far as the source says it. */
  url?: string;
  /** What the shopper did; undefined where the product is only shown. */
  act?: ActionType;
  /** The first look that this source reports on this page: most likely at the page's own product. */
  isFirstLook: boolean;
  /** Milliseconds, monotonic. */
  at: number;
  /** What two mentions of one product have at least one of in common. */
  keys: ReadonlySet<string>;
}

const MAX_CODES = 16;
const PREFIX = /^(?:sku|mpn|gtin\d{0,2}|isbn|upc|ean):/i;

/** @returns undefined when no product is mentioned. */
export function readTelling(
  { raw, isEvent, source }: Told,
  at: number,
  urlOf: (url: string) => string | undefined,
): Telling | undefined {
  const fields = isObject(raw) ? raw : {};
  const given = isEvent ? fields.item : raw;
  const item = given == null ? undefined : parseItem(given);
  if (!item) return undefined;
  const stated = isObject(given) && Array.isArray(given.codes) ? given.codes : [];
  const codes = [...(item.aliases ?? []), ...stated.slice(0, MAX_CODES).map(parseId)];
  const act = isEvent ? (fields.type === 'view' ? 'click' : fields.type) : undefined;
  return {
    source,
    item,
    id: item.id,
    parts: partsOfId(item.id),
    codes: [...new Set(codes.flatMap((code) => code?.replace(PREFIX, '') || []))],
    name: plainName(item.name),
    price: item.price,
    url: item.url === undefined ? undefined : urlOf(item.url),
    act: act as ActionType | undefined,
    isFirstLook: false,
    keys: new Set(),
    at,
  };
}

/** @param page its address, which a first look that has no other stands for. */
export function keysOf(
  { id, parts, codes, name, url, isFirstLook }: Telling,
  page: string | undefined,
): Set<string> {
  const { product = '', variant = '' } = parts ?? {};
  const place = url ?? (isFirstLook && page ? page : '');
  const keys = new Set([id, ...codes, product, variant, place, name && `name ${name}`]);
  keys.delete('');
  return keys;
}

/** Letters and digits only: sources differ in case, blanks, quotes and entities. */
function plainName(name = ''): string {
  return name
    .replace(/&(?:#\d{1,4}|[a-z]{2,6});/gi, ' ')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
