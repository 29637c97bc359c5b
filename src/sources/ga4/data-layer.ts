import { type Fields, isObject } from '../../events/parse-field.js';

const MAX_CHARS = 200_000;
const MAX_KEYS = 200;
const MAX_DEPTH = 4;
const PREFIX = 'ecommerce.';

/** What one push says, together with what earlier ones left for it. */
export interface Push {
  /** Of the event, if the push is one. */
  event?: string;
  /** The `ecommerce` of this push itself. */
  own?: Fields;
  /** With what was pushed since the event before. */
  merged?: Fields;
  /** What the event before was told with: the page may not have said it again. */
  before?: Fields;
}

/**
 * Tag Manager's data layer as a state: what is pushed without an event waits for one, objects are merged,
 * and so are the items of two pushes unless they are other items; `ecommerce: null` clears. What an event
 * was told with is not merged into the next one, although Tag Manager would: an order after a list of ten
 * would be one of ten products. https://github.com/google/data-layer-helper
 */
export function createDataLayer() {
  let waiting: Fields | undefined;
  let before: Fields | undefined;
  return {
    /** A function was pushed, which may change the state as it likes. */
    forget() {
      waiting = before = undefined;
    },
    push(entry: Fields): Push {
      const own = ecommerceIn(entry);
      if (own === null || entry._clear === true) waiting = before = undefined;
      if (own) waiting = waiting ? merge(waiting, own) : own;
      const push = { own: own ?? undefined, merged: waiting, before };
      return typeof entry.event === 'string' ? { ...push, event: entry.event } : push;
    },
    /** An event was told with what waited. */
    use() {
      before = waiting ?? before;
      waiting = undefined;
    },
  };
}

/** `null` where the push clears it, `undefined` where it says nothing of it. */
function ecommerceIn(entry: Fields): Fields | null | undefined {
  let found: unknown;
  let isTold = Object.hasOwn(entry, 'ecommerce');
  if (isTold) found = fromJson(entry.ecommerce);
  // `ecommerce.items` is a path in it.
  for (const key of Object.keys(entry).slice(0, MAX_KEYS)) {
    if (!key.startsWith(PREFIX)) continue;
    isTold = true;
    const path = key.slice(PREFIX.length).split('.').slice(0, MAX_DEPTH);
    const nested = path.reduceRight<unknown>((value, name) => ({ [name]: value }), entry[key]);
    found = merge(isObject(found) ? found : {}, nested as Fields);
  }
  if (!isTold) return undefined;
  if (!isObject(found)) return null;
  const ecommerce = Array.isArray(found) ? { items: found } : found;
  const items = fromJson(ecommerce.items);
  return items === ecommerce.items ? ecommerce : { ...ecommerce, items };
}

/** Some write it as text. */
export function fromJson(input: unknown): unknown {
  if (typeof input !== 'string' || input.length > MAX_CHARS || !/^\s*[[{]/.test(input))
    return input;
  try {
    return JSON.parse(input);
  } catch {
    return input;
  }
}

function merge(before: Fields, next: Fields, depth = 0): Fields {
  const merged: Record<string, unknown> = { ...before };
  for (const key of Object.keys(next).slice(0, MAX_KEYS)) {
    if (key === '__proto__') continue;
    merged[key] = mergeValue(merged[key], next[key], depth);
  }
  return merged;
}

function mergeValue(old: unknown, value: unknown, depth: number): unknown {
  if (!isObject(old) || !isObject(value) || depth > MAX_DEPTH) return value;
  if (Array.isArray(old) !== Array.isArray(value)) return value;
  if (!Array.isArray(old) || !Array.isArray(value)) return merge(old, value, depth + 1);
  // By index, as Tag Manager does, as long as they are the same items.
  const parts = value.slice(0, MAX_KEYS);
  const areOthers = parts.some((part, i) => idOf(part) && idOf(part) !== idOf(old[i]));
  if (areOthers) return value;
  return [
    ...parts.map((part, i) => mergeValue(old[i], part, depth + 1)),
    ...old.slice(parts.length, MAX_KEYS),
  ];
}

function idOf(item: unknown): unknown {
  return isObject(item) ? (item.item_id ?? item.id ?? item.item_name ?? item.name) : item;
}
