import type { ConsentSignal, ConsentVerdict } from './consent-signal.js';
import { UNDECIDED } from './consent-signal.js';

/**
 * A signal that is still being loaded. On a page where its platform is already there, memory at most
 * until it can be asked: nothing is kept that the platform would forbid. If it cannot be loaded it
 * stays so, because who cannot be asked has not agreed.
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
      if (isHere()) report(UNDECIDED);
      load()
        .then((signal) => {
          if (!stop) return;
          let verdict: ConsentVerdict | undefined;
          let started = false;
          stop = signal.start((said) => {
            verdict = said;
            if (started) report(said);
          });
          started = true;
          // One step from the placeholder to what it says.
          report(verdict);
        })
        .catch(() => {});
      return () => {
        stop?.();
        stop = undefined;
      };
    },
  };
}
