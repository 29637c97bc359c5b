/** Everything taken from outside: tests pass their own, so nothing is monkey-patched. */
export interface Environment {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Milliseconds from an arbitrary start, monotonic: for durations only. */
  clock(): number;
  /** Uniform in [0, 1). */
  random(): number;
  /** Runs `task` after `delayMs`; returns the undo. */
  after(delayMs: number, task: () => void): () => void;
  /** Resolves in a later task, after the page's own tasks that are due. */
  turn(): Promise<void>;
  /** Runs `task` when the page is idle, at the latest after two seconds; returns the undo. */
  idle(task: () => void): () => void;
}

/** Milliseconds, for durations only; a page may lack what it takes to measure them well. */
export const clock = (): number => ((globalThis.performance as { now(): number }) ?? Date).now();

export function browserEnvironment(): Environment {
  // The fallback for `scheduler.yield` is a timer, which browsers delay by 4 ms when nested.
  const { scheduler } = globalThis as { scheduler?: { yield?(): Promise<void> } };
  const after = (delayMs: number, task: () => void) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  };
  return {
    now: () => Date.now(),
    clock,
    random: () => Math.random(),
    after,
    turn: () =>
      scheduler?.yield?.call ? scheduler.yield() : new Promise((resolve) => after(0, resolve)),
    idle(task) {
      // Safari has no requestIdleCallback.
      if (typeof requestIdleCallback !== 'function') return after(200, task);
      const handle = requestIdleCallback(task, { timeout: 2000 });
      return () => cancelIdleCallback(handle);
    },
  };
}
