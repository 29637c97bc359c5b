import type { Fields } from './cmp-signal.js';
import { cmpSignal, PURPOSES } from './cmp-signal.js';
import type { ConsentSignal, ConsentVerdict } from './consent-signal.js';
import { UNDECIDED } from './consent-signal.js';

/**
 * IAB Europe's Transparency and Consent Framework 2.2, through `__tcfapi`: persistent with consent to
 * all of `PURPOSES`, else memory. `gdprApplies: false` passes. A banner that is opened again
 * (`cmpuishown`) changes nothing before the shopper has finished with it. Consent to vendors is not
 * read: the shop itself keeps the history, on the device. Where purpose 1 was not asked for
 * (`purposeOneTreatment`) it was not agreed to. Strings of a global scope are invalid since 2021 and
 * count as no choice. Source: IAB Tech Lab, CMP API v2.
 * @param host the window.
 */
export function tcf(host: object): ConsentSignal {
  return cmpSignal(host, { name: 'tcf', global: '__tcfapi', version: [2], read });
}

function read(said: Fields): ConsentVerdict | undefined {
  // Nothing else need be there then, not even a status.
  if (said.gdprApplies === false) return { tier: 'persistent', decided: false };
  const { eventStatus } = said;
  if (eventStatus !== 'tcloaded' && eventStatus !== 'useractioncomplete') return undefined;
  if (said.isServiceSpecific === false) return UNDECIDED;
  const { consents } = said.purpose as { consents: Fields };
  if (typeof consents !== 'object') return UNDECIDED;
  const agreed = PURPOSES.every((purpose) => consents[purpose] === true);
  return { tier: agreed ? 'persistent' : 'memory', decided: true };
}
