import type { ShopEvent } from '../events/event.js';
import { parseStoredEvent } from '../events/parse-event.js';
import { isBeside } from './event-key.js';
import type { EventStore } from './event-store.js';

/** One item, everything before a time (ms), or everything. */
export type Forget = { item: string } | { before: number } | 'all';

/** Whether it can be read at all: who asks to forget must not believe that it was done when it was not. */
export function isForget(what: unknown): what is Forget {
  const { item, before } = Object(what) as Record<string, unknown>;
  return what === 'all' || typeof item === 'string' || typeof before === 'number';
}

export function isForgotten(what: Forget, event: ShopEvent): boolean {
  if (what === 'all') return true;
  return 'item' in what ? event.item === what.item : event.ts < what.before;
}

/** A record that stands beside the events tells when it began, and may name items. */
export function isToldBy(what: Exclude<Forget, 'all'>, record: unknown): boolean {
  if ('item' in what) return JSON.stringify(record).includes(JSON.stringify(what.item));
  return !(Object(record).since >= what.before);
}

/** Deletes in a store that may hold more than the page has read. @returns the keys that are gone. */
export async function forgetIn(store: EventStore, what: Forget, now: number): Promise<string[]> {
  if (what === 'all') return store.clear().then(() => []);
  const gone = (await store.load())
    .filter(([key, value]) => {
      if (isBeside(key)) return isToldBy(what, value);
      const event = parseStoredEvent(value, now);
      // What cannot be read cannot be shown to be something else.
      return !event || isForgotten(what, event);
    })
    .map(([key]) => key);
  if (gone.length) await store.remove(gone);
  return gone;
}
