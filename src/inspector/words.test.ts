import { expect, test } from 'vitest';
import type { ShopEvent } from '../events/event.js';
import { createSpeech } from './speech.js';
import { words as german } from './tables/de.js';
import { words as chinese } from './tables/zh.js';
import { ACTIONS, BANDS, DID, did } from './words.js';

const demo = (file: string) => import(new URL(`../../demo/${file}`, import.meta.url).href);

test('the inspector and the demo call things by the same words', async () => {
  const own = await demo('words.js');
  expect({ ACTIONS, BANDS, DID }).toEqual({
    ACTIONS: own.ACTIONS,
    BANDS: own.BANDS,
    DID: own.DID,
  });
});

test.each([
  ['de', german],
  ['zh', chinese],
])('and in %s too', async (lang, words) => {
  const own = (await demo(`lang/panels-${lang}.js`)).words;
  for (const english of [ACTIONS, BANDS, DID].flatMap((one) => Object.values(one))) {
    // A column of the studio is narrow, so its words may break.
    expect([english, words[english]]).toEqual([english, own[english].replaceAll('\u00ad', '')]);
  }
});

test('an event in words has the name of its product, whatever is in it', () => {
  const speech = createSpeech();
  const event: ShopEvent = { ts: 0, session: '', source: 'track', type: 'cart', item: 'a' };
  expect(did(event, () => 'Lamp $& {query}', speech)).toBe('puts Lamp $& {query} into the cart');
  const search = { ...event, type: 'search', item: undefined } as const;
  expect(did({ ...search, query: 'a lamp' }, String, speech)).toBe('searches “a lamp”');
  expect(did(search, String, speech)).toBe('searches');
});
