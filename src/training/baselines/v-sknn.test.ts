import { expect, test } from 'vitest';
import { scored, sessions } from './scored.fixture.js';
import { createVSknn } from './v-sknn.js';

test('V-SKNN equals scores computed by hand', () => {
  // Four sessions; items 1 and 2 stand in two of them, 3 and 5 in one. Session so far: 1, 2.
  const baseline = createVSknn(sessions([1, 3], [1, 2], [2, 5], [4]), 6);
  // Likeness: [1, 3] 1/2, [1, 2] 3/2, [2, 5] 1. Decay by the last shared item: 0.9, 1, 1.
  const idf = { one: Math.log(4), two: Math.log(2) };
  const expected = [
    0,
    (0.5 * 0.9 + 1.5) * idf.two,
    (1.5 + 1) * idf.two,
    0.5 * 0.9 * idf.one,
    0,
    1 * idf.one,
  ];
  for (const round of [1, 2]) {
    // The second time shows that nothing is left over from the first.
    scored(baseline, [1, 2]).forEach((score, i) => {
      expect(score, `item ${i}, round ${round}`).toBeCloseTo(expected[i], 12);
    });
  }
});

test('V-SKNN reads only the latest 2,000 sessions', () => {
  const many = Array.from({ length: 2500 }, (_, i) => (i < 500 ? [0, 1] : [0, 2]));
  // One more item, or idf would be 0 everywhere.
  const baseline = createVSknn(sessions(...many, [3]), 4);
  const [, one, two] = scored(baseline, [0], 4);
  expect(one).toBe(0);
  expect(two).toBeGreaterThan(0);
});
