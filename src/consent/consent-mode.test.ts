import { describe, expect, test } from 'vitest';
import { consentMode } from './consent-mode.js';
import type { ConsentVerdict } from './consent-signal.js';

describe('Consent Mode', () => {
  const verdictOf = (...calls: unknown[][]) => {
    let verdict: ConsentVerdict | undefined;
    // gtag pushes its Arguments object.
    const dataLayer = calls.map((call) => ({ ...call, length: call.length }));
    consentMode({ dataLayer }).start((said) => {
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
  test('ignores other purposes and regional defaults', () => {
    expect(verdictOf(['consent', 'update', { ad_storage: 'denied' }])).toBeUndefined();
    expect(verdictOf(['consent', 'default', { ...granted, region: ['US-CA'] }])).toBeUndefined();
  });
});
