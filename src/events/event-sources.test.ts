import { expect, test } from 'vitest';
import { EVENT_SOURCES, PLATFORM_NAMES } from './event-sources.js';

test('every platform is an event source, and no name is used twice', () => {
  expect(EVENT_SOURCES).toEqual(expect.arrayContaining(PLATFORM_NAMES));
  expect(new Set(EVENT_SOURCES).size).toBe(EVENT_SOURCES.length);
});
