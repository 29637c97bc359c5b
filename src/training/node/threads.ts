import { Worker } from 'node:worker_threads';
import { PredictorError } from '../../lib/errors.js';
import type { ThreadReply, GradientThreads } from '../fit/gradient-threads.js';

/** What a thread starts with. */
export interface ThreadData {
  wasmFolder: string;
}

/**
 * Threads that share the work of training. Each runs the command line's own file, which serves gradients where
 * it is not the main thread.
 */
export function startThreads(
  count: number,
  file: string,
  wasmFolder: string,
): GradientThreads & { end(): Promise<void> } {
  const workerData: ThreadData = { wasmFolder };
  const threads = Array.from({ length: count }, () => createThread(file, workerData));
  return {
    count,
    shared: (length) => new Float32Array(new SharedArrayBuffer(4 * length)),
    setUp(setup) {
      for (const { worker } of threads) worker.postMessage({ setup });
    },
    compute: (thread, task) => threads[thread].ask(task),
    async end() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

/** One thread, which answers one task at a time. */
function createThread(file: string, workerData: ThreadData) {
  const worker = new Worker(file, { workerData });
  let failed: PredictorError | undefined;
  let waiting: { resolve(reply: ThreadReply): void; reject(error: Error): void } | undefined;
  const fail = (why: string) => {
    failed ??= new PredictorError('BACKEND_UNAVAILABLE', '--threads', {
      message: `A training thread ended (${why}). Go on with --resume --threads 1.`,
    });
    waiting?.reject(failed);
  };
  worker.on('message', (reply: ThreadReply) => waiting?.resolve(reply));
  worker.on('error', (error) => fail(error.message));
  worker.on('exit', (code) => fail(`exit ${code}`));
  return {
    worker,
    ask: (task: unknown) =>
      new Promise<ThreadReply>((resolve, reject) => {
        waiting = { resolve, reject };
        if (failed) reject(failed);
        else worker.postMessage({ task });
      }),
  };
}
