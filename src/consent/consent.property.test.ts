import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backwards, hostileValue, objectOf, runs } from '../lib/properties.fixture.js';
import { consentMode } from './consent-mode.js';
import { CONSENT_TIERS, type ConsentSignal } from './consent-signal.js';
import { fakeWindow, listen } from './fake-platform.fixture.js';
import { gpp } from './gpp.js';
import { shopifyPrivacy } from './shopify-privacy.js';
import { tcf } from './tcf.js';

/** The last that a signal reported, and that each report was one. */
function lastOf(signal: ConsentSignal) {
  const { reports, stop } = listen(signal);
  return () => {
    stop();
    for (const one of reports)
      if (one) {
        expect(CONSENT_TIERS).toContain(one.tier);
        expect(typeof one.decided).toBe('boolean');
      }
    return reports.at(-1);
  };
}

type Cmp = (host: object) => ConsentSignal;
/** What is read of an answer of a consent platform, whose callback also tells of success. */
function answered(make: Cmp, name: string, said: unknown, success: unknown = true) {
  const host = fakeWindow();
  host[name] = (command: unknown, ...args: unknown[]) => {
    const callback = args.find((one) => typeof one === 'function') as (...said: unknown[]) => void;
    if (command === 'addEventListener') callback(said, success);
  };
  return lastOf(make(host))();
}

/** A field as it should be, or something near it, or anything. */
const near = <T>(right: T, ...wrong: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(right) },
    { weight: 2, arbitrary: fc.constantFrom(...wrong) },
    { weight: 1, arbitrary: hostileValue },
  );
const maybe = (given: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 7, arbitrary: given }, { weight: 1, arbitrary: fc.constant(undefined) });

const yes = near(true, false, 'true', 1, 'granted', null);
const ok = near(true, false, 'false', 0);
const isRead = (success: unknown) => success === true || success === undefined;

const consents = fc.oneof(
  { weight: 5, arbitrary: fc.record({ 1: yes, 5: yes, 6: yes }, { requiredKeys: [] }) },
  fc.array(yes),
  hostileValue,
);
const tcAnswer = fc.record(
  {
    gdprApplies: near<unknown>(true, false, 'false', 0, undefined),
    eventStatus: near('tcloaded', 'useractioncomplete', 'cmpuishown', 'TCLOADED'),
    isServiceSpecific: near(true, false, undefined, 'false', 0),
    purpose: maybe(fc.oneof({ weight: 6, arbitrary: fc.record({ consents }) }, hostileValue)),
    tcfPolicyVersion: near<unknown>(5, 2, 4, 6, 1, '5', undefined),
    listenerId: near(1, 'x'),
  },
  { requiredKeys: [] },
);

test('TCF: permission with the exact words alone', () => {
  fc.assert(
    fc.property(tcAnswer, ok, (answer, success) => {
      const verdict = answered(tcf, '__tcfapi', answer, success);
      if (verdict?.tier === 'persistent') {
        expect(isRead(success)).toBe(true);
        if (answer.gdprApplies !== false) {
          expect(['tcloaded', 'useractioncomplete']).toContain(answer.eventStatus);
          expect(answer.isServiceSpecific ?? true).toBe(true);
          expect(['undefined', '2', '3', '4', '5']).toContain(String(answer.tcfPolicyVersion));
          const given = (answer.purpose as { consents: Record<number, unknown> }).consents;
          for (const purpose of [1, 5, 6]) expect(given[purpose]).toBe(true);
        }
      }
      expect(answered(tcf, '__tcfapi', backwards(answer), success)).toEqual(verdict);
    }),
    runs(),
  );
});

