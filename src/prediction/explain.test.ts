import { expect, test } from 'vitest';
import { encode } from '../encoding/encode.js';
import { softmax } from '../engine/softmax.js';
import { ACTION_TYPES } from '../events/event.js';
import { explain } from './explain.js';
import { readScores } from './score.js';
import { randomShopper } from './random-shopper.fixture.js';

test('each influence is the difference of two oracle runs', async () => {
  const { engine, scorer } = randomShopper(20, 3);
  const { events, rows } = scorer;
  const item = events[18].item as string;
  const chanceAfter = async (history: typeof events) => {
    const output = await engine.score(encode(history, rows));
    const actions = softmax(output.actions);
    let sum = 0;
    for (const type of ['click', 'cart', 'purchase'] as const) {
      const action = ACTION_TYPES.indexOf(type);
      sum += actions[action] * (await output.items(action))[rows.indexOf(item)];
    }
    return sum;
  };
  const influences = await explain(scorer, item, readScores);
  expect(influences).toHaveLength(16);
  const whole = await chanceAfter(events);
  for (const { event, change } of influences) {
    const without = await chanceAfter(events.filter((other) => other !== event));
    expect(change).toBeCloseTo(whole - without, 5);
  }
  const sizes = influences.map(({ change }) => Math.abs(change));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  expect(sizes[0]).toBeGreaterThan(0.001);
});

test('an unknown item and an empty history have no influences', async () => {
  expect(await explain(randomShopper(4, 1).scorer, 'nowhere', readScores)).toEqual([]);
  expect(await explain(randomShopper(0, 1).scorer, 'item-1', readScores)).toEqual([]);
});
