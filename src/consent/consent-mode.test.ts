import { afterEach, describe, expect, test, vi } from 'vitest';
import { consentMode } from './consent-mode.js';
import type { ConsentVerdict } from './consent-signal.js';

describe('Consent Mode', () => {
  const verdictOf = (...calls: unknown[][]) => verdictIn(undefined, ...calls);
  const verdictIn = (region: string | undefined, ...calls: unknown[][]) => {
    let verdict: ConsentVerdict | undefined;
    // gtag pushes its Arguments object.
    const dataLayer = calls.map((call) => ({ ...call, length: call.length }));
    consentMode({ dataLayer }, region).start((said) => {
      verdict = said;
    });
    return verdict;
  };
  const denied = { personalization_storage: 'denied' };
  const granted = { personalization_storage: 'granted' };

  test('treats a default as a limit and an update as a choice', () => {
    expect(verdictOf(['consent', 'default', denied])).toEqual({ tier: 'memory', decided: false });
    expect(verdictOf(['consent', 'default', denied], ['consent', 'update', granted])).toEqual({
      tier: 'persistent',
      decided: true,
    });
    // An update of another purpose is no choice here.
    expect(
      verdictOf(['consent', 'default', denied], ['consent', 'update', { ad_storage: 'granted' }]),
    ).toEqual({ tier: 'memory', decided: false });
    expect(verdictOf(['consent', 'update', denied])).toEqual({ tier: 'memory', decided: true });
  });
  test('reads functionality_storage where personalization_storage is unset', () => {
    const functional = { functionality_storage: 'granted', ad_storage: 'denied' };
    expect(verdictOf(['consent', 'update', functional])?.tier).toBe('persistent');
    expect(verdictOf(['consent', 'update', { ...functional, ...denied }])?.tier).toBe('memory');
  });
  test('has no opinion on other purposes, nor where a default only grants elsewhere', () => {
    expect(verdictOf(['consent', 'update', { ad_storage: 'denied' }])).toBeUndefined();
    expect(verdictOf(['consent', 'default', { ...granted, region: ['US-CA'] }])).toBeUndefined();
  });
  test('no other command grants, however much it looks like one', () => {
    for (const words of [
      ['set', 'update'],
      ['event', 'default'],
      ['consent', 'revoke'],
      ['consent', undefined],
    ])
      expect(verdictOf([...words, granted])).toBeUndefined();
  });

  const both = { personalization_storage: 'denied', functionality_storage: 'denied' };
  const europe = ['consent', 'default', { ...both, region: ['DE', 'FR'] }];
  const world = ['consent', 'default', granted];
  const california = ['consent', 'default', { ...denied, region: 'us-ca' }];
  const states = ['consent', 'default', { ...granted, region: ['US'] }];
  const MEMORY = { tier: 'memory', decided: false };
  const PERSISTENT = { tier: 'persistent', decided: false };

  test.each([
    [[europe, world]],
    [[world, europe]],
    [[world, california, states]],
    [[['consent', 'default', denied], world]],
    [[['consent', 'default', denied], states]],
  ])('an unknown region: the strictest default counts %#', (calls) => {
    expect(verdictOf(...calls)).toEqual(MEMORY);
    const update = (state: object) => verdictOf(...calls, ['consent', 'update', state]);
    expect(update({ ad_storage: 'granted' })).toEqual(MEMORY);
    expect(update(granted)).toEqual({ tier: 'persistent', decided: true });
  });
  test('what an update leaves out keeps its default', () => {
    const update = ['consent', 'update', { functionality_storage: 'granted' }];
    expect(verdictOf(world, europe, update)).toEqual(MEMORY);
    const functional = { functionality_storage: 'denied' };
    expect(verdictOf(['consent', 'default', functional], update)).toEqual({
      tier: 'persistent',
      decided: true,
    });
  });
  test('a default after the update changes nothing', () => {
    expect(verdictOf(['consent', 'update', denied], world)).toEqual({
      tier: 'memory',
      decided: true,
    });
  });

  test.each([
    ['US-CA', 'memory'],
    ['US-NY', 'persistent'],
    ['US', 'persistent'],
    ['DE', 'memory'],
    ['DE-BY', 'memory'],
    ['AT', 'persistent'],
  ])('in %s the most specific default counts: %s', (region, tier) => {
    const calls = [europe, california, world, states];
    expect(verdictIn(region, ...calls)).toEqual({ tier, decided: false });
    expect(verdictIn(region, ...calls.reverse())).toEqual({ tier, decided: false });
  });
  test('a part of a country may be a number', () => {
    const tokyo = ['consent', 'default', { ...denied, region: 'JP-13' }];
    expect(verdictIn('JP-13', world, tokyo)).toEqual(MEMORY);
    expect(verdictIn('JP-14', world, tokyo)).toEqual(PERSISTENT);
  });
  test('denied in some regions, with nothing said of the others, limits where it is unknown', () => {
    expect(verdictOf(europe)).toEqual(MEMORY);
    expect(verdictOf(['consent', 'update', { ad_storage: 'granted' }], europe)).toEqual(MEMORY);
  });
  test('a default for other regions says nothing about this one', () => {
    expect(verdictIn('AT', europe, california)).toBeUndefined();
  });

  test.each([
    [[]],
    [''],
    [null],
    ['Germany'],
    [['DE', 'Bavaria']],
    [{}],
    [7],
    [['DE', {}]],
    [[['DE']]],
    ['D'],
    ['DE-'],
    ['DE-B+'],
  ])('the region %j cannot be read: it forbids everywhere, and allows nowhere', (region) => {
    for (const here of [undefined, 'US']) {
      const calls = (state: object) => ['consent', 'default', { ...state, region }];
      expect(verdictIn(here, world, calls(both))).toEqual(MEMORY);
      expect(verdictIn(here, calls(granted))).toBeUndefined();
    }
  });

  const trap = {
    get personalization_storage(): string {
      throw new Error('trap');
    },
  };
  test.each([
    [null],
    ['granted'],
    [undefined],
    [trap],
    [{ personalization_storage: 'Granted' }],
    [{ personalization_storage: true }],
    [{ personalization_storage: null }],
    [{ personalization_storage: ['granted'] }],
    [{ personalization_storage: {} }],
    [new Proxy({}, { getOwnPropertyDescriptor: () => void JSON.parse('{') })],
  ])('a state that cannot be read limits, until one can be: %#', (state) => {
    for (const kind of ['default', 'update']) {
      expect(verdictOf(world, ['consent', kind, state])).toEqual(MEMORY);
      const answered = verdictOf(['consent', kind, state], ['consent', 'update', granted]);
      expect(answered?.tier).toBe('persistent');
    }
  });

  describe('wait_for_update', () => {
    afterEach(() => void vi.useRealTimers());
    const waiting = (ms: unknown, ...more: unknown[][]) => {
      vi.useFakeTimers();
      const dataLayer: unknown[] = [['consent', 'default', { ...granted, wait_for_update: ms }]];
      const reports: unknown[] = [];
      const stop = consentMode({ dataLayer }).start((said) => reports.push(said));
      dataLayer.push(...more);
      return { reports, stop, last: () => reports[reports.length - 1] };
    };
    test('allows nothing before its end', () => {
      const { last } = waiting(500);
      vi.advanceTimersByTime(499);
      expect(last()).toEqual(MEMORY);
      vi.advanceTimersByTime(1);
      expect(last()).toEqual(PERSISTENT);
    });
    test('ends with the update', () => {
      expect(waiting(500, ['consent', 'update', granted]).last()).toMatchObject({
        tier: 'persistent',
      });
    });
    test.each([['500'], [Number.NaN], [2 ** 31], [1e12], [null], [{}]])(
      '%j lasts until the update',
      (ms) => {
        const { last } = waiting(ms);
        vi.advanceTimersByTime(1e6);
        expect(last()).toEqual(MEMORY);
      },
    );
    test('of a default on other purposes throws nothing at its end', () => {
      vi.useFakeTimers();
      const ads = ['consent', 'default', { ad_storage: 'denied', wait_for_update: 500 }];
      const reports: unknown[] = [];
      consentMode({ dataLayer: [ads] }).start((said) => reports.push(said));
      vi.advanceTimersByTime(500);
      expect(reports).toEqual([]);
    });
    test('reports nothing after the undo', () => {
      const { reports, stop } = waiting(500);
      const before = reports.length;
      stop();
      vi.advanceTimersByTime(1000);
      expect([reports.length, vi.getTimerCount()]).toEqual([before, 0]);
    });
  });
});
