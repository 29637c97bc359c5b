import { inTime } from '../lib/async/in-time.js';
import { loadOnce } from '../lib/async/load-once.js';
import { PredictorError } from '../lib/errors.js';
import type { Stores, StoresContext, StoresStatus } from './history.js';

/** A chunk or a database that has not answered by then will not. */
export const TIMEOUT_MS = 5000;
export const RETRY_MS = 30_000;

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
export function createLateStores(context: Omit<StoresContext, 'failed'>): LateStores {
  const { environment, loadStores, onFault } = context.options;
  const failed = (reason: string, message?: string) =>
    new PredictorError('STORE_FAILED', reason, { message });
  const waiting: ((stores: Stores) => void)[] = [];
  let stores: Stores | undefined;
  let fault: string | undefined;
  let cancelRetry = () => {};
  let stopped = false;

  const [load, started] = loadOnce(async () => {
    cancelRetry();
    try {
      const { openStores } = await inTime(environment, TIMEOUT_MS, loadStores());
      stores = openStores({ ...context, failed });
    } catch (thrown) {
      const reason = String(Object(thrown).message);
      if (!stopped) cancelRetry = environment.after(RETRY_MS, start);
      if (reason !== fault) onFault?.(failed(reason));
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
