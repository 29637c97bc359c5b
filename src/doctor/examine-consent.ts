import { consentMode } from '../consent/consent-mode.js';
import type { ConsentVerdict } from '../consent/consent-signal.js';
import { doNotTrack, globalPrivacyControl } from '../consent/global-privacy-control.js';
import { gpp, shopifyPrivacy, tcf } from '../consent/platforms.js';

/** What one consent signal allows, as plain data. */
export interface ConsentReport {
  name: string;
  verdict: ConsentVerdict;
}

/** Starts every consent signal we have on this page. @returns what they say so far. */
export function examineConsent(page: Window): () => ConsentReport[] {
  const verdicts = new Map<string, ConsentVerdict>();
  const signals = [
    consentMode(page),
    globalPrivacyControl(page.navigator),
    doNotTrack(page.navigator),
    tcf(page),
    gpp(page),
    shopifyPrivacy(page),
  ];
  for (const { name, start } of signals) {
    start((verdict) => {
      if (verdict) verdicts.set(name, verdict);
      else verdicts.delete(name);
    });
  }
  return () => [...verdicts].map(([name, verdict]) => ({ name, verdict }));
}
