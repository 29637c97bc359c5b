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

  test('counts what is refused, and goes on', () => {
    const good = counts([1, 0], [2, 1]).rules[0];
    const wrong: unknown[] = [null, 5, { rules: 'x' }, { rules: [null, { rule: '__proto__' }] }];
    const refused = (given: unknown[]) => liftOf(given as LiftCounts[]).refused;
    expect(refused(wrong)).toBe(5);
    for (const arm of [
      1,
      { shoppers: -1 },
      { value: Number.NaN },
      { orders: Infinity },
      { clicks: '' },
      { shoppers: 3, buyers: 9 },
      { shoppers: '9', buyers: '10' },
      { shoppers: 3, buyer: 1 },
    ]) {
      const given = [{ rules: [{ ...good, treatment: arm }, good] }] as unknown as LiftCounts[];
      const lift = liftOf(given);
      expect([arm, lift.refused, lift.rules.length]).toEqual([arm, 1, 1]);
      expect(lift.rules[0].treatment).toEqual(good.treatment);
    }
    expect(refused([{ recommendations: { shown: 'x' } }])).toBe(1);
    expect(refused([{ recommendations: { shown: 1, clicked: 2 } }])).toBe(1);
    expect(refused([{ recommendations: { showed: 1 } }])).toBe(1);
    expect(refused([{ recommendation: { shown: 1 } }])).toBe(1);
    expect(refused([{ rules: [good] }])).toBe(0);
    // An older device lacks a count, and text is a number where it is one.
    const older = [{ rules: [{ rule: 'offer', treatment: { shoppers: '2' }, holdout: {} }] }];
    expect(liftOf(older as unknown as LiftCounts[])).toMatchObject({
      refused: 0,
      rules: [{ treatment: { shoppers: 2, carts: 0 } }],
    });
  });

  test('rules and devices without end are refused', () => {
    const many = (n: number, from = 0) => ({
      rules: Array.from({ length: n }, (_, i) => ({
        rule: `r${i + from}`,
        treatment: noCounts(),
        holdout: noCounts(),
      })),
      recommendations: { shown: 0, clicked: 0, carted: 0, bought: 0 },
    });
    expect(liftOf([many(900), many(900, 50)])).toMatchObject({ refused: 0 });
    const lift = liftOf([many(1000), many(3, 999)]);
    expect([lift.rules.length, lift.refused]).toEqual([1000, 2]);
    // One that would be walked for minutes.
    const endless = { ...many(0), rules: new Array(2 ** 32 - 1) };
    expect(liftOf([endless])).toMatchObject({ rules: [], refused: 1 });
    expect(() => liftOf(new Array(2 ** 32 - 1))).toThrow('liftOf is 4294967295: not allowed');
  });

  test.each([undefined, null, 'counts', counts([1, 0], [2, 1])])(
    'what is no list is told: %j',
    (given) => {
      expect(() => liftOf(given as unknown as LiftCounts[])).toThrow(
        expect.objectContaining({ code: 'BAD_OPTION', detail: 'liftOf' }),
      );
    },
  );

  test('the error shows what was given', () => {
    expect(() => liftOf('counts' as never)).toThrow('liftOf is "counts": not allowed');
  });
});
