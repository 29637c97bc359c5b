import { describe, expect, test } from 'vitest';
import { seededRandom } from '../lib/platform.js';
import type { ConsentChoice, ConsentState } from './consent.js';
import { createConsent } from './consent.js';
import { consentMode } from './consent-mode.js';
import type { ConsentSignal, ConsentVerdict } from './consent-signal.js';
import { CONSENT_TIERS } from './consent-signal.js';
import { globalPrivacyControl } from './global-privacy-control.js';

type Say = 'allow' | 'limit' | 'noise';

/** A page where the signal lives, and how to make it speak. */
const SIGNALS: Record<string, () => { signal: ConsentSignal; say: (what: Say) => void }> = {
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
  const listen = (signal: ConsentSignal) => {
    const reports: (ConsentVerdict | undefined)[] = [];
    const stop = signal.start((verdict) => reports.push(verdict));
    return { stop, last: () => reports.at(-1), count: () => reports.length };
  };
  test('is called what it is', () => expect(open().signal.name).toBe(name));
  test('says nothing when nobody said anything', () => {
    expect(listen(open().signal).last()).toBeUndefined();
  });
  test('reports at start what was said before, and limits to memory', () => {
    const { signal, say } = open();
    say('limit');
    expect(listen(signal).last()?.tier).toBe('memory');
  });
  test('never limits when the page allows', () => {
    const { signal, say } = open();
    say('allow');
    expect(listen(signal).last()?.tier ?? 'persistent').toBe('persistent');
  });
  test('noise neither throws nor allows', () => {
    const { signal, say } = open();
    say('noise');
    const heard = listen(signal);
    say('noise');
    expect(heard.last()).toBeUndefined();
  });
  test('is silent after the undo', () => {
    const { signal, say } = open();
    const heard = listen(signal);
    heard.stop();
    const before = heard.count();
    say('limit');
    expect(heard.count()).toBe(before);
  });
});

describe('Consent Mode', () => {
  const verdictOf = (...calls: unknown[][]) => {
    let verdict: ConsentVerdict | undefined;
    // What gtag pushes is an Arguments object.
    const dataLayer = calls.map((call) => ({ ...call, length: call.length }));
    consentMode({ dataLayer }).start((said) => {
      verdict = said;
    });
    return verdict;
  };
  const denied = { personalization_storage: 'denied' };
  const granted = { personalization_storage: 'granted' };

  test('a default limits without deciding; an update decides', () => {
    expect(verdictOf(['consent', 'default', denied])).toEqual({ tier: 'memory', decided: false });
    expect(verdictOf(['consent', 'default', denied], ['consent', 'update', granted])).toEqual({
      tier: 'persistent',
      decided: true,
    });
    // An update about something else is not a choice about this.
    expect(
      verdictOf(['consent', 'default', denied], ['consent', 'update', { ad_storage: 'granted' }]),
    ).toEqual({ tier: 'memory', decided: false });
    expect(verdictOf(['consent', 'update', denied])).toEqual({ tier: 'memory', decided: true });
  });
  test('functionality counts only where personalization is unset', () => {
    const functional = { functionality_storage: 'granted', ad_storage: 'denied' };
    expect(verdictOf(['consent', 'update', functional])?.tier).toBe('persistent');
    expect(verdictOf(['consent', 'update', { ...functional, ...denied }])?.tier).toBe('memory');
  });
  test('other purposes and regional defaults say nothing', () => {
    expect(verdictOf(['consent', 'update', { ad_storage: 'denied' }])).toBeUndefined();
    expect(verdictOf(['consent', 'default', { ...granted, region: ['US-CA'] }])).toBeUndefined();
  });
});

describe('the rule', () => {
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

  test('memory until somebody says something', () => {
    const { open, changes } = world();
    expect(open().state()).toEqual({ tier: 'memory', decided: false, reason: 'no signal yet' });
    expect(changes).toEqual([]);
  });
  test('the lowest of what the signals say', () => {
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
  test('an explicit call wins, both ways, until it is left to the signals again', () => {
    const { open, reports } = world();
    const consent = open();
    reports[0]({ tier: 'memory', decided: false });
    consent.set('granted');
    expect(consent.state()).toEqual({ tier: 'persistent', decided: true, reason: 'explicit call' });
    reports[0]({ tier: 'persistent', decided: true });
    consent.set('denied');
    expect(consent.state().tier).toBe('off');
    consent.set('auto');
    expect(consent.state()).toEqual({ tier: 'persistent', decided: true, reason: 'a' });
    for (const tier of CONSENT_TIERS) {
      consent.set(tier);
      expect(consent.state().tier).toBe(tier);
    }
  });
  test('a choice that is none changes nothing', () => {
    const consent = world().open('granted');
    for (const odd of ['yes', '', undefined, null, {}, 3]) {
      expect(consent.set(odd as ConsentChoice)).toBe(false);
    }
    expect(consent.state().tier).toBe('persistent');
  });
  test('after destroy every signal is stopped and nothing is heard', () => {
    const { open, reports, changes, stopped } = world();
    open().destroy();
    reports[0]({ tier: 'persistent', decided: true });
    expect([changes, stopped]).toEqual([[], ['b', 'a']]);
  });
});
