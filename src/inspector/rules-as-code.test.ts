import { expect, test } from 'vitest';
import type { RankRules } from '../prediction/rank.js';
import { attributesOf, rulesAsCode } from './rules-as-code.js';

test('the line is code that gives the same rules', () => {
  const rules: RankRules = {
    k: 5,
    pinned: ["it's", 'a "b"', 'back\\slash'],
    exclude: ['current'],
    boost: { category: { 'Garden/Chairs': 2 }, brand: { Alder: 0.5 } },
    available: false,
    minProbability: undefined,
  };
  const code = rulesAsCode(rules);
  expect(code).toContain("exclude: ['current']");
  expect(code).not.toContain('minProbability');
  // Evaluated in the test only: it is what somebody pastes.
  const { minProbability: _, ...given } = rules;
  expect(new Function(`return (${code})`)()).toEqual(given);
});

test('functions stay the shop’s own, and cannot be attributes', () => {
  const rules: RankRules = { exclude: () => true, k: 3, fallback: ['a', 'b'] };
  expect(rulesAsCode(rules)).toBe("{ exclude: yours, k: 3, fallback: ['a', 'b'] }");
  expect(attributesOf(rules)).toMatchObject({ exclude: undefined, k: '3', fallback: 'a b' });
});
