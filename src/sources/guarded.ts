import type { Sink } from './source.js';

/** A reader of what the page hands us: what throws in it (a getter, a proxy) is a counted refusal. */
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
