import type { ConsentTier } from '../consent/consent-signal.js';
import type { ShopEvent } from '../events/event.js';
import { inTime } from '../lib/async/in-time.js';
import { loadOnce } from '../lib/async/load-once.js';
import { PredictorError } from '../lib/errors.js';
import type { EventStore } from './event-store.js';
import type { Forget } from './forget.js';
import type { HistoryOptions } from './history.js';
import type { Entry, Timeline } from './timeline.js';

/** A chunk or a database that has not answered by then will not. */
export const TIMEOUT_MS = 5000;
export const RETRY_MS = 30_000;

/** What a history shares with its stores. */
export interface StoresContext {
  name: string;
  timeline: Timeline;
  /** The tier in force. */
  tier(): ConsentTier;
  /** Drops what is too old or too much. */
  expire(): void;
  options: HistoryOptions;
}

/** The history beyond this page: stored, and shared with other tabs. */
export interface Stores {
  /** `null` deletes. Does nothing while no store is allowed. */
  save(key: string, event: ShopEvent | null): void;
  /** Follows the tier, which has changed; called while the timeline is still that of `before`. */
  move(before: ConsentTier, next: ConsentTier, decided?: boolean): void;
  /** @param gone what was deleted in memory. */
  forget(what: Forget, gone: readonly Entry[]): void;
  /** The store of the tier in force. */
  active(): EventStore | undefined;
  momentRecords(): Promise<unknown[]>;
  status(): StoresStatus;
  /** Resolves when nothing is left to do, or nothing can be done for now. */
  flushed(): Promise<void>;
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

export interface LateStores {
  /** The stores, if they are loaded. */
  now(): Stores | undefined;
  /** Rejects when they cannot be loaded for now. */
  load(): Promise<Stores>;
  /** Calls at once, or when the stores are loaded; a failed load is tried again later. */
  tell(call: (stores: Stores) => void): void;
  status(): Partial<StoresStatus>;
  flushed(): Promise<void>;
  stop(): void;
}

/** The stores of a history, whose code is loaded at first use: a page that may store nothing does without it. */
export function createLateStores(context: StoresContext): LateStores {
  const { environment, loadStores, onFault } = context.options;
  const waiting: ((stores: Stores) => void)[] = [];
  let stores: Stores | undefined;
  let fault: string | undefined;
  let cancelRetry = () => {};
  let stopped = false;

  const [load, started] = loadOnce(async () => {
    cancelRetry();
    try {
      const { openStores } = await inTime(environment, TIMEOUT_MS, loadStores());
      stores = openStores(context);
    } catch (thrown) {
      const reason = String(Object(thrown).message);
      if (!stopped) cancelRetry = environment.after(RETRY_MS, start);
      if (reason !== fault) onFault?.(new PredictorError('STORE_FAILED', reason));
      fault = reason;
      throw thrown;
    }
    for (const call of waiting) call(stores);
    return stores;
  });
  const start = () => void load().catch(() => {});
  const whenLoaded = (call: (stores: Stores) => void | Promise<void>) =>
    stores ? call(stores) : started()?.then(call, () => {});

  return {
    now: () => stores,
    load,
    tell(call) {
      if (stores) return call(stores);
      waiting.push(call);
      start();
    },
    status: () => stores?.status() ?? { fault },
    flushed: async () => whenLoaded((loaded) => loaded.flushed()),
    stop() {
      stopped = true;
      cancelRetry();
      // What waits is still done: it may be a deletion.
      whenLoaded((loaded) => loaded.stop());
    },
  };
}
