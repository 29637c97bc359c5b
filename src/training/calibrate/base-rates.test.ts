import { expect, test } from 'vitest';
import { baseRates, type Outcomes } from './base-rates.js';

/** Positions of shoppers who each have one label for all of theirs. */
function outcomes(shoppers: number, positions: number, share: number): Outcomes {
  const whose = Array.from({ length: shoppers * positions }, (_, i) => Math.floor(i / positions));
  const every = Math.round(1 / share);
  return { labels: whose.map((shopper) => +(shopper % every === 0)), shoppers: whose };
}

test('many shoppers are believed', () => {
  const { rates } = baseRates(outcomes(20_000, 2, 0.1), outcomes(20_000, 2, 0.02), [0.98, 0.02]);
  expect(rates[1]).toBeGreaterThan(0.07);
  expect(rates[0] + rates[1]).toBeCloseTo(1, 12);
});

test('few shoppers change little, however many positions they have', () => {
  const now = outcomes(20, 50, 0.2);
  const { rates, dependence } = baseRates(now, outcomes(1000, 50, 0.02), [0.98, 0.02]);
  expect(rates[1]).toBeLessThan(0.04);
  expect(dependence).toBeGreaterThan(40);
});

test('where rates drifted before, the latest part is believed more', () => {
  // In sessions of their own: a tenth throughout, and from none to a fifth.
  const [steady, drifting] = [
    (i: number) => i % 10 === 0,
    (i: number) => (i * 7919) % 4000 < i / 5,
  ].map((isOne) => ({
    labels: Array.from({ length: 4000 }, (_, i) => +isOne(i)),
    shoppers: Array.from({ length: 4000 }, (_, i) => i),
  }));
  const now = outcomes(100, 2, 0.25);
  const [still, moved] = [steady, drifting].map((before) => baseRates(now, before, [0.9, 0.1]));
  expect(moved.rates[1]).toBeGreaterThan(still.rates[1] + 0.02);
});

test('the network has a say in what is expected', () => {
  const [now, before] = [outcomes(5, 4, 0.2), outcomes(1000, 4, 0.1)];
  const [low, high] = [0.1, 0.3].map((chance) => baseRates(now, before, [1 - chance, chance]));
  expect(low.rates[1]).toBeCloseTo(0.1, 1);
  expect(high.rates[1] / low.rates[1]).toBeGreaterThan(1.5);
});

test('what never came keeps a small rate', () => {
  const none = { labels: [0, 0, 0, 0], shoppers: [0, 1, 2, 3] };
  const { rates } = baseRates(none, none, [0.999, 0.001]);
  expect(rates[1]).toBeGreaterThan(0);
  expect(rates[1]).toBeLessThan(0.05);
});
