import type { ConsentSignal } from './consent-signal.js';
import { UNDECIDED } from './consent-signal.js';

/** The browser's Global Privacy Control: memory at most, unless the shop explicitly grants more. */
export const globalPrivacyControl = (navigator: object): ConsentSignal =>
  setting('gpc', navigator, 'globalPrivacyControl', [false]);

/** Do Not Track (`'1'`), its predecessor, which some browsers still send: the same. */
export const doNotTrack = (navigator: object): ConsentSignal =>
  setting('dnt', navigator, 'doNotTrack', ['0', 'unspecified', 'no']);

/** @param off the values that limit nothing, besides an absent one. */
function setting(
  name: string,
  navigator: object,
  key: string,
  off: readonly unknown[],
): ConsentSignal {
  return {
    name,
    start(report) {
      const value = (navigator as Record<string, unknown>)[key] ?? off[0];
      report(off.includes(value) ? undefined : UNDECIDED);
      return () => {};
    },
  };
}