/** Sections that are read, by id: that of one state may limit further in another. */
const NAMES: Record<number, RegExp> = { 2: /^tcfeuv2$/, 5: /^tcfcav1$/, 6: /^uspv1$/ };
const purposes = fc.oneof(
  { weight: 3, arbitrary: fc.array(yes, { minLength: 6, maxLength: 8 }) },
  { weight: 3, arbitrary: fc.subarray([1, 2, 3, 5, 6]) },
  fc.array(fc.oneof(yes, fc.constantFrom<unknown>(1, 5, 6, '1'))),
  hostileValue,
);
const answer = near<unknown>(2, 0, 1, 3, '2', '0', false);
const section = fc.record(
  {
    Version: near<unknown>(1, 2, 3, 99, '1', 0),
    PurposeConsents: purposes,
    PurposesExpressConsent: purposes,
    SaleOptOut: answer,
    SharingOptOut: answer,
    OptOutSale: near('N', 'Y', '-', 'n', '', 2),
    KnownChildSensitiveDataConsents: near<unknown>(0, 1, [0, 0], [0, 1], '0'),
    Gpc: near<unknown>(false, true, 1, 0, '0'),
  },
  { requiredKeys: [] },
);
const sections = fc.dictionary(
  fc.constantFrom(
    'tcfeuv2',
    'tcfcav1',
    'uspv1',
    'usnat',
    'usca',
    'ususv2',
    'usnatv3',
    'tcfeuv3',
    'tcfeuv20',
  ),
  fc.oneof({ weight: 5, arbitrary: section }, fc.array(section, { maxLength: 2 }), hostileValue),
  { maxKeys: 3 },
);
const ids = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.array(
      fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom<unknown>(2, 5, 6, 7, 8) },
        fc.constantFrom<unknown>(-1, 0, 3, 9, 28, 99, 7.5, '7'),
      ),
      { maxLength: 3 },
    ),
  },
  fc.constant<unknown>([-1]),
  hostileValue,
);
const gppAnswer = fc.record(
  {
    gppVersion: near<unknown>('1.1', '1.0', '2.0', '3', 2, undefined),
    signalStatus: near('ready', 'not ready', 'Ready', true),
    applicableSections: ids,
    parsedSections: fc.oneof({ weight: 9, arbitrary: sections }, hostileValue),
  },
  { requiredKeys: [] },
);

function isAllowed(fields: Record<string, unknown>) {
  expect(['1', '2']).toContain(String(fields.Version ?? 1));
  const list = fields.PurposeConsents ?? fields.PurposesExpressConsent;
  if (Array.isArray(list)) {
    const isById = typeof list[0] === 'number';
    for (const purpose of [1, 5, 6])
      expect(isById ? list.includes(purpose) : list[purpose - 1]).toBe(true);
  } else {
    const { SaleOptOut, SharingOptOut, OptOutSale, Gpc } = fields;
    expect([SaleOptOut, SharingOptOut, OptOutSale].some((one) => one !== undefined)).toBe(true);
    for (const one of [SaleOptOut, SharingOptOut]) expect([undefined, 0, 2]).toContain(one);
    expect([undefined, 'N', '-', 0, 2]).toContain(OptOutSale);
    expect([undefined, false, 0]).toContain(Gpc);
  }
}

test('GPP: permission for sections that are known, there and say it', () => {
  fc.assert(
    fc.property(gppAnswer, ok, (pingData, success) => {
      const verdict = answered(gpp, '__gpp', { eventName: 'x', pingData }, success);
      expect(answered(gpp, '__gpp', { pingData: backwards(pingData) }, success)).toEqual(verdict);
      if (verdict?.tier !== 'persistent') return;
      expect(isRead(success)).toBe(true);
      expect(String(pingData.gppVersion ?? 1)).toMatch(/^1(\.|$)/);
      expect(pingData.signalStatus).toBe('ready');
      const apply = pingData.applicableSections as number[];
      if (apply.length === 1 && apply[0] === -1) return;
      expect(apply).not.toEqual([]);
      for (const id of apply) {
        expect(Number(id) % 1).toBe(0);
        const name = id > 6 && id < 28 ? /^us(?!pv1)/ : NAMES[id];
        const own = Object.entries(pingData.parsedSections as object).filter(([section]) =>
          name?.test(section),
        );
        expect(own).not.toEqual([]);
        for (const [, section] of own) isAllowed(Object.assign({}, ...[section].flat()));
      }
    }),
    runs(),
  );
});

