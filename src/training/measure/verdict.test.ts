import { expect, test } from 'vitest';
import { seededRandom } from '../../lib/random.js';
import type { Observation } from './observation.js';
import type { Report } from './report.js';
import { verdictOf } from './verdict.js';
import { verdictText } from './verdict-text.js';

const GOOD = { value: 0.02, low: 0.01, high: 0.03, perfect: 0.02 };
const random = seededRandom(4);

/**
 * Predictions by four per shopper.
 * @param hits how often each method has the next product on its shelf.
 * @param chance of the next action, by method.
 */
function predictions(n: number, hits: number[], chance = [0.4, 0.4, 0.4]): Observation[] {
  return Array.from(
    { length: n },
    (_, event) =>
      ({
        event,
        ranks: hits.map((share) => (random() < share ? 1 + Math.floor(random() * 4) : Infinity)),
        actions: chance.map((one) => ({ chance: one * (0.8 + 0.4 * random()), hit: true })),
      }) as Observation,
  );
}
const judge = (list: Observation[], actionsTold = 3) =>
  verdictOf(
    list,
    Int32Array.from(list, (_, i) => i >> 2),
    actionsTold,
    [GOOD],
  );
const text = (list: Observation[], actionsTold = 3) =>
  verdictText({
    verdict: judge(list, actionsTold),
    predictions: list.length,
  } as unknown as Report);

test('better than all lists and no worse at actions: ship it, naming the closest', () => {
  const list = predictions(4000, [0.5, 0.2, 0.3, 0.4, 0.65]);
  expect(judge(list)).toMatchObject({
    ship: true,
    shoppers: 1000,
    item: { method: 'recently viewed', standing: 'better' },
    action: { standing: 'level' },
  });
  expect(text(list)).toMatch(
    /^Verdict: ship it\.\nNext product: better than recently viewed, which comes closest \(recall@20 \+1\d\.\d \(\+1\d\.\d … \+1\d\.\d\) points; MRR@20/,
  );
});

test('one list that does as well is enough not to ship', () => {
  const list = predictions(4000, [0.65, 0.2, 0.3, 0.4, 0.65]);
  expect(judge(list)).toMatchObject({
    ship: false,
    item: { method: 'recently viewed', standing: 'level' },
  });
  expect(text(list)).toContain(
    'Verdict: do not ship it.\nNext product: not better than recently viewed',
  );
  expect(judge(predictions(4000, [0.2, 0.3, 0.4, 0.8, 0.65])).item).toMatchObject({
    method: 'V-SKNN',
    standing: 'worse',
  });
});

test('a few predictions prove nothing, however well they went', () => {
  expect(judge(predictions(31, [0, 0, 0, 0, 1]))).toMatchObject({
    ship: false,
    item: { standing: 'level' },
  });
});

test('worse at the next action: not shipped, whatever the products', () => {
  const list = predictions(4000, [0.2, 0.2, 0.2, 0.2, 0.6], [0.4, 0.5, 0.3]);
  expect(judge(list)).toMatchObject({
    ship: false,
    action: { method: 'last-action Markov', standing: 'worse' },
  });
});

test('better at actions only: says what it is good for', () => {
  const list = predictions(4000, [0.6, 0.2, 0.2, 0.2, 0.6], [0.3, 0.4, 0.6]);
  expect(judge(list)).toMatchObject({ ship: false, action: { standing: 'better' } });
  expect(text(list)).toContain('Rules on the next action gain from it');
});

test('a log with one kind of action is judged by its products', () => {
  const verdict = judge(predictions(4000, [0.2, 0.2, 0.2, 0.2, 0.6], [0.4, 0.5, 0.1]), 1);
  expect(verdict).toMatchObject({ ship: true, action: undefined });
});

test('without a next product the actions decide', () => {
  const list = predictions(4000, [], [0.3, 0.4, 0.6]).map((one) => ({ ...one, ranks: undefined }));
  expect(judge(list)).toMatchObject({ ship: true, item: undefined });
  expect(text(list)).toContain('nothing to measure');
});

test('chances that are off are told', () => {
  const list = predictions(400, [0, 0, 0, 0, 1]);
  const shoppers = Int32Array.from(list, (_, i) => i);
  const isOff = (value: number, low: number, perfect: number) =>
    verdictOf(list, shoppers, 3, [{ value, low, high: 2 * value - low, perfect }]).chancesOff;
  expect(isOff(0.12, 0.08, 0.03)).toBe(true);
  // Seen with many shoppers, an error of 0.045 is one; with few, an error of 0.09 is none.
  expect(isOff(0.045, 0.035, 0.01)).toBe(true);
  expect(isOff(0.09, 0.02, 0.04)).toBe(false);
  // Certain, and too small to matter.
  expect(isOff(0.012, 0.01, 0.004)).toBe(false);
});
