import type { ConsentSignal } from './consent-signal.js';
import { UNDECIDED } from './consent-signal.js';

/** The browser's Global Privacy Control: memory at most, unless the shop explicitly grants more. */
export const globalPrivacyControl = (navigator: object): ConsentSignal =>
  setting('gpc', navigator, 'globalPrivacyControl', true);

/** Do Not Track (`'1'`), its predecessor, which some browsers still send: the same. */
export const doNotTrack = (navigator: object): ConsentSignal =>
  setting('dnt', navigator, 'doNotTrack', '1');

function setting(name: string, navigator: object, key: string, on: unknown): ConsentSignal {
  return {
    name,
    start(report) {
      report((navigator as Record<string, unknown>)[key] === on ? UNDECIDED : undefined);
      return () => {};
    },
  };
}
