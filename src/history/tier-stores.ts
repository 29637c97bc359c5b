import type { ConsentTier } from '../consent/consent-signal.js';
import type { EventStore } from './event-store.js';
import { lateStore } from './late-store.js';

/** The code of the stores, as `stores.ts` exports it. */
export interface StoreModule {
  indexedDbStore(name: string): EventStore;
  sessionStore(prefix: string): EventStore;
}

/** The tiers in which a history outlives the page. */
export const STORED_TIERS = ['persistent', 'session'] as const;
export type StoredTier = (typeof STORED_TIERS)[number];

/** The tier in force, and the store of each. */
export interface TierStores {
  /** Set by `tiers.ts` alone. */
  tier: ConsentTier;
  readonly byTier: Readonly<Record<StoredTier, EventStore>>;
  /** The store of the tier in force; undefined in `off` and `memory`. */
  active(): EventStore | undefined;
}

/** @param load is called when a store is first used. */
export function createTierStores(name: string, load: () => Promise<StoreModule>): TierStores {
  const stores: TierStores = {
    tier: 'off',
    byTier: {
      persistent: lateStore('indexeddb', async () => (await load()).indexedDbStore(name)),
      session: lateStore('session', async () => (await load()).sessionStore(`${name}:`)),
    },
    active: () => stores.byTier[stores.tier as StoredTier],
  };
  return stores;
}
