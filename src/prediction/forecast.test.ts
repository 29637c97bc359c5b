import { expect, test } from 'vitest';
import { softmax } from '../engine/softmax.js';
import { ACTION_TYPES } from '../events/event.js';
import { NEXT_ACTIONS } from './calibrate.js';
import { createDraw } from './draw.js';
import { forecast } from './forecast.js';
import { randomShopper } from './random-shopper.fixture.js';
import { seededRandom } from '../lib/random.js';

test('the same seed gives the same futures, another seed different ones', async () => {
  const { scorer } = randomShopper(12, 5);
  const first = await forecast(scorer, { seed: 1, samples: 16 });
  expect(await forecast(scorer, { seed: 1, samples: 16 })).toEqual(first);
  expect((await forecast(scorer, { seed: 2, samples: 16 })).futures).not.toEqual(first.futures);
});

test('one step ahead has the probabilities of the model', async () => {
  const { scorer, engine } = randomShopper(12, 5);
  const { futures, summary } = await forecast(scorer, { steps: 1, samples: 1024, seed: 1 });
  const output = await engine.score(scorer.tokens);
  const actions = softmax(output.actions);
  NEXT_ACTIONS.forEach((action, i) => {
    // Four standard deviations of a share of 1,024.
    const spread = 4 * Math.sqrt((actions[i] * (1 - actions[i])) / 1024) + 1e-6;
    expect(Math.abs(summary.actions[action] - actions[i])).toBeLessThan(spread);
  });
  const click = await output.items(ACTION_TYPES.indexOf('click'));
  const clicks = futures.flatMap(({ events }) => events.filter(({ type }) => type === 'click'));
  const likeliest = click.indexOf(Math.max(...click));
  const share = clicks.filter(({ item }) => item === `item-${likeliest}`).length / clicks.length;
  const chance = click[likeliest];
  expect(Math.abs(share - chance)).toBeLessThan(4 * Math.sqrt(chance / clicks.length));
});

test('a future ends when the shopper leaves, or at the length asked for', async () => {
  const { scorer } = randomShopper(12, 7);
  const actions = { temperature: 1, bias: [0, 0, 0, 0, 0, 0, 0, 0, 3] };
  scorer.calibration = { ...scorer.calibration, actions };
  const { futures } = await forecast(scorer, { steps: 4, samples: 64, seed: 1 });
  expect(futures).toHaveLength(64);
  for (const { events, left } of futures) {
    expect(events.length).toBeLessThanOrEqual(left ? 3 : 4);
    if (!left) expect(events).toHaveLength(4);
  }
  expect(futures.some(({ left }) => left)).toBe(true);
});

test('with top-k 1 all futures are the likeliest one', async () => {
  const { scorer } = randomShopper(12, 5);
  const { futures } = await forecast(scorer, { topK: 1, samples: 8 });
  for (const future of futures) expect(future).toEqual(futures[0]);
});

test('invalid options fall back to defaults', async () => {
  const { scorer } = randomShopper(3, 5);
  const odd = { steps: Number.NaN, samples: -1, temperature: -3, seed: 1 };
  expect((await forecast(scorer, odd)).futures).toHaveLength(64);
});

test('top-k and top-p cut the tail; temperature sharpens', () => {
  const chances = [0.5, 0.3, 0.15, 0.05];
  const drawn = (options: Parameters<typeof createDraw>[1]) => {
    const draw = createDraw(chances, options, seededRandom(3));
    return new Set(Array.from({ length: 500 }, draw));
  };
  expect(drawn({})).toEqual(new Set([0, 1, 2, 3]));
  expect(drawn({ topK: 2 })).toEqual(new Set([0, 1]));
  expect(drawn({ topP: 0.9 })).toEqual(new Set([0, 1, 2]));
  expect(drawn({ temperature: 0 })).toEqual(new Set([0]));
});
