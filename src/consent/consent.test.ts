import { describe, expect, test } from 'vitest';
import { seededRandom } from '../lib/random.js';
import type { ConsentChoice, ConsentState } from './consent.js';
import { createConsent } from './consent.js';
import { consentMode } from './consent-mode.js';
import type { ConsentSignal, ConsentVerdict } from './consent-signal.js';
import { CONSENT_TIERS, UNDECIDED } from './consent-signal.js';
import { fakePlatform, fakeWindow, gppEvent, listen, tcData } from './fake-platform.fixture.js';
import { doNotTrack, globalPrivacyControl } from './global-privacy-control.js';
import { lateSignal } from './late-signal.js';
import { gpp, shopify, tcf } from './platforms.js';

type Say = 'allow' | 'limit' | 'noise';
interface Rig {
  signal: ConsentSignal;
  say: (what: Say) => void;
}

/** A platform of the IAB that appears with its first answer. */
function platformRig(
  open: (host: object) => ConsentSignal,
  global: string,
  words: Record<Say, object>,
): Rig {
  const host = fakeWindow();
  const platform = fakePlatform();
  return {
    signal: open(host),
    say(what) {
      host[global] ??= platform.api;
      host.loaded();
      platform.say(words[what]);
    },
  };
}

const openTcf = () =>
  platformRig(tcf, '__tcfapi', {
    allow: tcData([1, 5, 6]),
    limit: tcData([]),
    noise: { eventStatus: 'tcloaded', purpose: { consents: 'all' } },
  });

/** A page with the signal, and how to make it report. */
const SIGNALS: Record<string, () => Rig> = {
  tcf: openTcf,
  gpp: () =>
    platformRig(gpp, '__gpp', {
      allow: gppEvent({ usnat: { SaleOptOut: 2 } }),
      limit: gppEvent({ usnat: { SaleOptOut: 1 } }),
      noise: gppEvent({ usnat: 'SaleOptOut' }),
    }),
  shopify: () => {
    const host = fakeWindow();
    const tell = () => host.document.dispatchEvent(new Event('visitorConsentCollected'));
    return {
      signal: shopify(host),
      say(what) {
        const noise = { preferencesProcessingAllowed: 'yes' };
        const preferences = what === 'allow' ? 'yes' : 'no';
        const customerPrivacy = {
          preferencesProcessingAllowed: () => what === 'allow',
          currentVisitorConsent: () => ({ preferences }),
        };
        host.Shopify = { customerPrivacy: what === 'noise' ? noise : customerPrivacy };
        tell();
      },
    };
  },
  late: () => {
    const { signal, say } = openTcf();
    return {
      signal: lateSignal(
        'late',
        () => false,
        async () => signal,
      ),
      say,
    };
  },
  dnt: () => {
    const navigator: { doNotTrack?: unknown } = {};
    return {
      signal: doNotTrack(navigator),
      say(what) {
        navigator.doNotTrack = what === 'noise' ? 1 : what === 'limit' ? '1' : '0';
      },
    };
  },
  'consent-mode': () => {
    const host: Record<string, unknown> = { dataLayer: [] };
    const gtag = (...args: unknown[]) => (host.dataLayer as unknown[]).push(args);
    return {
      signal: consentMode(host),
      say(what) {
        if (what === 'noise') {
          const random = seededRandom(5);
          for (const junk of [null, 1, 'consent', {}, [], ['consent'], ['consent', 'update']]) {
            (host.dataLayer as unknown[]).push(junk);
            gtag('consent', random() < 0.5 ? 'update' : 'default', junk);
            gtag('consent', 'update', { personalization_storage: junk });
          }
          return;
        }
        gtag('consent', 'update', {
          personalization_storage: what === 'allow' ? 'granted' : 'denied',
        });
      },
    };
  },
  gpc: () => {
    const navigator: { globalPrivacyControl?: unknown } = {};
    return {
      signal: globalPrivacyControl(navigator),
      say(what) {
        navigator.globalPrivacyControl = what === 'noise' ? 'true' : what === 'limit';
      },
    };
  },
};

describe.each(Object.entries(SIGNALS))('the signal %s', (name, open) => {
  /** A signal may have to be loaded first. */
  const hear = async (signal: ConsentSignal) => {
    const heard = listen(signal);
    for (let turn = 0; turn < 5; turn++) await null;
    return heard;
  };
  test('has its name', () => expect(open().signal.name).toBe(name));
  test('has no opinion on a page without its platform', async () => {
    expect((await hear(open().signal)).last()).toBeUndefined();
  });
  test('reports its state at the start, and limits to memory until an answer', async () => {
    const { signal, say } = open();
    say('limit');
    expect((await hear(signal)).last()?.tier).toBe('memory');
  });
  test('does not limit when the shopper allows', async () => {
    const { signal, say } = open();
    say('allow');
    expect((await hear(signal)).last()?.tier ?? 'persistent').toBe('persistent');
  });
  test('takes malformed answers as no consent and no choice, and does not throw', async () => {
    const { signal, say } = open();
    say('noise');
    const heard = await hear(signal);
    say('noise');
    expect(heard.last() ?? UNDECIDED).toEqual(UNDECIDED);
  });
  test('reports nothing after the undo', async () => {
    const { signal, say } = open();
    const heard = await hear(signal);
    heard.stop();
    const before = heard.reports.length;
    say('limit');
    expect(heard.reports.length).toBe(before);
  });
});

