import { isObject, parseText } from '../../events/parse-field.js';

/** In JSON-LD every value may be one thing or an array of them. */

export function first(input: unknown): unknown {
  return Array.isArray(input) ? input[0] : input;
}

export function listOf(input: unknown): unknown[] {
  return input === undefined ? [] : Array.isArray(input) ? input.slice(0, 200) : [input];
}

/** A field of the first thing there is. */
export function fieldOf(input: unknown, field: string): unknown {
  const thing = first(input);
  return isObject(thing) ? first(thing[field]) : undefined;
}

/** Path and query of an address, http(s) only. */
export function addressPath(address: unknown, base: string): string | undefined {
  const text = parseText(first(address), 2000);
  if (!text) return undefined;
  try {
    const url = new URL(text, base);
    return /^https?:$/.test(url.protocol) ? url.pathname + url.search : undefined;
  } catch {
    return undefined;
  }
}
