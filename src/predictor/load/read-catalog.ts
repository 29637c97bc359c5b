import type { Item } from '../../events/item.js';
import { isObject } from '../../events/parse-field.js';
import type { parseItem } from '../../events/parse-item.js';
import type { Pause } from '../../lib/async/turns.js';
import { shown } from '../../lib/bad-option.js';
import { PredictorError } from '../../lib/errors.js';
import { catalogItem } from './catalog-item.js';
import { describeFile } from './describe-file.js';

const MAX_ITEMS = 200_000;
const DEPTH = 5;
const ALLOWED = 'A catalog is products, a URL, a promise, or a function that gives one of these.';
/** Where answers of shops keep their products. */
const LISTS = [
  ...['products', 'items', 'data', 'results', 'catalog', 'catalogue', 'nodes', 'edges', 'records'],
  ...['hits', 'documents', 'entries', 'objects', 'collection', 'content', 'value', 'list', 'rows'],
];

/** What was read, and how many entries were not, with what is wrong with them. */
export interface ReadCatalog {
  items: Item[];
  refused: number;
  error?: PredictorError;
}

/**
 * Reads a catalog in any of the shapes in which shops have one: a list, an object that holds one, a map by
 * id, anything that can be iterated, now or later, or a function that gives one of these.
 * @param load the bytes of an address.
 * @param parse reads a product: every page has it already, so that this chunk need not.
 */
export async function readCatalog(
  given: unknown,
  load: (url: string) => Promise<ArrayBuffer>,
  pause: Pause,
  isStopped: () => boolean,
  parse: typeof parseItem,
): Promise<ReadCatalog> {
  let name = 'catalog';
  const read: ReadCatalog = { items: [], refused: 0, error: undefined };
  const fail = (what: string, cause?: unknown): ReadCatalog => {
    const message = `${name}: read ${read.items.length}, refused ${read.refused}: ${what}`;
    read.error = new PredictorError(
      'CATALOG_FAILED',
      name,
      cause ? { message, cause } : { message },
    );
    return read;
  };
  try {
    if (typeof given === 'function') name = 'catalog()';
    let value = await (typeof given === 'function' ? given() : given);
    if (typeof value === 'string' || value instanceof URL || value instanceof Response) {
      const isText = typeof value === 'string' && /^\s*[[{<]/.test(value);
      let file: ArrayBuffer;
      if (value instanceof Response) {
        name = value.url || name;
        if (!value.ok) return fail(`HTTP ${value.status}. Check the address.`);
        file = await value.arrayBuffer();
      } else if (isText) file = new TextEncoder().encode(String(value)).buffer;
      else {
        name = String(value);
        file = await load(name);
      }
      const text = new TextDecoder().decode(file);
      try {
        value = JSON.parse(text);
      } catch (thrown) {
        value = jsonLines(text);
        if (!value) return fail(`${notJson(file)} A catalog is JSON.`, thrown);
      }
    }
    const list = listOf(value);
    if (!list && !isObject(value)) {
      return fail(`it is ${shown(value)}. ${ALLOWED}`);
    }
    if (!list) {
      const keys = isObject(value) ? `an object with ${shown(Object.keys(value))}` : shown(value);
      return fail(`it is ${keys}. A catalog is a list of products, or { products: [...] }.`);
    }
    let example: unknown;
    let count = 0;
    for await (const raw of list) {
      if (count++ >= MAX_ITEMS)
        return fail(`more than ${MAX_ITEMS} products. The rest is left out.`);
      const item = itemOf(raw, parse);
      if (item) read.items.push(item);
      else {
        read.refused++;
        example ??= raw;
      }
      await pause();
      if (isStopped()) return read;
    }
    if (read.refused) {
      const of = isObject(example)
        ? `{ ${Object.keys(example).slice(0, 12).join(', ')} }`
        : shown(example);
      return fail(`no id, such as ${of}. Each product needs an "id" of 1 to 200 characters.`);
    }
    const isLiteral = Array.isArray(given);
    return count || isLiteral ? read : fail('it holds no products.');
  } catch (thrown) {
    const said = thrown instanceof PredictorError ? thrown.detail : Object(thrown).message;
    const why =
      typeof said === 'string' ? said.replace(`${name}: `, '').slice(0, 200) : shown(thrown);
    const isAddress = thrown instanceof PredictorError;
    return fail(`${why}.${isAddress ? ' Check the address.' : ''}`, thrown);
  }
}

function itemOf(raw: unknown, parse: typeof parseItem): Item | undefined {
  try {
    return parse(catalogItem(raw));
  } catch {
    // A getter or a proxy threw.
    return undefined;
  }
}

/** `{…}` a line. */
function jsonLines(text: string): unknown[] | undefined {
  try {
    const lines = text.split('\n').filter((line) => line.trim());
    return lines.length > 1 ? lines.map((line): unknown => JSON.parse(line)) : undefined;
  } catch {
    return undefined;
  }
}

function notJson(file: ArrayBuffer): string {
  const what = describeFile(file) ?? 'no text';
  const feed = what === 'XML' ? ': a feed as Google Merchant Center takes it is not read here' : '';
  return `it is ${what}${feed}.`;
}

type List = Iterable<unknown> | AsyncIterable<unknown>;

function listOf(value: unknown, depth = 0): List | undefined {
  if (!isObject(value) || depth > DEPTH) return undefined;
  if (value instanceof Map) return byId(value);
  if (Symbol.iterator in value || Symbol.asyncIterator in value) return value as unknown as List;
  for (const name of LISTS) {
    const inner = Object.hasOwn(value, name) ? listOf(value[name], depth + 1) : undefined;
    if (inner) return inner;
  }
  const entries = Object.entries(value);
  const isMap = entries.length && entries.every(([, one]) => isObject(one) && !Array.isArray(one));
  return isMap ? byId(entries) : undefined;
}

/** `{ 'SKU-1': { name } }`: the key is the id, where the entry has none. */
const byId = (entries: Iterable<[unknown, unknown]>): unknown[] =>
  [...entries].map(([id, one]) => (isObject(one) ? { id, ...one } : { id }));
