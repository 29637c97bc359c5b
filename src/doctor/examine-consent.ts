import { consentMode } from '../consent/consent-mode.js';
import { type ConsentVerdict, UNDECIDED } from '../consent/consent-signal.js';
import { doNotTrack, globalPrivacyControl } from '../consent/global-privacy-control.js';
import { gpp, shopify, tcf } from '../consent/platforms.js';

/** What one consent signal allows, as plain data. */
export interface ConsentReport {
  name: string;
  verdict: ConsentVerdict;
}

/** Starts every consent signal we have on this page. `list` is what they say so far. */
export function examineConsent(
  page: Window,
  onChange: () => void = () => {},
): { list(): ConsentReport[]; stop(): void } {
  const verdicts = new Map<string, ConsentVerdict>();
  const signals = [
    consentMode(page),
    globalPrivacyControl(page.navigator),
    doNotTrack(page.navigator),
    tcf(page),
    gpp(page),
    shopify(page),
  ];
  const stops = signals.map(({ name, start }) => {
    try {
      return start((verdict) => {
        if (verdict) verdicts.set(name, verdict);
        else verdicts.delete(name);
        onChange();
      });
    } catch {
      // It may be there, and forbid: as in `createConsent`.
      verdicts.set(name, UNDECIDED);
      return () => {};
    }
  });
  return {
    list: () => [...verdicts].map(([name, verdict]) => ({ name, verdict })),
    stop() {
      for (const stop of stops.reverse()) stop();
    },
  };
}
