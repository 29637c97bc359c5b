import { ownCopy } from '../lib/own.js';
import { own } from '../lib/own.js';
import type { Fields } from './cmp-signal.js';
import { cmpSignal, PURPOSES } from './cmp-signal.js';
import type { ConsentSignal } from './consent-signal.js';
import { UNDECIDED } from './consent-signal.js';

/**
 * IAB Europe's Transparency and Consent Framework 2.2, through `__tcfapi`: persistent with consent to
 * all of `PURPOSES`, else memory. `gdprApplies: false` passes. A banner that is opened again
 * (`cmpuishown`) changes nothing until the shopper has finished with it. Consent to vendors is not
 * read: the shop itself keeps the history, on the device. Where purpose 1 was not asked for
 * (`purposeOneTreatment`), there is no consent to it. Strings of global scope are invalid since 2021 and
 * count as no choice, and so does a policy that is not known here. Source: IAB Tech Lab, CMP API v2.
 * @param host the window.
 */
export function tcf(host: object): ConsentSignal {
  return cmpSignal(host, { name: 'tcf', global: '__tcfapi', version: [2], read });
}

/** Under other policies the purposes were others, or will be. */
const POLICY = /^[2-5]$/;

function read(answer: Fields) {
  const { gdprApplies, eventStatus, isServiceSpecific, purpose, tcfPolicyVersion = 5 } = answer;
  // Such an answer may have no other field, not even a status.
  if (gdprApplies === false) return { tier: 'persistent', decided: false } as const;
  if (eventStatus === 'cmpuishown') return undefined;
  const isAnswered = eventStatus === 'tcloaded' || eventStatus === 'useractioncomplete';
  const given = own(purpose, 'consents');
  const isOwn = (isServiceSpecific ?? true) === true;
  const isKnown = POLICY.test(tcfPolicyVersion as string);
  if (!isAnswered || !isOwn || !isKnown || typeof given !== 'object') return UNDECIDED;
  const consents = ownCopy(given as Fields);
  const agreed = PURPOSES.every((purpose) => consents[purpose] === true);
  return { tier: agreed ? 'persistent' : 'memory', decided: true } as const;
}
