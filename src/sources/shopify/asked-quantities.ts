import { type Fields, isObject } from '../../events/parse-field.js';
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
    const lines =
      body instanceof FormData || body instanceof URLSearchParams ? ofPairs(body) : ofJson(body);
    for (const { id: input, quantity } of lines.slice(0, MAX_LINES)) {
      const id = shopifyId(input);
      if (id) asked.set(id, [...(asked.get(id) ?? []), quantity ?? 1]);
    }
  } catch {
    // The quantities stay unknown; the event is counted all the same.
  }
  return asked;
}

function ofJson(body: unknown): Fields[] {
  if (!isObject(body)) return [];
  const lines: unknown = Array.isArray(body) ? body : (body.items ?? [body]);
  const updates = isObject(body.updates) ? Object.entries(body.updates) : [];
  return [
    ...(Array.isArray(lines) ? lines.filter(isObject) : []),
    ...updates.map(([id, quantity]) => ({ id, quantity })),
  ];
}

function ofPairs(pairs: Iterable<[string, unknown]>): Fields[] {
  let line: Record<string, unknown> = {};
  let place = '';
  const lines = [line];
  for (const [name, value] of pairs) {
    // `items[0][id]`, `items[][id]`, `id[]`
    const parts = name.split(/[[\]]+/, 4).filter(Boolean);
    const field = parts.pop() ?? '';
    const at = parts.join();
    if (at === 'updates') lines.push({ id: field, quantity: value });
    else if (field === 'id' || field === 'quantity') {
      // Of two fields of one form the last counts, of a list each is the next.
      if (at !== place || (at && Object.hasOwn(line, field))) {
        line = {};
        lines.push(line);
      }
      place = at;
      line[field] = value;
    }
  }
  return lines;
}
