import type { ShopEvent } from '../events/event.js';

/** One item, everything before a time (ms), or everything. */
export type Forget = { item: string } | { before: number } | 'all';

/** False for what cannot be read, or is both: the caller must not believe that something was deleted. */
export function isForget(what: unknown): what is Forget {
  const { item, before } = Object(what) as Partial<Record<string, number>>;
  // No number equals itself as NaN does not.
  return what === 'all' || (typeof item === 'string') !== (before === +before!);
}

export function isForgotten(what: Forget, event: ShopEvent): boolean {
  // What cannot be read is all of it, as it is for what an earlier page marked.
  const { item, before = Infinity } = what as { item?: string; before?: number };
  return item === undefined ? event.ts < before : event.item === item;
}
