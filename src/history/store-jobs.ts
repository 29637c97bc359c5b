import { inTime } from '../lib/async/in-time.js';
import type { Environment } from '../lib/environment.js';
import { PredictorError } from '../lib/errors.js';
import { whenShown } from '../lib/page/when-shown.js';
import { RETRY_MS, TIMEOUT_MS } from './late-stores.js';

export type StoreJob = () => Promise<void>;

/** Work on a store, one job after another. A job that fails stays first and is tried again later. */
export interface StoreJobs {
  /** @param urgent before all others, and at once even while the store is failing: deletions. */
  run(job: StoreJob, urgent?: boolean): void;
  /** Why the store cannot be used at present. */
  fault(): string | undefined;
  /** Resolves when nothing is left to do, or nothing can be done for now. */
  idle(): Promise<void>;
  /** Resolves when no urgent job is left; rejects when one could not be done for now. */
  erased(): Promise<void>;
  stop(): void;
}

export function createStoreJobs(
  environment: Pick<Environment, 'after'>,
  onFault: (reason: string) => void,
): StoreJobs {
  const jobs: StoreJob[] = [];
  const urgentJobs = new Set<StoreJob>();
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
        urgentJobs.delete(job);
      } catch (thrown) {
        jobs.unshift(job);
        const reason = describe(thrown);
        const isNew = reason !== fault;
        fault = reason;
        if (!stopped) cancelRetry = environment.after(RETRY_MS, go);
        if (isNew) onFault(reason);
        return;
      }
    }
  };

  const idle = () => working ?? Promise.resolve();
  const begin = () => {
    cancelRetry();
    working ??= work().finally(() => {
      working = undefined;
    });
  };
  // A prerendered page stores nothing until it is shown. A deletion is done even after `stop()`.
  const go = () => void whenShown(begin);

  return {
    run(job, urgent) {
      if (urgent) {
        jobs.unshift(job);
        urgentJobs.add(job);
      } else jobs.push(job);
      if (urgent || !fault) go();
    },
    fault: () => fault,
    idle,
    async erased() {
      await idle();
      if (!urgentJobs.size) return;
      const reason = fault ?? 'the page is not shown yet';
      throw new PredictorError('STORE_FAILED', reason, {
        message: `Not deleted in the store yet: ${reason}. It is tried again while this page is open.`,
      });
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
