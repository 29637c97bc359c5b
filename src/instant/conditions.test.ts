import { expect, test } from 'vitest';
import { mayPrerender, whyNot } from './conditions.js';

const line = (fields: object) => Object.assign(new EventTarget(), fields);

test.each([
  [{}, undefined],
  [{ connection: line({}) }, undefined],
  [{ connection: line({ effectiveType: '4g', saveData: false }), deviceMemory: 8 }, undefined],
  [{ connection: line({ effectiveType: '4g', saveData: true }) }, 'saves-data'],
  [{ connection: line({ effectiveType: '3g' }) }, 'slow'],
  [{ connection: line({ effectiveType: '2g' }) }, 'slow'],
  [{ connection: line({ effectiveType: 'slow-2g' }) }, 'slow'],
  [{ deviceMemory: 1 }, 'little-memory'],
  [{ deviceMemory: 2 }, undefined],
])('%j: %s', (device, reason) => {
  expect(whyNot(device)).toBe(reason);
});

test('a prerendered page needs the memory of a second tab', () => {
  expect([2, 4, 8, undefined].map((deviceMemory) => mayPrerender({ deviceMemory }))).toEqual([
    false,
    true,
    true,
    true,
  ]);
});
