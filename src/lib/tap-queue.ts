import { wrapMethod } from './wrap-method.js';

/** A window, or anything else that holds arrays other scripts push to. */
export type QueueHost = Record<string, unknown>;

/**
 * Reads a queue such as `dataLayer`: what was pushed before, then every further push, after the
 * queue's own `push` has run and without changing what it returns. A reader that throws harms nobody.
 * @returns the undo; a wrapper that somebody put around ours keeps working.
 */
export function tapQueue(
  host: QueueHost,
  name: string,
  read: (entry: unknown) => void,
): () => void {
  const quietly = (entry: unknown) => {
    try {
      read(entry);
    } catch {}
  };
  try {
    host[name] ??= [];
    const queue = host[name];
    if (!Array.isArray(queue)) return () => {};
    const earlier = queue.slice();
    const stop = wrapMethod(queue, 'push', (entries, push) => {
      const result = push();
      entries.forEach(quietly);
      return result;
    });
    earlier.forEach(quietly);
    return stop;
  } catch {
    // A frozen queue or host: nothing can be read from it.
    return () => {};
  }
}
