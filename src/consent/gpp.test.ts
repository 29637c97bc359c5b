import { expect, test } from 'vitest';
import type { ConsentVerdict } from './consent-signal.js';
import { UNDECIDED } from './consent-signal.js';
import {
  ALLOWS,
  DENIED,
  fakePlatform,
  fakeWindow,
  GRANTED,
  gppEvent,
  listen,
} from './fake-platform.fixture.js';
import { gpp } from './gpp.js';

const verdictOf = (said: object) => {
  const host = fakeWindow();
  host.__gpp = fakePlatform(said).api;
  return listen(gpp(host)).last();
};
/** As an interface of this version says it. */
const by = (gppVersion: unknown, said = gppEvent({ usnat: kept })) => ({
  ...said,
  pingData: { ...said.pingData, gppVersion },
});
const us = (fields: object, name = 'usnat') => gppEvent({ [name]: fields });
const kept = { SaleOptOut: 2, SharingOptOut: 2, TargetedAdvertisingOptOut: 2 };
const all = [true, false, false, false, true, true];
test.each<[string, object, ConsentVerdict]>([
  ['nobody opted out', us(kept), ALLOWS],
  ['does not apply', us({ SaleOptOut: 0 }), ALLOWS],
  ['opted out of sale', us({ ...kept, SaleOptOut: 1 }), DENIED],
  ['opted out of sharing, in California', us({ SaleOptOut: 2, SharingOptOut: 1 }, 'usca'), DENIED],
  ['opted out of targeted advertising', us({ ...kept, TargetedAdvertisingOptOut: 1 }), DENIED],
  ['the GPC sub-section', gppEvent({ usnat: [kept, { SubsectionType: 1, Gpc: true }] }), UNDECIDED],
  ['GPC as a number, in one object', us({ ...kept, Gpc: 1 }), UNDECIDED],
  ['GPC is off', us({ ...kept, Gpc: false }), ALLOWS],
  ['a known child', us({ ...kept, KnownChildSensitiveDataConsents: [0, 1] }), UNDECIDED],
  ['a known child with consent', us({ ...kept, KnownChildSensitiveDataConsents: [0, 2] }), ALLOWS],
  ['a known child, in Virginia', us({ ...kept, KnownChildSensitiveDataConsents: 1 }), UNDECIDED],
  ['one answer of two cannot be read', us({ SaleOptOut: 2, SharingOptOut: 3 }), UNDECIDED],
  ['a section without an answer', us({ Version: 1 }), UNDECIDED],
  ['USPrivacy: sold', gppEvent({ uspv1: { OptOutSale: 'N' } }, [6]), ALLOWS],
  ['USPrivacy: opted out', gppEvent({ uspv1: { OptOutSale: 'Y' } }, [6]), DENIED],
  ['Europe: all three', gppEvent({ tcfeuv2: { PurposeConsents: all } }, [2]), GRANTED],
  [
    'Europe: no storage',
    gppEvent({ tcfeuv2: { PurposeConsents: [false, ...all.slice(1)] } }, [2]),
    DENIED,
  ],
  ['Europe: ids', gppEvent({ tcfeuv2: [{ PurposeConsents: [1, 5, 6] }] }, [2]), GRANTED],
  [
    'Europe: ids without storage',
    gppEvent({ tcfeuv2: [{ PurposeConsents: [5, 6] }] }, [2]),
    DENIED,
  ],
  ['Canada: expressed', gppEvent({ tcfcav1: { PurposesExpressConsent: all } }, [5]), GRANTED],
  [
    'Canada: implied only',
    gppEvent({ tcfcav1: { PurposesExpressConsent: [], PurposesImpliedConsent: all } }, [5]),
    DENIED,
  ],
  [
    'a section that does not apply',
    gppEvent({ usnat: kept, tcfeuv2: { PurposeConsents: [] } }, [7]),
    ALLOWS,
  ],
  [
    'the older section beside it does not apply',
    gppEvent({ usnat: kept, uspv1: { OptOutSale: 'Y' } }, [7]),
    ALLOWS,
  ],
  [
    'two sections apply: the lowest',
    gppEvent({ usnat: kept, uspv1: { OptOutSale: 'Y' } }, [7, 6]),
    DENIED,
  ],
  ['one that applies is not shown', gppEvent({ usnat: kept }, [7, 2]), UNDECIDED],
  ['no section applies', gppEvent({}, [-1]), ALLOWS],
  ['it is not known what applies', gppEvent({ usnat: kept }, [0]), UNDECIDED],
  ['nothing is said to apply', gppEvent({ usnat: kept }, []), UNDECIDED],
  ['"nothing applies" beside a section', gppEvent({ usnat: kept }, [-1, 2]), UNDECIDED],
  ['an id of no section beside an opt-out', gppEvent({ usnat: { SaleOptOut: 1 } }, [4, 7]), DENIED],
  ['its own state’s is missing', gppEvent({ usva: kept }, [8]), UNDECIDED],
  ['its own state’s is missing, the nation’s is there', gppEvent({ usnat: kept }, [8]), UNDECIDED],
  ['its own and another state’s', gppEvent({ usri: kept, usva: kept }, [27]), ALLOWS],
  [
    'another state’s opt-out beside its own',
    gppEvent({ usca: kept, usva: { SaleOptOut: 1 } }, [8]),
    DENIED,
  ],
  ['an id that is a name', gppEvent({ usnat: kept }, ['__proto__' as never]), UNDECIDED],
  ['an id that nobody knows', gppEvent({ usnat: kept }, [28]), UNDECIDED],
  ['the earlier name of a section', us(kept, 'usnatv1'), ALLOWS],
  ['the version of today', us({ ...kept, Version: 2 }), ALLOWS],
  ['a version to come', us({ ...kept, Version: 3 }), UNDECIDED],
  [
    'Europe: a list that is neither ids nor answers',
    gppEvent({ tcfeuv2: { PurposeConsents: [1, 0, 0, 0, true, true] } }, [2]),
    DENIED,
  ],
  ['the interface of today', by('1.1'), ALLOWS],
  ['an interface that tells no version', by(undefined), ALLOWS],
  ['an earlier interface', by('1'), ALLOWS],
  ['an interface to come', by('2.0'), UNDECIDED],
  ['an interface far off', by('11'), UNDECIDED],
  ['an interface whose version is a number', by(2), UNDECIDED],
  ['an interface of no version', by({}), UNDECIDED],
  ['an interface to come, where nothing applies', by('2.0', gppEvent({}, [-1])), UNDECIDED],
  ['an interface to come, not ready', by('2', gppEvent({}, [7], 'not ready')), UNDECIDED],
  ['a section by a later name', us(kept, 'usnatv3'), UNDECIDED],
  ['a section by a name that goes on', us(kept, 'usnational'), UNDECIDED],
  ['Europe, by a later name', gppEvent({ tcfeuv20: { PurposeConsents: all } }, [2]), UNDECIDED],
  ['a version before any', us({ ...kept, Version: 0 }), UNDECIDED],
  ['half a version', us({ ...kept, Version: 1.5 }), UNDECIDED],
  ['not ready', gppEvent({ usnat: kept }, [7], 'not ready'), UNDECIDED],
  ['a status that nobody knows', gppEvent({ usnat: kept }, [7], 'visible'), UNDECIDED],
  [
    'no status',
    { pingData: { ...gppEvent({ usnat: kept }).pingData, signalStatus: 0 } },
    UNDECIDED,
  ],
])('reads %s', (_, said, verdict) => expect(verdictOf(said)).toEqual(verdict));
