import type { Sink } from './source.js';

/** A reader of what the page gives us: when it throws (a getter, a proxy), that is a counted refusal. */
export function guarded<Args extends unknown[]>(
  sink: Sink,
  read: (...args: Args) => void,
): (...args: Args) => void {
  return (...args) => {
    try {
      read(...args);
    } catch {
      sink.refuse('shape');
    }
  };
}
