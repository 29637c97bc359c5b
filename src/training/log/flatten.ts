type Values = Record<string, unknown>;

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/**
 * Turns one record of JSON or Parquet into lines of plain values. OTTO's `events` and GA4's `items` become a
 * line each, GA4's `event_params` a value per key; other objects become `outer.inner`.
 */
export function flattenRecord(record: Values): Values[] {
  const { events, items, event_params: params, ...rest } = record;
  const shared = flat(rest, '');
  for (const param of listOf(params)) {
    // One of string_value, int_value, float_value, double_value is set.
    const value = Object.values(isObject(param.value) ? param.value : {}).find((v) => v != null);
    if (typeof param.key === 'string') shared[param.key] ??= value;
  }
  const lines = [...listOf(events), ...listOf(items).map((item) => flat(item, 'items.'))];
  if (!lines.length) return [shared];
  return lines.map((line) => ({ ...shared, ...line }));
}

/** Some writers of Parquet wrap a list: `{ list: [{ element: … }] }`. */
function listOf(value: unknown): Values[] {
  const list = isObject(value) && Array.isArray(value.list) ? value.list : value;
  if (!Array.isArray(list)) return [];
  return list.map((entry) => (isObject(entry?.element) ? entry.element : entry)).filter(isObject);
}

function flat(record: Values, prefix: string): Values {
  const values: Values = {};
  for (const [key, value] of Object.entries(record)) {
    if (isObject(value)) Object.assign(values, flat(value, `${prefix}${key}.`));
    else values[prefix + key] = value;
  }
  return values;
}
