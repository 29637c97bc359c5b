import { describe, expect, test } from 'vitest';
import { newcombe, wilson } from '../prediction/proportions.js';
import { type LiftCounts, liftOf, noCounts } from './lift.js';

const counts = (buyers: [number, number], shoppers: [number, number]): LiftCounts => ({
  rules: [
    {
      rule: 'offer',
      treatment: { ...noCounts(), buyers: buyers[0], shoppers: shoppers[0], value: 10 },
      holdout: { ...noCounts(), buyers: buyers[1], shoppers: shoppers[1] },
    },
  ],
  recommendations: { shown: 8, clicked: 2, carted: 1, bought: 0 },
});

describe('lift', () => {
  test('adds up devices by rule, and its result can be added up again', () => {
    const one = counts([1, 0], [1, 0]);
    const other = { ...one.rules[0], rule: 'other' };
    const sum = liftOf([one, counts([0, 1], [1, 1]), { ...one, rules: [other] }]);
    expect(sum.rules.map(({ rule }) => rule)).toEqual(['offer', 'other']);
    expect(sum.rules[0].treatment).toMatchObject({ shoppers: 2, buyers: 1, value: 20 });
    expect(sum.rules[0].holdout).toMatchObject({ shoppers: 1, buyers: 1 });
    expect(sum.recommendations).toEqual({ shown: 24, clicked: 6, carted: 3, bought: 0 });
    const twice = liftOf([sum, JSON.parse(JSON.stringify(sum))]);
    expect(twice.rules[0].treatment).toMatchObject({ shoppers: 4, buyers: 2, value: 40 });
  });

  test('compares shares of shoppers', () => {
    const { difference, ratio } = liftOf([counts([56, 48], [70, 80])]).rules[0];
    expect(difference).toEqual(newcombe(wilson(56, 70), wilson(48, 80)));
    expect(ratio?.value).toBeCloseTo(0.8 / 0.6, 10);
  });

  test.each<[[number, number], [number, number], RegExp]>([
    [[1, 0], [3, 0], /^not enough yet: no shopper was held out$/],
    [[0, 1], [0, 3], /^not enough yet: no shopper was acted on$/],
    [
      [7, 5],
      [100, 100],
      /^not enough yet: 7\.0% of 100 shoppers .* 5\.0% of 100 .* from -\d\.\d to \d\.\d points fits$/,
    ],
    [[90, 40], [1000, 1000], /^9\.0% .* 4\.0% .*: 2\.\d to 7\.\d points more \(95% interval\)$/],
    [[40, 90], [1000, 1000], /: 2\.\d to 7\.\d points fewer/],
  ])('puts %j buyers of %j shoppers into words', (buyers, shoppers, text) => {
    expect(liftOf([counts(buyers, shoppers)]).rules[0].text).toMatch(text);
  });

  test('takes any input without throwing', () => {
    const wrong = [null, 5, {}, { rules: 'x' }, { rules: [null, {}, { rule: '__proto__' }] }];
    const arm = { shoppers: -1, buyers: 'x', value: Number.NaN, orders: Infinity };
    const mean = [{ rules: [{ rule: 'offer', treatment: arm, holdout: 1 }] }];
    const { rules } = liftOf([...wrong, ...mean] as unknown as LiftCounts[]);
    expect(rules).toHaveLength(1);
    expect(rules[0].treatment).toEqual(noCounts());
    expect(liftOf(undefined as unknown as LiftCounts[]).rules).toEqual([]);
    const more = liftOf([counts([9, 9], [3, 3])]).rules[0];
    expect(more.difference?.value).toBe(0);
  });
});
