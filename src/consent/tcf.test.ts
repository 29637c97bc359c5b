import { expect, test } from 'vitest';
import type { ConsentVerdict } from './consent-signal.js';
import { UNDECIDED } from './consent-signal.js';
import {
  ALLOWS,
  DENIED,
  fakePlatform,
  fakeWindow,
  GRANTED,
  listen,
  tcData,
} from './fake-platform.fixture.js';
import { tcf } from './tcf.js';

const verdictOf = (said: object) => {
  const host = fakeWindow();
  host.__tcfapi = fakePlatform(said).api;
  return listen(tcf(host)).last();
};
test.each<[string, object, ConsentVerdict]>([
  ['all three purposes', tcData([1, 5, 6], 'tcloaded'), GRANTED],
  ['more than the three', tcData([1, 2, 3, 4, 5, 6, 7]), GRANTED],
  ['no storage', tcData([5, 6]), DENIED],
  ['no profile for content', tcData([1, 6]), DENIED],
  ['no content by profile', tcData([1, 5]), DENIED],
  ['nothing', tcData([]), DENIED],
  [
    'legitimate interest instead',
    {
      ...tcData([]),
      purpose: { consents: {}, legitimateInterests: { 1: true, 5: true, 6: true } },
    },
    DENIED,
  ],
  ['purpose 1 not asked for', { ...tcData([5, 6]), purposeOneTreatment: true }, DENIED],
  ['the banner is open', tcData([1, 5, 6], 'cmpuishown'), UNDECIDED],
  ['a string of global scope', { ...tcData([1, 5, 6]), isServiceSpecific: false }, UNDECIDED],
  ['the policy of 2019', { ...tcData([1, 5, 6]), tcfPolicyVersion: 2 }, GRANTED],
  ['the policy of 2026', { ...tcData([1, 5, 6]), tcfPolicyVersion: 5 }, GRANTED],
  ['a policy to come', { ...tcData([1, 5, 6]), tcfPolicyVersion: 6 }, UNDECIDED],
  ['the policy of TCF 1', { ...tcData([1, 5, 6]), tcfPolicyVersion: 1 }, UNDECIDED],
  ['a policy without a number', { ...tcData([1, 5, 6]), tcfPolicyVersion: 'x' }, UNDECIDED],
  ['GDPR does not apply, and nothing else is said', { gdprApplies: false }, ALLOWS],
  ['nobody knows whether GDPR applies', { gdprApplies: undefined }, UNDECIDED],
])('reads %s', (_, said, verdict) => expect(verdictOf(said)).toEqual(verdict));
