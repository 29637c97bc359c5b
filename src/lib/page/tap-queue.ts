import { wrapMethod } from './wrap-method.js';

/** On the page, where every copy of the library finds it: when entries of its queues were first seen. */
const FIRST_SEEN = Symbol.for('nextaisle:heard');

/**
 * When an entry of a queue was first seen, ms; `undefined` for one that is seen now. A listener that
 * starts late, or whose script did, so reports the same time as the others.
 * @param again it is pushed now, even if it was seen before.
 */
export function firstSeenAt(entry: unknown, again?: boolean): number | undefined {
  const page = globalThis as { [FIRST_SEEN]?: WeakMap<object, number> };
  page[FIRST_SEEN] ??= new WeakMap();
  const times = page[FIRST_SEEN];
  const key = Object(entry) as object;
  const ts = again ? undefined : times.get(key);
  if (!ts) times.set(key, Date.now());
  return ts;
}

/**
 * Reads a queue such as `dataLayer`: what was pushed before, then every further push, after the
 * queue's own `push` has run and without changing what it returns. A queue that is not there yet is made, as
 * the page's own snippets make it. A reader that throws harms nobody.
 * @param host the window, or another object with the queue on it.
 * @param read is given an entry, and the time when it was first seen if that was before.
 * @returns the undo; a wrapper that somebody put around ours keeps working.
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
