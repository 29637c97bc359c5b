import type { Fields } from '../../events/parse-field.js';

/** What of the structured data was not read, or not as it stands. `nextaisle doctor` makes sentences of it. */
export type MarkupNote =
  /** JSON that is broken; `fault` where it could not be mended either. */
  | { kind: 'json'; place: string; text: string; strict: unknown; fault?: unknown }
  | { kind: 'long'; place: string; length: number }
  /** More objects than are read. */
  | { kind: 'many' }
  /** A product without any id. */
  | { kind: 'id'; place?: string; node: Fields }
  /** The fields of a product under a type that is none. */
  | { kind: 'type'; place?: string; node: Fields }
  /** Several products, none surely the page's own: no view is reported. */
  | { kind: 'several'; ids: readonly string[] }
  /** One product, on a page that is no product's. */
  | { kind: 'elsewhere'; id: string };
