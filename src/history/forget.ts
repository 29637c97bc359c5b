import type { ShopEvent } from '../events/event.js';

/** One item, everything before a time (ms), or everything. */
export type Forget = { item: string } | { before: number } | 'all';

/** False for what cannot be read: the caller must not believe that something was deleted. */
export function isForget(what: unknown): what is Forget {
  const { item, before } = Object(what) as Record<string, unknown>;
  return what === 'all' || typeof item === 'string' || typeof before === 'number';
}

export function isForgotten(what: Forget, event: ShopEvent): boolean {
  if (what === 'all') return true;
  return 'item' in what ? event.item === what.item : event.ts < what.before;
}
