import type { ShopEvent } from '../events/event.js';
import { parseStoredEvent } from '../events/parse-event.js';
import { isBeside } from './event-key.js';
import type { EventStore } from './event-store.js';
import type { HistoryOptions } from './history.js';
import type { Incoming } from './incoming.js';
import type { StoreSync } from './store-sync.js';
import { STORED_TIERS } from './tier-stores.js';
import type { Timeline } from './timeline.js';

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

/** A moment record has the time of its first count as `since`, and may name items anywhere in it. */
export function isToldBy(what: Exclude<Forget, 'all'>, record: unknown): boolean {
  if ('item' in what) return JSON.stringify(record).includes(JSON.stringify(what.item));
  return !(Object(record).since >= what.before);
}

/** Deletes in memory, in every store and in other tabs, whatever the tier. */
export function forgetter(
  timeline: Timeline,
  sync: StoreSync,
  incoming: Incoming,
  options: Pick<HistoryOptions, 'environment' | 'onChange'>,
): (what: Forget) => void {
  return (what) => {
    incoming.discard();
    sync.drop(timeline.keep(({ event }) => !isForgotten(what, event)));
    for (const tier of STORED_TIERS)
      sync.erase(tier, (store) => forgetIn(store, what, options.environment.now()), what === 'all');
    options.onChange?.('forget');
  };
}

/** A store may hold more than this page has read. @returns the deleted keys; none where all are. */
async function forgetIn(store: EventStore, what: Forget, now: number): Promise<string[]> {
  if (what === 'all') return store.clear().then(() => []);
  const gone = (await store.load())
    .filter(([key, value]) => {
      if (isBeside(key)) return isToldBy(what, value);
      const event = parseStoredEvent(value, now);
      // A record that cannot be read may be what has to be forgotten.
      return !event || isForgotten(what, event);
    })
    .map(([key]) => key);
  if (gone.length) await store.remove(gone);
  return gone;
}
