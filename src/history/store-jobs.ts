import { inTime } from '../lib/async/in-time.js';
import type { Environment } from '../lib/environment.js';
import { whenShown } from '../lib/page/when-shown.js';
import type { HistoryOptions, StoresContext } from './history.js';
import { RETRY_MS, TIMEOUT_MS } from './late-stores.js';

export type StoreJob = () => Promise<void>;

/** Work on a store, one job after another. A job that fails stays first and is tried again later. */
export interface StoreJobs {
  run(job: StoreJob): void;
  /**
   * Before all other work, and at once even while the store is failing.
   * @param what is deleted, in words.
   */
  runDeletion(job: StoreJob, what: string): void;
  /** Why the store cannot be used at present. */
  fault(): string | undefined;
  /** Resolves when nothing is left to do, or nothing can be done for now. */
  idle(): Promise<void>;
  /** Resolves when nothing is left to be deleted; rejects when that could not be done for now, or not in time. */
  erased(): Promise<void>;
  stop(): void;
}

/**
 * @param failed makes the error.
 * @param onPause nothing is left to do, or nothing can be done for now, or in time.
 */
export function createStoreJobs(
  environment: Pick<Environment, 'after'>,
  failed: StoresContext['failed'],
  onFault: HistoryOptions['onFault'],
  onPause: () => void,
): StoreJobs {
  const jobs: StoreJob[] = [];
  /** Those of the jobs that delete, with what they delete. */
  const deletions = new Map<StoreJob, string>();
  let working: Promise<void> | undefined;
  let fault: string | undefined;
  let cancelRetry = () => {};
  let stopped = false;

  const work = async () => {
    // What one task appends is written at once.
    await null;
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      try {
        await inTime(environment, TIMEOUT_MS, job());
        fault = undefined;
        deletions.delete(job);
      } catch (thrown) {
        // Deletions come first; the one that failed after the others, whose store may be another.
        jobs.splice(deletions.size - +deletions.has(job), 0, job);
        const reason = describe(thrown);
        const isNew = reason !== fault;
        fault = reason;
        if (!stopped) cancelRetry = environment.after(RETRY_MS, go);
        if (isNew) onFault?.(failed(reason));
        break;
      }
    }
    working = undefined;
    onPause();
  };

  const idle = () => working ?? Promise.resolve();
  const begin = () => {
    cancelRetry();
    working ??= work();
  };
  // A prerendered page stores nothing until it is shown. A deletion is done even after `stop()`.
  const go = () => void whenShown(begin);

  return {
    run(job) {
      jobs.push(job);
      if (!fault) go();
    },
    runDeletion(job, what) {
      jobs.unshift(job);
      deletions.set(job, what);
      go();
    },
    fault: () => fault,
    idle,
    async erased() {
      if (!deletions.size) return;
      // Each job has a limit of its own, and they may be many.
      await inTime(environment, TIMEOUT_MS, idle()).catch(() => {});
      if (!deletions.size) return;
      onPause();
      const reason = fault ?? (working ? 'no answer' : 'the page is not shown yet');
      throw failed(
        reason,
        `Not deleted yet: ${[...deletions.values()]} (${reason}). It is tried again.`,
      );
    },
    stop() {
      stopped = true;
      cancelRetry();
    },
  };
}

/** A DOMException is known by its name (QuotaExceededError), anything else by what it says. */
function describe(thrown: unknown): string {
  if (thrown instanceof DOMException) return thrown.name;
  return thrown instanceof Error ? thrown.message : String(thrown);
}
