import { expect, test } from 'vitest';
import type { ShopEvent } from '../events/event.js';
import { ACTIONS, BANDS, DID, did } from './words.js';

test('the inspector and the demo call things by the same words', async () => {
  const demo = await import(new URL('../../demo/words.js', import.meta.url).href);
  expect({ ACTIONS, BANDS, DID }).toEqual({
    ACTIONS: demo.ACTIONS,
    BANDS: demo.BANDS,
    DID: demo.DID,
  });
});

test('an event in words has the name of its product, whatever is in it', () => {
  const event: ShopEvent = { ts: 0, session: '', source: 'track', type: 'cart', item: 'a' };
  expect(did(event, () => 'Lamp $& {query}')).toBe('puts Lamp $& {query} into the cart');
  expect(did({ ...event, type: 'search', item: undefined, query: 'a lamp' }, String)).toBe(
    'searches “a lamp”',
  );
  expect(did({ ...event, type: 'search', item: undefined }, String)).toBe('searches');
});
