import { describe, expect, test } from 'vitest';
import type { ConsentState } from './consent.js';
import { createConsent } from './consent.js';
import type { ConsentSignal, ConsentVerdict } from './consent-signal.js';
import { UNDECIDED } from './consent-signal.js';
import {
  ALLOWS,
  fakePlatform,
  fakeWindow,
  GRANTED,
  listen,
  tcData,
} from './fake-platform.fixture.js';
import { lateSignal } from './late-signal.js';
import { platformSignals } from './platform-signals.js';
import * as platforms from './platforms.js';

/** A load that ends when the test says so. */
function loader<T>() {
  let settle: { resolve(loaded: T): void; reject(): void } | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject: () => reject(new Error('offline')) };
  });
  const after = async (work?: () => void) => {
    work?.();
    for (let turn = 0; turn < 5; turn++) await null;
  };
  return {
    load: () => promise,
    arrive: (loaded: T) => after(() => settle?.resolve(loaded)),
    fail: () => after(() => settle?.reject()),
  };
}

const says = (...verdicts: (ConsentVerdict | undefined)[]): ConsentSignal => ({
  name: 'default',
  start(report) {
    verdicts.forEach(report);
    return () => {};
  },
});

describe('a signal that is still being loaded', () => {
  test('reports memory if its platform is on the page, then the answer', async () => {
    const { load, arrive } = loader<ConsentSignal>();
    const { reports } = listen(lateSignal('late', () => true, load));
    expect(reports).toEqual([UNDECIDED]);
    await arrive(says(UNDECIDED, GRANTED));
    expect(reports).toEqual([UNDECIDED, GRANTED]);
  });
  test('passes on what is said later, until the undo, which may come twice', async () => {
    const { load, arrive } = loader<ConsentSignal>();
    const heard = listen(lateSignal('late', () => false, load));
    let say: (verdict?: ConsentVerdict) => void = () => {};
    let stops = 0;
    await arrive({
      name: 'default',
      start(report) {
        say = report;
        return () => stops++;
      },
    });
    expect(heard.reports).toEqual([undefined]);
    say(GRANTED);
    say(UNDECIDED);
    expect(heard.reports).toEqual([undefined, GRANTED, UNDECIDED]);
    heard.stop();
    heard.stop();
    expect(stops).toBe(1);
  });
  test('drops the limit when it has no opinion', async () => {
    const { load, arrive } = loader<ConsentSignal>();
    const heard = listen(lateSignal('late', () => true, load));
    await arrive(says());
    expect(heard.last()).toBeUndefined();
  });
  test('reports nothing without its platform, but is still loaded', async () => {
    const { load, arrive } = loader<ConsentSignal>();
    const { reports } = listen(lateSignal('late', () => undefined, load));
    expect(reports).toEqual([]);
    await arrive(says(ALLOWS));
    expect(reports).toEqual([ALLOWS]);
  });
  test('keeps the limit when it cannot be loaded', async () => {
    const { load, fail } = loader<ConsentSignal>();
    const { reports } = listen(lateSignal('late', () => true, load));
    await fail();
    expect(reports).toEqual([UNDECIDED]);
  });
  test('limits when it cannot start, or its platform came after a load that failed', async () => {
    const broken = loader<ConsentSignal>();
    const heard = listen(lateSignal('late', () => false, broken.load));
    await broken.arrive({
      name: 'default',
      start() {
        throw new Error('trap');
      },
    });
    expect(heard.last()).toEqual(UNDECIDED);
    let isHere = false;
    const failing = loader<ConsentSignal>();
    const later = listen(lateSignal('late', () => isHere, failing.load));
    isHere = true;
    await failing.fail();
    expect(later.last()).toEqual(UNDECIDED);
  });
  test('is not started when it arrives after the undo', async () => {
    const { load, arrive } = loader<ConsentSignal>();
    const heard = listen(lateSignal('late', () => false, load));
    heard.stop();
    await arrive(says(GRANTED));
    expect(heard.reports).toEqual([]);
  });
});

describe('the platforms of a page', () => {
  const world = (host: Record<string, unknown>) => {
    const chunk = loader<typeof platforms>();
    const changes: ConsentState[] = [];
    const consent = createConsent({
      signals: [says(ALLOWS), ...platformSignals(host, chunk.load)],
      onChange: (state) => changes.push(state),
    });
    return { consent, changes, arrive: () => chunk.arrive(platforms) };
  };

  test.each([
    ['tcf', { __tcfapi: () => {} }],
    ['gpp', { __gpp: () => {} }],
    ['shopify', { Shopify: { customerPrivacy: {} } }],
  ])('limit to memory until %s answers, whatever another signal allows', async (name, globals) => {
    const { consent, arrive } = world(Object.assign(fakeWindow(), globals));
    expect(consent.state()).toEqual({ ...UNDECIDED, reason: name });
    await arrive();
    // None of them has answered.
    expect(consent.state()).toEqual({ ...UNDECIDED, reason: name });
  });
  test('follow the answer of a platform', async () => {
    const host = Object.assign(fakeWindow(), { __tcfapi: fakePlatform(tcData([1, 5, 6])).api });
    const { consent, changes, arrive } = world(host);
    expect(consent.state().tier).toBe('memory');
    await arrive();
    expect(changes.map(({ tier }) => tier)).toEqual(['persistent']);
  });
  test('do not limit a page that has none', async () => {
    const { consent, changes, arrive } = world(fakeWindow());
    expect(consent.state()).toEqual({ ...ALLOWS, reason: 'default' });
    await arrive();
    expect(changes).toEqual([]);
  });
  test('limit where a getter throws: a platform may be there', () => {
    const trap = () => {
      throw new Error('trap');
    };
    const host = Object.defineProperty(fakeWindow(), '__gpp', { get: trap });
    expect(world(host).consent.state()).toEqual({ ...UNDECIDED, reason: 'gpp' });
  });
});
