import type { ConsentSignal, ConsentVerdict } from './consent-signal.js';
import { UNDECIDED } from './consent-signal.js';

/**
 * A signal whose code is still being loaded. Where its platform is on the page already, it reports memory
 * at most until it can ask, so that nothing is stored that the platform would forbid. It stays so if the
 * code cannot be loaded: no answer is no consent.
 */
export function lateSignal(
  name: string,
  isHere: () => unknown,
  load: () => Promise<ConsentSignal>,
): ConsentSignal {
  return {
    name,
    start(report) {
      let stop: (() => void) | undefined = () => {};
      const wasHere = isHere();
      if (wasHere) report(UNDECIDED);
      load()
        .then((signal) => {
          if (!stop) return;
          let verdict: ConsentVerdict | undefined;
          let started = false;
          try {
            stop = signal.start((next) => {
              verdict = next;
              if (started) report(next);
            });
          } catch {
            // It cannot be asked.
            verdict = UNDECIDED;
          }
          started = true;
          // One change from the placeholder to the answer, not several.
          report(verdict);
        })
        .catch(() => {
          if (!wasHere && stop && isHere()) report(UNDECIDED);
        });
      return () => {
        stop?.();
        stop = undefined;
      };
    },
  };
}
