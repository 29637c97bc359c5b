import { expect, test } from 'vitest';
import { seededRandom } from '../lib/random.js';
import type { ShopEvent } from '../events/event.js';
import { createEventKeys } from './event-key.js';
import { isEventKey } from './record-keys.js';
import { createTimeline } from './timeline.js';

const event = (ts: number): ShopEvent => ({ type: 'click', ts, session: 's', source: 'track' });

test('a later key sorts later, even when the clock jumps back', () => {
  const last = createEventKeys(seededRandom(1))(1_700_000_000_000);
  const key = createEventKeys(seededRandom(2));
  const later = [
    key(1_600_000_000_000, last),
    key(1_700_000_000_000, last),
    key(1_800_000_000_000, last),
  ];
  for (const one of later) expect(one > last && isEventKey(one)).toBe(true);
  expect(later[2].startsWith('000001800000000000-')).toBe(true);
});

test('keys sort by time, then by write order, and are recognised as keys', () => {
  const key = createEventKeys(seededRandom(1));
  const keys = [5, 1_700_000_000_000, 1_700_000_000_000, 1_700_000_000_001].map((ts) => key(ts));
  expect([...keys].sort()).toEqual(keys);
  expect(new Set(keys).size).toBe(4);
  expect(keys.every(isEventKey)).toBe(true);
  expect([null, 5, '', 'abc', `${keys[0]}x`, ['a']].some(isEventKey)).toBe(false);
});

test('entries are in key order; the array is replaced only when an entry changes', () => {
  const timeline = createTimeline();
  for (const ts of [2, 3, 1]) timeline.add({ key: `k${ts}`, event: event(ts), here: true });
  const events = timeline.events();
  expect(events.map(({ ts }) => ts)).toEqual([1, 2, 3]);
  expect(timeline.add({ key: 'k2', event: event(9), here: true })).toBe(false);
  expect(timeline.keep(() => true)).toEqual([]);
  expect(timeline.events()).toBe(events);
  expect(timeline.keep(({ key }) => key !== 'k2').map(({ key }) => key)).toEqual(['k2']);
  expect(timeline.events()).toEqual([events[0], events[2]]);
  expect(timeline.has('k2')).toBe(false);
});
