import type { ConsentTier } from '../consent/consent-signal.js';
import type { EventStore } from './event-store.js';
import { indexedDbStore } from './indexeddb-store.js';
import { FORGET, sessionStore } from './session-store.js';

/** Opens a store by its name or prefix. Tests bring their own. */
export interface StoreOpeners {
  indexedDbStore(name: string): EventStore;
  sessionStore(prefix: string): EventStore;
  localStore(prefix: string): EventStore;
}

export const BROWSER_STORES: StoreOpeners = {
  indexedDbStore,
  sessionStore,
  localStore: (prefix) => sessionStore(prefix, () => localStorage),
};

/** The tiers in which a history outlives the page. */
export const STORED_TIERS = ['persistent', 'session'] as const;
export type StoredTier = (typeof STORED_TIERS)[number];

/** The store of each tier. */
export interface TierStores {
  /** The tier in force. */
  tier(): ConsentTier;
  readonly byTier: Readonly<Record<StoredTier, EventStore>>;
  /** The store of the tier in force; undefined in `off` and `memory`. */
  active(): EventStore | undefined;
  /** What a page could not store in time where consent allows the database: any page of the shop takes it over. */
  readonly left: EventStore;
  /** What could not be deleted yet: any page of the shop deletes it before it reads. */
  readonly marks: EventStore;
}

export function createTierStores(
  name: string,
  tier: () => ConsentTier,
  open: StoreOpeners,
): TierStores {
  const byTier = {
    persistent: open.indexedDbStore(name),
    session: open.sessionStore(`${name}:`),
  };
  return {
    tier,
    byTier,
    active: () => byTier[tier() as StoredTier],
    left: open.localStore(`${name}:`),
    marks: open.localStore(name + FORGET),
  };
}