describe('consent', () => {
  const world = () => {
    const reports: ((verdict?: ConsentVerdict) => void)[] = [];
    const stopped: string[] = [];
    const signals = ['a', 'b'].map(
      (name, i): ConsentSignal => ({
        name,
        start(report) {
          reports[i] = report;
          return () => stopped.push(name);
        },
      }),
    );
    const changes: ConsentState[] = [];
    const open = (mode?: ConsentChoice) =>
      createConsent({ mode, signals, onChange: (state) => changes.push(state) });
    return { open, reports, changes, stopped };
  };

  test('is memory until a signal has answered', () => {
    const { open, changes } = world();
    expect(open().state()).toEqual({ tier: 'memory', decided: false, reason: 'no signal yet' });
    expect(changes).toEqual([]);
  });
  test('is the lowest tier of the signals', () => {
    const { open, reports, changes } = world();
    const consent = open('auto');
    reports[0]({ tier: 'persistent', decided: true });
    expect(consent.state()).toEqual({ tier: 'persistent', decided: true, reason: 'a' });
    reports[1]({ tier: 'session', decided: false });
    expect(consent.state()).toEqual({ tier: 'session', decided: false, reason: 'b' });
    reports[1](undefined);
    expect(consent.state().tier).toBe('persistent');
    expect(changes.map((state) => state.tier)).toEqual(['persistent', 'session', 'persistent']);
  });
  test('names a choice, not an equal default, as the reason', () => {
    const { open, reports } = world();
    const consent = open();
    reports[0]({ tier: 'memory', decided: false });
    reports[1]({ tier: 'memory', decided: true });
    expect(consent.state()).toEqual({ tier: 'memory', decided: true, reason: 'b' });
  });
  test('follows an explicit call, up and down, until `auto`', () => {
    const { open, reports } = world();
    const consent = open();
    reports[0]({ tier: 'memory', decided: false });
    consent.set('granted');
    expect(consent.state()).toEqual({ tier: 'persistent', decided: true, reason: 'explicit call' });
    reports[0]({ tier: 'persistent', decided: true });
    consent.set('denied');
    expect(consent.state().tier).toBe('off');
    expect(consent.set('auto')).toBe(true);
    expect(consent.state()).toEqual({ tier: 'persistent', decided: true, reason: 'a' });
    for (const tier of CONSENT_TIERS) {
      consent.set(tier);
      expect(consent.state().tier).toBe(tier);
    }
  });
  test.each([
    ['denied', 'off'],
    ['granted', 'persistent'],
    ['session', 'session'],
  ] as const)('%s from the start is %s, whatever a signal says', (mode, tier) => {
    const { open, reports, changes } = world();
    const consent = open(mode);
    reports[0]({ tier: tier === 'off' ? 'persistent' : 'memory', decided: true });
    expect(consent.state()).toEqual({ tier, decided: true, reason: 'explicit call' });
    expect(changes).toEqual([]);
  });
  test('an unknown choice may have been a refusal: it limits, and deletes nothing', () => {
    for (const odd of ['revoked', '', undefined, null, {}, 3]) {
      const consent = world().open('granted');
      expect(consent.set(odd as ConsentChoice)).toBe(false);
      expect(consent.state()).toEqual({ tier: 'memory', decided: false, reason: 'explicit call' });
      if (odd === undefined) continue;
      const other = world().open(odd as ConsentChoice);
      expect(other.state()).toMatchObject({ tier: 'memory', decided: false });
    }
  });
  test('limits where a signal cannot start', () => {
    const signal: ConsentSignal = {
      name: 'broken',
      start() {
        throw new Error('trap');
      },
    };
    const granting = {
      name: 'grants',
      start: (report: (verdict: ConsentVerdict) => void) => {
        report({ tier: 'persistent', decided: true });
        return () => {};
      },
    };
    const consent = createConsent({ signals: [granting, signal], onChange: () => {} });
    expect(consent.state()).toEqual({ ...UNDECIDED, reason: 'broken' });
  });
  test('stops every signal when destroyed', () => {
    const { open, reports, changes, stopped } = world();
    open().destroy();
    reports[0]({ tier: 'persistent', decided: true });
    expect([changes, stopped]).toEqual([[], ['b', 'a']]);
  });
});