const said = near<unknown>('granted', 'denied', 'Granted', true, 'granted ', null);
const command = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(
      near('consent', 'Consent', 'config'),
      near<unknown>('update', 'default', 'default', 'declare', 1),
      fc.oneof(
        {
          weight: 8,
          arbitrary: fc.record(
            { personalization_storage: said, functionality_storage: said, ad_storage: said },
            { requiredKeys: [] },
          ),
        },
        hostileValue,
      ),
    ),
  },
  hostileValue,
);
function asArguments(..._: unknown[]): unknown {
  // biome-ignore lint/complexity/noArguments: what gtag pushes.
  return arguments;
}
function isCommand(given: unknown): given is unknown[] {
  try {
    return Array.isArray(given) && typeof given[0] === 'string';
  } catch {
    return false;
  }
}

const USES = ['personalization_storage', 'functionality_storage'];
/** What a careful person reads of the commands, where nothing waits and no region is named. */
function meant(commands: readonly unknown[]): string | undefined {
  const [defaults, updates]: Record<string, string>[] = [{}, {}];
  for (const one of commands) {
    const [name, kind, state] = (isCommand(one) ? one : []) as unknown[];
    if (name !== 'consent') continue;
    if (kind !== 'default' && kind !== 'update') continue;
    for (const use of USES) {
      let word: unknown = null;
      try {
        if (typeof state === 'object' && state)
          word = Object.hasOwn(state, use) ? (state as Record<string, unknown>)[use] : undefined;
      } catch {}
      if (word === undefined) continue;
      const tier = word === 'granted' ? 'persistent' : 'memory';
      if (kind === 'update') updates[use] = tier;
      else if (defaults[use] !== 'memory') defaults[use] = tier;
    }
  }
  const [first, second] = USES.map((use) => updates[use] ?? defaults[use]);
  return first ?? second;
}

test('Consent Mode: each use by its last update, else by the strictest default', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 5 }), (commands) => {
      const host = { dataLayer: [] as unknown[] };
      const last = lastOf(consentMode(host));
      host.dataLayer.push(...commands);
      expect(last()?.tier).toEqual(meant(commands));
      const turned = { dataLayer: commands.map(backwards) };
      expect(lastOf(consentMode(turned))()?.tier).toEqual(meant(commands));
      const pushed = commands.filter(isCommand);
      expect(
        lastOf(consentMode({ dataLayer: pushed.map((one) => asArguments(...one)) }))()?.tier,
      ).toEqual(meant(pushed));
    }),
    runs(),
  );
});

test("Shopify: permission with the platform's own true alone", () => {
  const api = fc.record(
    {
      preferencesProcessingAllowed: near<unknown>(true, false, 'true', 1, {}),
      preferences: near<unknown>('yes', 'no', '', true),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(api, hostileValue, (says, event) => {
      const host = fakeWindow();
      const customerPrivacy = {
        preferencesProcessingAllowed: () => says.preferencesProcessingAllowed,
        currentVisitorConsent: () => ({ preferences: says.preferences }),
      };
      host.Shopify = { customerPrivacy };
      const last = lastOf(shopifyPrivacy(host));
      host.document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail: event }));
      const verdict = last();
      if (verdict?.tier === 'persistent') expect(says.preferencesProcessingAllowed).toBe(true);
      host.Shopify = event;
      if (lastOf(shopifyPrivacy(host))()?.tier === 'persistent') expect.unreachable();
    }),
    runs(150),
  );
});

test('anything in the place of a platform: no permission, and nothing is thrown', () => {
  const things = objectOf('__tcfapi __gpp Shopify dataLayer', hostileValue);
  fc.assert(
    fc.property(things, hostileValue, (globals, said) => {
      const host = Object.assign(fakeWindow(), globals);
      for (const make of [tcf, gpp, consentMode, shopifyPrivacy])
        expect(lastOf(make(host))()?.tier).not.toBe('persistent');
      for (const [make, name] of [
        [tcf, '__tcfapi'],
        [gpp, '__gpp'],
      ] as const)
        expect(answered(make, name, said)?.tier).not.toBe('persistent');
    }),
    runs(150),
  );
});
