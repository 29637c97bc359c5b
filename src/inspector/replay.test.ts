import { expect, test } from 'vitest';
import type { ShopEvent } from '../events/event.js';
import { createSpeech } from './speech.js';
import { lastVisit, readVisit, trackArguments } from './replay.js';

const event = (
  session: string,
  type: ShopEvent['type'],
  more: Partial<ShopEvent> = {},
): ShopEvent => ({
  type,
  ts: 1,
  session,
  source: 'track',
  ...more,
});

test('the last visit is the last with more than one event', () => {
  const events = [
    event('a', 'click'),
    event('b', 'search'),
    event('b', 'click'),
    event('c', 'click'),
  ];
  expect(lastVisit(events).map(({ session }) => session)).toEqual(['b', 'b']);
  expect(lastVisit(events.slice(0, 2))).toEqual([]);
});

test.each([
  ['{', /^The file is not JSON/],
  ['{"events":{}}', /no list of events/],
  ['[]', /None of its 0 entries/],
  ['[{"type":"browse"},3]', /None of its 2 entries/],
])('%s is refused', (text, message) => {
  const refused = readVisit(text);
  expect('text' in refused && createSpeech().write(refused)).toMatch(message);
});

test('what is reported again is what it was, and an order is a new one', () => {
  const about = { id: 'rug', name: 'Rug' };
  const rug = event('a', 'purchase', { item: 'rug', price: 9, order: 'A-1', about });
  expect(trackArguments(rug)).toEqual(['purchase', about, { price: 9 }]);
  expect(trackArguments(event('a', 'search', { query: 'rugs' }))).toEqual(['search', 'rugs', {}]);
  expect(trackArguments(event('a', 'category', { category: ['Home', 'Rugs'] }))).toEqual([
    'category',
    ['Home', 'Rugs'],
    {},
  ]);
  expect(trackArguments(event('a', 'checkout'))).toEqual(['checkout', undefined, {}]);
});
