/** A window, or anything else that holds arrays other scripts push to. */
export type QueueHost = Record<string, unknown>;

type Push = (...entries: unknown[]) => unknown;

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
  let live = true;
  const quietly = (entry: unknown) => {
    try {
      if (live) read(entry);
    } catch {}
  };
  try {
    host[name] ??= [];
    if (!Array.isArray(host[name])) return () => {};
    const queue = host[name] as { push?: unknown; slice(): unknown[] };
    const hadOwn = Object.hasOwn(queue, 'push');
    const push = queue.push as Push;
    const earlier = queue.slice();
    const wrapped: Push = function (this: unknown, ...entries) {
      const result = push.apply(this, entries);
      entries.forEach(quietly);
      return result;
    };
    queue.push = wrapped;
    earlier.forEach(quietly);
    return () => {
      live = false;
      if (queue.push !== wrapped) return;
      if (hadOwn) queue.push = push;
      else delete queue.push;
    };
  } catch {
    // A frozen queue or host: nothing can be read from it.
    return () => {};
  }
}
