import { isObject } from '../../events/parse-field.js';
import { shopifyId } from './products.js';

const MAX_LINES = 200;
const MAX_CHARS = 100_000;

/** How many of each variant a request asks for: FormData, URLSearchParams, JSON or a query string. */
export function askedQuantities(sent: unknown): Map<string, unknown> {
  const asked = new Map<string, unknown>();
  const read = (line: unknown) => {
    const id = isObject(line) && shopifyId(line.id);
    if (id) asked.set(id, line.quantity ?? 1);
  };
  try {
    let body = sent;
    if (typeof body === 'string' && body.length < MAX_CHARS) {
      body = body.startsWith('{') ? JSON.parse(body) : new URLSearchParams(body);
    }
    if (body instanceof FormData || body instanceof URLSearchParams) {
      read({ id: body.get('id'), quantity: body.get('quantity') ?? undefined });
    } else if (isObject(body)) {
      const lines = Array.isArray(body.items) ? body.items : [body];
      lines.slice(0, MAX_LINES).forEach(read);
    }
  } catch {
    // The quantities stay unknown; the event is counted all the same.
  }
  return asked;
}
