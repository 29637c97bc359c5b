import { isObject } from '../../events/parse-field.js';
import { shopifyId } from './products.js';

const MAX_LINES = 200;
const MAX_CHARS = 100_000;

/**
 * How many of each variant a request asks for, line by line: FormData, URLSearchParams, JSON or a query
 * string, of one product (`id`), of several (`items[0][id]`) or of the whole cart (`updates[70]`).
 */
export function askedQuantities(sent: unknown): Map<string, unknown[]> {
  const asked = new Map<string, unknown[]>();
  try {
    let body = sent;
    if (typeof body === 'string' && body.length < MAX_CHARS) {
      body = /^\s*[[{]/.test(body) ? JSON.parse(body) : new URLSearchParams(body);
    }
    if (body instanceof FormData || body instanceof URLSearchParams) body = nested(body);
    const { items, updates } = Object(body);
    const changed = Object.entries(updates ?? {}).map(([id, quantity]) => ({ id, quantity }));
    for (const line of [[body, items].flat(), changed].flat().slice(0, MAX_LINES)) {
      const id = isObject(line) && shopifyId(line.id);
      if (id) asked.set(id, [...(asked.get(id) ?? []), line.quantity ?? 1]);
    }
  } catch {
    // The quantities stay unknown; the event is counted all the same.
  }
  return asked;
}

/** `items[0][id]`, `items[][id]`, `id[]` and `id` as JSON has them; of two fields of one name the last counts. */
function nested(pairs: Iterable<[string, unknown]>): unknown {
  const groups: Record<string, Record<string, unknown>> = Object.create(null);
  for (const [name, value] of pairs) {
    const parts = name.split(/[[\]]+/, 4).filter(Boolean);
    const field = parts.pop() ?? '';
    groups[parts.join()] ??= {};
    groups[parts.join()][field] = value;
  }
  return { items: Object.values(groups), updates: groups.updates };
}
