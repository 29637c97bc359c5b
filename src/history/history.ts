/*
 * This room keeps a shopper's events: in memory (`timeline.ts`) and, as far as consent allows, in
 * IndexedDB or the tab's session storage. `tiers.ts` moves between consent tiers, and
 * `create-history.ts` puts what a page always needs together. What deals with stores and other tabs is a
 * chunk: `late-stores.ts` loads it when consent first allows a store, `stores.ts` is its door.
 */

import type { ConsentTier } from '../consent/consent-signal.js';
import type { ShopEvent } from '../events/event.js';
import type { Environment } from '../lib/environment.js';
import type { PredictorError } from '../lib/errors.js';
import type { EventStore } from './event-store.js';
import type { Forget } from './forget.js';
import type { Retention } from './retention.js';
import type { Entry, Timeline } from './timeline.js';

/** What changed the history: an event of this page, a read store, another tab, `forget()`, consent. */
export type HistoryCause = 'append' | 'load' | 'tab' | 'forget' | 'tier';

/** Where the history is kept, and how much of it. */
export interface HistoryStatus {
  tier: ConsentTier;
  /** Where events are kept at present. */
  store: 'none' | 'memory' | EventStore['kind'];
  /** Why events are kept in memory although consent allows more. */
  reason?: string;
  events: number;
  /** Changes that the store does not have yet. */
  unsaved: number;
  /** Records in the store that could not be read and were deleted. */
  corrupt: number;
  /** Events dropped by age or number. */
  expired: number;
}

/** Everything that is kept of this shopper, as `exportData()` hands it out. */
export interface HistoryExport {
  format: 'nextaisle-history';
  version: 1;
  /** When, in milliseconds since the Unix epoch. */
  exported: number;
  events: readonly ShopEvent[];
  /** Why the store could not be read: what it may have besides is not in here. */
  missing?: string;
}

export interface HistoryOptions {
  environment: Environment;
  tier: ConsentTier;
  /** See `setTier`. */
  decided?: boolean;
  /** Keeps shops and markets apart on one origin. Default `default`. */
  namespace?: string;
  retention?: Retention;
  sessionMs?: number;
  onChange?: (cause: HistoryCause) => void;
  onFault?: (error: PredictorError) => void;
  /** Loads the code of the stores, when consent first allows one or something has to be deleted. */
  loadStores(): Promise<StoreModule>;
}

export interface History {
  /** Oldest first; the same array until something changes. */
  events(): readonly ShopEvent[];
  /** The events that came from the store or another tab. */
  eventsOfOtherPages(): readonly ShopEvent[];
  /** False when consent allows nothing. */
  append(event: ShopEvent): boolean;
  /** Replaces each event that `change` returns another one for, here and in the store. */
  amend(change: (event: ShopEvent) => ShopEvent): void;
  /**
   * Down: keeps only what this page itself saw and the tier allows, deletes it from the higher store.
   * Up: reads the store and writes what was kept in memory.
   * @param decided the shopper chose it: stores above the tier are emptied, even those this page never
   * used. A consent default deletes only this page's events.
   */
  setTier(tier: ConsentTier, decided?: boolean): void;
  /** Deletes here, in every store and in other tabs, whatever the tier. */
  forget(what: Forget): void;
  /** Resolves when no deletion is outstanding; rejects when one could not be done for now. */
  erased(): Promise<void>;
  exportData(): HistoryExport;
  /** The active store, for moment records; undefined in `off` and `memory`. Rejects if it cannot be loaded. */
  store(): Promise<EventStore | undefined>;
  /** The moment records in the active store. */
  momentRecords(): Promise<unknown[]>;
  status(): HistoryStatus;
  /** Resolves when everything is read and written, or cannot be for now. */
  flushed(): Promise<void>;
  destroy(): void;
}

/** What a history shares with its stores. */
export interface StoresContext {
  name: string;
  timeline: Timeline;
  /** The tier in force. */
  tier(): ConsentTier;
  /** Drops what is too old or too much. */
  expire(): void;
  /** Makes the error of a store: the script tag's chunk of the stores needs no class of its own. */
  failed(reason: string, message?: string): PredictorError;
  options: HistoryOptions;
}

/** The history beyond this page: stored, and shared with other tabs. */
export interface Stores {
  /** `null` deletes. Does nothing while no store is allowed. */
  save(key: string, event: ShopEvent | null): void;
  /** Follows the tier, which has changed; called while the timeline is still that of `before`. */
  isUnsaved(key: string): boolean;
  move(before: ConsentTier, next: ConsentTier, decided?: boolean): void;
  /** @param gone what was deleted in memory. */
  forget(what: Forget, gone: readonly Entry[]): void;
  /** The store of the tier in force. Rejects while something in it is to be deleted first. */
  active(): Promise<EventStore | undefined>;
  /** When all that the page can have is read. Rejects like `active`. */
  momentRecords(): Promise<unknown[]>;
  status(): StoresStatus;
  /** Resolves when nothing is left to do, or nothing can be done for now. */
  flushed(): Promise<void>;
  /** Rejects when a deletion could not be done for now: it is tried again. */
  erased(): Promise<void>;
  /** Lets go of the page and of handles. */
  stop(): void;
}

export interface StoresStatus {
  /** Why the store cannot be used at present. */
  fault?: string;
  unsaved: number;
  corrupt: number;
}

/** The code of the stores, as `stores.ts` exports it. */
export interface StoreModule {
  openStores(context: StoresContext): Stores;
}
