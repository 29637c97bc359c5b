import { wrapMethod } from './wrap-method.js';

/** A window, or anything else that holds arrays other scripts push to. */
export type QueueHost = Record<string, unknown>;

/** On the page: when entries of its queues were first heard. Every copy of the library finds it there. */
const HEARD = Symbol.for('nextaisle:heard');

/**
 * When an entry of a queue was first heard, ms; `undefined` for one that is heard now. Whoever comes
 * later, or whose script did, tells of the same time.
 * @param again it is pushed now, whenever it was heard before.
 */
export function heardAt(entry: unknown, again?: boolean): number | undefined {
  const page = globalThis as { [HEARD]?: WeakMap<object, number> };
  page[HEARD] ??= new WeakMap();
  const times = page[HEARD];
  const key = Object(entry) as object;
  const ts = again ? undefined : times.get(key);
  if (!ts) times.set(key, Date.now());
  return ts;
}

/**
 * Reads a queue such as `dataLayer`: what was pushed before, then every further push, after the
 * queue's own `push` has run and without changing what it returns. A reader that throws harms nobody.
 * @param read told of an entry, and of the time when it was heard if that was before.
 * @returns the undo; a wrapper that somebody put around ours keeps working.
 */
export function tapQueue(
  host: QueueHost,
  name: string,
  read: (entry: unknown, ts?: number) => void,
): () => void {
  try {
    host[name] ??= [];
    const queue = host[name];
    if (!Array.isArray(queue)) return () => {};
    const earlier = queue.slice();
    const readEach = (entries: unknown[], again?: boolean) => {
      for (const entry of entries) {
        try {
          read(entry, heardAt(entry, again));
        } catch {}
      }
    };
    const stop = wrapMethod(queue, 'push', (entries, push) => {
      const result = push();
      readEach(entries, true);
      return result;
    });
    readEach(earlier);
    return stop;
  } catch {
    // A frozen queue or host: nothing can be read from it.
    return () => {};
  }
}
