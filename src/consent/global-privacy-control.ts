import type { ConsentSignal } from './consent-signal.js';

/** The browser's Global Privacy Control: memory at most, unless the shop calls with an explicit grant. */
export function globalPrivacyControl(navigator: object): ConsentSignal {
  return {
    name: 'gpc',
    start(report) {
      const on = (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl === true;
      report(on ? { tier: 'memory', decided: false } : undefined);
      return () => {};
    },
  };
}
