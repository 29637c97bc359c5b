import { expect, test } from 'vitest';
import { PLATFORMS } from '../events/event-sources.js';
import { ALL_SIGNS, showsAny } from './platform-signs.js';

const page = (globals: object, matches?: string) => ({
  document: { querySelector: (selector: string) => (selector === matches ? {} : null) },
  ...globals,
});

test.each([
  ['nothing', {}, undefined, false],
  ['an empty queue', { dataLayer: [] }, undefined, false],
  ['a queue with an entry', { dataLayer: [{}] }, undefined, true],
  ['a function', { __gpp: () => {} }, undefined, true],
  ['an element', {}, PLATFORMS.jsonld[0], true],
])('looks for the sign of a platform: %s', (_, globals, matches, expected) => {
  expect(showsAny(page(globals, matches), ALL_SIGNS)).toBe(expected);
});

test('no platform is mistaken for another', () => {
  const { segment, shopify } = PLATFORMS;
  const host = page({ posthog: {} });
  expect([showsAny(host, segment), showsAny(host, shopify)]).toEqual([true, false]);
});

test('a getter that throws is no sign of a platform', () => {
  const trap = () => {
    throw new Error('trap');
  };
  expect(showsAny(Object.defineProperty(page({}), 'Shopify', { get: trap }), ALL_SIGNS)).toBe(
    false,
  );
});
