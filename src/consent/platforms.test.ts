import { describe, expect, test } from 'vitest';
import { UNDECIDED } from './consent-signal.js';
import type { FakeWindow } from './fake-platform.fixture.js';
import {
  DENIED,
  fakePlatform,
  fakeStub,
  fakeWindow,
  GRANTED,
  gppEvent,
  HOSTILE,
  listen,
  tcData,
} from './fake-platform.fixture.js';
import { gpp, tcf } from './platforms.js';

const PLATFORMS = {
  tcf: {
    open: tcf,
    global: '__tcfapi',
    yes: tcData([1, 5, 6]),
    no: tcData([1]),
    asking: tcData([], 'cmpuishown'),
  },
  gpp: {
    open: gpp,
    global: '__gpp',
    yes: gppEvent({ tcfeuv2: { PurposeConsents: [1, 5, 6] } }, [2]),
    no: gppEvent({ usnat: { SaleOptOut: 1 } }),
    asking: gppEvent({ usnat: { SaleOptOut: 1 } }, [7], 'not ready'),
  },
} as const;

describe.each(Object.values(PLATFORMS))(
  'a platform at $global',
  ({ open, global, yes, no, asking }) => {
    test('that is there from the start reports its answer and every change', () => {
      const host = fakeWindow();
      const platform = fakePlatform(yes);
      host[global] = platform.api;
      const heard = listen(open(host));
      expect(heard.reports).toEqual([GRANTED]);
      platform.say(asking);
      expect(heard.last()).toEqual(GRANTED);
      platform.say(no);
      expect(heard.last()).toEqual(DENIED);
    });

    test('that is still asking reports memory until the shopper answers', () => {
      const host = fakeWindow();
      const platform = fakePlatform(asking);
      host[global] = platform.api;
      const heard = listen(open(host));
      expect(heard.reports).toEqual([UNDECIDED]);
      host.loaded();
      platform.say(yes);
      expect(heard.last()).toEqual(GRANTED);
    });

    test.each(['hands its queue over', 'drops its queue'])('a stub that %s', (kind) => {
      const host = fakeWindow();
      const stub = fakeStub();
      host[global] = stub.api;
      const heard = listen(open(host));
      expect(heard.reports).toEqual([UNDECIDED]);
      const platform = fakePlatform(yes);
      host[global] = platform.api;
      if (kind === 'hands its queue over') stub.handOver(platform);
      host.loaded();
      expect(heard.last()).toEqual(GRANTED);
      platform.say(no);
      expect(heard.last()).toEqual(DENIED);
      // One listener is left, whichever of the two registered it.
      expect(platform.listeners()).toBe(1);
      heard.stop();
      expect(platform.listeners()).toBe(0);
    });

    test('that loads late is found when any script or the page has loaded', () => {
      for (const loads of [
        (host: FakeWindow) => host.loaded(),
        (host: FakeWindow) => (host as unknown as EventTarget).dispatchEvent(new Event('load')),
        (host: FakeWindow) => host.document.dispatchEvent(new Event('DOMContentLoaded')),
      ]) {
        const host = fakeWindow();
        const heard = listen(open(host));
        expect(heard.reports).toEqual([]);
        host[global] = fakePlatform(no).api;
        loads(host);
        expect(heard.reports).toEqual([DENIED]);
      }
    });

    test('that never loads is not created by us', () => {
      const host = fakeWindow();
      const heard = listen(open(host));
      host.loaded();
      expect([global in host, heard.reports]).toEqual([false, []]);
    });

    test('reports nothing after the undo and leaves no listener', () => {
      const host = fakeWindow();
      const stub = fakeStub();
      host[global] = stub.api;
      const heard = listen(open(host));
      heard.stop();
      const before = heard.reports.length;
      const platform = fakePlatform(yes);
      stub.handOver(platform);
      host[global] = platform.api;
      host.loaded();
      platform.say(no);
      expect([heard.reports.length, platform.listeners()]).toEqual([before, 0]);
    });

    test('treats hostile answers as no consent, and reads the next good one', () => {
      const host = fakeWindow();
      const platform = fakePlatform(no);
      host[global] = platform.api;
      const heard = listen(open(host));
      const gppAnswers = (junk: unknown) => [
        junk,
        { signalStatus: 'ready', applicableSections: junk, parsedSections: {} },
        { signalStatus: 'ready', applicableSections: [7], parsedSections: junk },
        { signalStatus: 'ready', applicableSections: [7], parsedSections: { usnat: junk } },
        { signalStatus: 'ready', applicableSections: [7], parsedSections: { usnat: [junk] } },
        gppEvent({ tcfeuv2: { PurposeConsents: junk } }, [2]).pingData,
        gppEvent({ usnat: { KnownChildSensitiveDataConsents: junk } }).pingData,
      ];
      for (const [i, junk] of HOSTILE.entries()) {
        for (const pingData of gppAnswers(junk)) {
          platform.say({ eventStatus: 'tcloaded', purpose: junk, pingData });
          expect(heard.last()?.tier, `hostile ${i}`).toBe('memory');
        }
        platform.say({ eventStatus: 'tcloaded', purpose: { consents: junk }, pingData: junk });
        expect(heard.last()?.tier, `hostile ${i}`).toBe('memory');
      }
      platform.say(yes);
      expect(heard.last()).toEqual(GRANTED);
    });

    test.each([
      () => {
        throw new Error('broken');
      },
      'text',
      7,
      {},
      null,
    ])('survives a global that is no platform (%s)', (api) => {
      const host = fakeWindow();
      host[global] = api;
      const heard = listen(open(host));
      // What cannot be called is no platform; what fails may be one.
      expect(heard.reports).toEqual(typeof api === 'function' ? [UNDECIDED] : []);
      heard.stop();
    });

    test('is asked as its specification says; one that never called back is not asked to stop', () => {
      const host = fakeWindow();
      const calls: unknown[] = [];
      host[global] = (...args: unknown[]) => calls.push(args);
      listen(open(host)).stop();
      const version = global === '__tcfapi' ? [2] : [];
      expect(calls).toEqual([['addEventListener', ...version, expect.any(Function)]]);
    });
  },
);
