import { wrapMethod } from './wrap-method.js';

/** Global, so that all copies of the library share the times when queue entries were first seen. */
const FIRST_SEEN = Symbol.for('nextaisle:heard');

/**
 * When an entry of a queue was first seen, ms; `undefined` if that is now. A listener that starts
 * or loads late thus reports the same time as the others.
 * @param again the entry was pushed just now: forget an earlier time.
 */
export function firstSeenAt(entry: unknown, again?: boolean): number | undefined {
  const page = globalThis as { [FIRST_SEEN]?: unknown };
  if (!(page[FIRST_SEEN] instanceof WeakMap)) page[FIRST_SEEN] = new WeakMap();
  const times = page[FIRST_SEEN] as WeakMap<object, number>;
  const key = Object(entry) as object;
  const ts = again ? undefined : times.get(key);
  if (!ts) times.set(key, Date.now());
  return ts;
}

/**
 * Reads a queue such as `dataLayer`: what was pushed before, then every later push. The queue's own
 * `push` runs first, and its result is returned unchanged. A missing queue is created, as the
 * page's own snippets do. A reader that throws affects nothing else.
 * @param host the window, or another object with the queue on it.
 * @param read gets an entry, and the time when it was first seen if that was earlier.
 * @returns the undo; a wrapper that another script put around ours keeps working.
 */
export function tapQueue(
  host: object,
  name: string,
  read: (entry: unknown, ts?: number) => void,
): () => void {
  try {
    const queues = host as Record<string, unknown>;
    queues[name] ??= [];
    const queue = queues[name];
    if (!Array.isArray(queue)) return () => {};
    const readEach = (entries: unknown[], again?: boolean) => {
      for (const entry of entries) {
        try {
          read(entry, firstSeenAt(entry, again));
        } catch {}
      }
    };
    const stop = wrapMethod(queue, 'push', (entries, push) => {
      const result = push();
      readEach(entries, true);
      return result;
    });
    readEach(queue.slice());
    return stop;
  } catch {
    // A frozen queue or host: nothing can be read from it.
    return () => {};
  }
}
