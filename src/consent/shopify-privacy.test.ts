import { expect, test } from 'vitest';
import type { ConsentVerdict } from './consent-signal.js';
import { UNDECIDED } from './consent-signal.js';
import type { FakeWindow } from './fake-platform.fixture.js';
import { ALLOWS, DENIED, fakeWindow, GRANTED, HOSTILE, listen } from './fake-platform.fixture.js';
import { shopifyPrivacy } from './shopify-privacy.js';

const api = (allowed: unknown, preferences: unknown = '') => ({
  customerPrivacy: {
    preferencesProcessingAllowed: () => allowed,
    currentVisitorConsent: () => ({ preferences }),
  },
});
const tell = (host: FakeWindow, name: string, detail?: object) =>
  host.document.dispatchEvent(Object.assign(new Event(name), { detail }));

test.each<[unknown, unknown, ConsentVerdict]>([
  [true, 'yes', GRANTED],
  [true, '', ALLOWS],
  [false, 'no', DENIED],
  [false, '', UNDECIDED],
  ['true', 'yes', DENIED],
  [undefined, {}, UNDECIDED],
  [true, 'yes, later', ALLOWS],
  [false, 'unknown: no', UNDECIDED],
])('reads preferences allowed: %o, chosen: %o', (allowed, preferences, verdict) => {
  const host = fakeWindow();
  host.Shopify = api(allowed, preferences);
  expect(listen(shopifyPrivacy(host)).reports).toEqual([verdict]);
});

test('asks the API when the visitor chooses', () => {
  const host = fakeWindow();
  host.Shopify = api(false);
  const heard = listen(shopifyPrivacy(host));
  host.Shopify = api(true, 'yes');
  tell(host, 'visitorConsentCollected', { preferencesAllowed: false });
  expect(heard.reports).toEqual([UNDECIDED, GRANTED]);
});

test.each([
  ['by a script of the theme', (host: FakeWindow) => host.loaded()],
  ['with its event', (host: FakeWindow) => tell(host, 'shopifyCustomerPrivacyApiLoaded')],
])('finds an API that loads late, %s', (_, arrive) => {
  const host = fakeWindow();
  host.Shopify = {};
  const heard = listen(shopifyPrivacy(host));
  host.loaded();
  expect(heard.reports).toEqual([]);
  host.Shopify = api(true, 'yes');
  arrive(host);
  host.loaded();
  expect(heard.reports).toEqual([GRANTED]);
});

test('uses the event alone if the API never loads', () => {
  const host = fakeWindow();
  const heard = listen(shopifyPrivacy(host));
  host.loaded();
  tell(host, 'visitorConsentCollected');
  expect(['Shopify' in host, heard.reports]).toEqual([false, []]);
  tell(host, 'visitorConsentCollected', { preferencesAllowed: false });
  expect(heard.last()).toEqual(DENIED);
  heard.stop();
  tell(host, 'visitorConsentCollected', { preferencesAllowed: true });
  expect(heard.reports).toHaveLength(1);
});

test('treats a broken API as no consent', () => {
  const broken = HOSTILE.flatMap((junk) => [
    junk,
    { preferencesProcessingAllowed: junk },
    { preferencesProcessingAllowed: () => junk, currentVisitorConsent: () => junk },
    { preferencesProcessingAllowed: () => true, currentVisitorConsent: junk },
  ]);
  for (const customerPrivacy of broken) {
    const host = fakeWindow();
    host.Shopify = { customerPrivacy };
    expect(listen(shopifyPrivacy(host)).last()?.tier ?? 'memory').toBe('memory');
  }
});
