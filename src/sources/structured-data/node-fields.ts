import { type Fields, isObject, parseText } from '../../events/parse-field.js';

/** Where the id of a product stands, the surest first. */
export const ID_FIELDS = [
  'productID',
  'sku',
  'gtin',
  'gtin13',
  'gtin12',
  'gtin14',
  'gtin8',
  'isbn',
  'mpn',
  'identifier',
  'id',
] as const;

/** In JSON-LD every value may be one thing or an array of them. */

export function first(input: unknown): unknown {
  return Array.isArray(input) ? input[0] : input;
}

export function listOf(input: unknown): unknown[] {
  return input === undefined ? [] : Array.isArray(input) ? input.slice(0, 200) : [input];
}

/** The things among them. */
export function nodesOf(input: unknown): Fields[] {
  return listOf(input).filter(isObject);
}

/** A field of the first thing there is. */
export function fieldOf(input: unknown, field: string): unknown {
  const thing = first(input);
  return isObject(thing) ? first(thing[field]) : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  amp: '&',
  lt: '<',
  gt: '>',
  apos: "'",
  nbsp: ' ',
};

/** Text that went through an HTML escape before it was put into a script. */
export function withoutEntities(text: string): string {
  return text.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(quot|amp|lt|gt|apos|nbsp));/gi,
    (all, hex: string, decimal: string, name: string) => {
      if (name) return ENTITIES[name.toLowerCase()];
      const code = hex ? Number.parseInt(hex, 16) : +decimal;
      return code > 0x10ffff ? all : String.fromCodePoint(code);
    },
  );
}

/** The first text there is, in one line; other values as they are. */
export function plain(input: unknown): unknown {
  const value = first(input);
  return typeof value === 'string'
    ? withoutEntities(value.slice(0, 2000)).replace(/\s+/g, ' ').trim()
    : value;
}

/** What a link adds to an address to count its clicks. */
const TRACKING = /^(utm_.*|[a-z]*clid|srsltid|_gl)$/;

/** An address, also as a node of that name; http(s) only. */
export function addressOf(address: unknown, base: string): URL | undefined {
  const one = first(address);
  const text = parseText(plain(isObject(one) ? one['@id'] : one), 2000);
  if (!text || !URL.canParse(text, base)) return undefined;
  const url = new URL(text, base);
  return /^https?:$/.test(url.protocol) ? url : undefined;
}

/** Path and query of an address, without what counts its clicks. */
export function addressPath(address: unknown, base: string): string | undefined {
  const url = addressOf(address, base);
  for (const name of [...(url?.searchParams.keys() ?? [])])
    if (TRACKING.test(name)) url?.searchParams.delete(name);
  return url && url.pathname + url.search;
}
