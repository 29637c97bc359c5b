import { fitOf } from './field-names.js';
import { wordsOf } from './words-of.js';

type Values = Record<string, unknown>;

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** Lists of events in one record, and lists of the products of one event. */
const EVENT_LISTS = new Set(['events', 'hits', 'orders', 'action details']);
const ITEM_LISTS = new Set([
  'items',
  'products',
  'product',
  'line items',
  'lineitems',
  'order items',
  'order lines',
  'lines',
  'articles',
  'contents',
  'item details',
]);
/** Snowplow writes the maker and version of a schema into a key: `contexts_com_snowplowanalytics_snowplow_ecommerce_product_1`. */
const SCHEMA =
  /^(?:unstruct_event|contexts)_com_snowplowanalytics_snowplow_(?:ecommerce_)?(\w+)_\d+$/;

type ListKind = 'events' | 'items' | 'ids' | 'none';
const kinds = new Map<string, ListKind>();

/** What a list under this path is; remembered, for records of one log are alike. */
function listKind(path: string): ListKind {
  let kind = kinds.get(path);
  if (kind === undefined) {
    const leaf = path.slice(path.lastIndexOf('.') + 1);
    const words = wordsOf(leaf).join(' ');
    if (EVENT_LISTS.has(words)) kind = 'events';
    else if (ITEM_LISTS.has(words)) kind = 'items';
    else kind = fitOf(path, 'item') > 0 ? 'ids' : 'none';
    if (kinds.size < 10_000) kinds.set(path, kind);
  }
  return kind;
}

/**
 * Turns one record of JSON or Parquet into lines of plain values. Lists of events and of products become a line
 * each (OTTO's `events`, GA4's `items`, Segment's `properties.products`, Shopify's `line_items`), GA4's
 * `event_params` a value per key; other objects become `outer.inner`.
 */
export function flattenRecord(record: Values): Values[] {
  const { event_params: params, ...rest } = record;
  const lists: { path: string; kind: ListKind; entries: unknown[] }[] = [];
  const shared: Values = {};
  flat(rest, '', shared, (path, entries) => {
    const kind = entries.length ? listKind(path) : 'none';
    if (kind === 'none') return false;
    lists.push({ path, kind, entries });
    return true;
  });
  for (const param of objectsOf(entriesOf(params) ?? [])) {
    // One of string_value, int_value, float_value, double_value is set.
    const value = Object.values(isObject(param.value) ? param.value : {}).find((v) => v != null);
    if (typeof param.key === 'string') shared[param.key] ??= value;
  }
  const events = lists.find(({ kind, entries }) => kind === 'events' && objectsOf(entries).length);
  if (events) {
    return objectsOf(events.entries).flatMap((event) =>
      flattenRecord(event).map((line) => ({ ...shared, ...line })),
    );
  }
  const items = lists.find(({ kind, entries }) => kind === 'items' && objectsOf(entries).length);
  if (items) {
    return objectsOf(items.entries).map((item) => {
      const line = { ...shared };
      flat(item, `${items.path}.`, line, () => false);
      return line;
    });
  }
  const ids = lists.find(({ entries }) => !objectsOf(entries).length);
  if (ids) {
    // Prices and quantities in lists beside them are those of the products, one by one.
    const beside = Object.keys(shared).filter((path) => isBeside(path, shared[path], ids.entries));
    return ids.entries.map((id, i) => {
      const line: Values = { ...shared, [ids.path]: id };
      for (const path of beside) line[path] = (shared[path] as unknown[])[i];
      return line;
    });
  }
  return [shared];
}

const isBeside = (path: string, value: unknown, ids: unknown[]): boolean =>
  Array.isArray(value) &&
  value.length === ids.length &&
  /(?:^| )(?:prices?|quantity|quantities|qty)$/.test(wordsOf(path).join(' '));

/** Databases write the kind of a value around it: `{ "$date": … }` in MongoDB, `{ "S": … }` in DynamoDB. */
const KINDS = new Set([
  '$date',
  '$oid',
  '$numberLong',
  '$numberInt',
  '$numberDecimal',
  '$numberDouble',
  '$uuid',
  'S',
  'N',
  'BOOL',
]);

function bare(value: unknown): unknown {
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  return keys.length === 1 && KINDS.has(keys[0]) ? bare(value[keys[0]]) : value;
}

/** The entries of a list. Some writers of Parquet wrap it: `{ list: [{ element: … }] }`. */
function entriesOf(value: unknown): unknown[] | undefined {
  const list = isObject(value) && Array.isArray(value.list) ? value.list : value;
  if (!Array.isArray(list)) return undefined;
  return list.map((entry) => (isObject(entry) && 'element' in entry ? entry.element : entry));
}

const objectsOf = (entries: unknown[]): Values[] => entries.filter(isObject);

/** Writes `outer.inner` values; a list that `takes` answers for is left to it. */
function flat(
  record: Values,
  prefix: string,
  into: Values,
  takes: (path: string, entries: unknown[]) => boolean,
): void {
  for (const [own, kept] of Object.entries(record)) {
    const value = bare(kept);
    const key = own.length > 30 ? own.replace(SCHEMA, '$1') : own;
    if (typeof value !== 'object' || value === null) {
      into[prefix + key] = value;
      continue;
    }
    const entries = entriesOf(value);
    if (entries) {
      if (!takes(prefix + key, entries)) into[prefix + key] = entries;
    } else if (isObject(value)) flat(value, `${prefix}${key}.`, into, takes);
    else into[prefix + key] = value;
  }
}
