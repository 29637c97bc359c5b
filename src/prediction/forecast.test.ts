import { describe, expect, test } from 'vitest';
import { softmax } from '../engine/softmax.js';
import { ACTION_TYPES, type NextAction, type ShopEvent } from '../events/event.js';
import { NEXT_ACTIONS } from './calibrate.js';
import { createDraw } from './draw.js';
import { forecast } from './forecast.js';
import { randomShopper } from './random-shopper.fixture.js';
import { seededRandom } from '../lib/random.js';
import type { Scorer } from './scorer.js';

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

/** Futures that are known beforehand: the network says nothing, the calibration all. */
function sure(bias: Partial<Record<NextAction, number>>, seen = randomShopper(0, 5)) {
  const { scorer } = seen;
  const actions = {
    temperature: 1,
    bias: NEXT_ACTIONS.map((action) => bias[action] ?? -1e4),
  };
  scorer.calibration = { ...scorer.calibration, actions };
  return scorer;
}
const faultsOf = async (scorer: Scorer, given: unknown) => {
  const faults: string[] = [];
  const result = await forecast(
    scorer,
    given as object,
    ({ detail }) => void faults.push(`${detail}`),
  );
  return { faults, ...result };
};

test('an act that needs no product has none; the summary counts futures, not events', async () => {
  const { futures, summary } = await forecast(sure({ search: 0 }), { steps: 2, samples: 4 });
  const events = [{ type: 'search' }, { type: 'search' }];
  expect(futures).toEqual(Array(4).fill({ events, left: false }));
  expect(summary.actions).toMatchObject({ search: 1, click: 0, leave: 0 });
  expect(summary.items).toEqual([]);
});

test.each(['click', 'cart', 'purchase', 'remove', 'wishlist'] as const)(
  'a %s has a product',
  async (type) => {
    const { futures } = await forecast(sure({ [type]: 0 }), { steps: 1, samples: 8, seed: 2 });
    for (const { events } of futures) expect(events[0].item).toMatch(/^item-\d+$/);
  },
);

test('all leave where leaving is sure, and nobody is asked further', async () => {
  const scorer = sure({ leave: 0 });
  const { score } = scorer;
  let asked = 0;
  scorer.score = (histories, read) => {
    asked += histories.length;
    return score(histories, read);
  };
  const { futures, summary } = await forecast(scorer, { steps: 5, samples: 3 });
  expect(futures).toEqual(Array(3).fill({ events: [], left: true }));
  expect([summary.actions.leave, summary.actions.click, asked]).toEqual([1, 0, 1]);
});

test('the ten products in most futures are told, the likeliest first', async () => {
  const { futures, summary } = await forecast(sure({ click: 0 }), { samples: 256, seed: 1 });
  expect(summary.items).toHaveLength(10);
  const shares = summary.items.map(({ probability }) => probability);
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  for (const { id, probability } of summary.items) {
    const holds = futures.filter(({ events }) => events.some(({ item }) => item === id));
    expect(probability).toBeCloseTo(holds.length / 256, 9);
  }
});

describe('what is imagined', () => {
  /** The events that the network is asked about. */
  const imagined = async (past: Partial<ShopEvent>[], steps = 2) => {
    const scorer = sure({ search: 0 });
    scorer.events = past.map((event) => ({
      type: 'search',
      session: 's',
      source: 'track',
      ts: 0,
      ...event,
    }));
    scorer.tokens = scorer.encode(scorer.events);
    const { encode } = scorer;
    let last: readonly ShopEvent[] = [];
    scorer.encode = (events) => {
      last = events.slice(past.length);
      return encode(events);
    };
    await forecast(scorer, { steps: steps + 1, samples: 2 });
    return last.map(({ ts, session }) => [ts, session]);
  };

  test('goes on in the session, at its usual pace', async () => {
    const at = (ts: number, session = 's') => ({ ts: 1e12 + ts, session });
    // Gaps of 1, 2 and 60 s; the one between two visits is none.
    const past = [at(-9e6, 'r'), at(-8e6, 'r'), at(0), at(1000), at(3000), at(63_000)];
    expect(await imagined(past.slice(2))).toEqual([
      [1e12 + 65_000, 's'],
      [1e12 + 67_000, 's'],
    ]);
    expect(await imagined([at(-9e6, 'r'), at(0), at(1000)], 1)).toEqual([[1e12 + 2000, 's']]);
  });
  test('is counted over the last seventeen events', async () => {
    const past = Array.from({ length: 40 }, (_, i) => ({
      ts: 1e12 + (i < 23 ? i * 1000 : 22_000 + (i - 22) * 5000),
    }));
    expect(await imagined(past, 1)).toEqual([[past[39].ts + 5000, 's']]);
  });
  test('is twenty seconds apart where there is no pace yet', async () => {
    expect(await imagined([{ ts: 1e12 }], 1)).toEqual([[1e12 + 20_000, 's']]);
    expect(await imagined([], 1)).toEqual([[20_000, '']]);
  });
});

test.each<[object, number, number, string[]]>([
  [{ steps: 20, samples: 1 }, 20, 1, []],
  [{ steps: 1, samples: 1024 }, 1, 1024, []],
  [{ steps: '2', samples: 2.9 }, 2, 2, []],
  [{ steps: 21, samples: 2 }, 20, 2, ['forecast.steps']],
  [{ steps: 0, samples: 1025 }, 3, 1024, ['forecast.steps', 'forecast.samples']],
  [{ steps: null, samples: null }, 3, 64, []],
  [{ steps: 'many', sample: 8 }, 3, 64, ['forecast.steps', 'forecast.sample']],
  [{ topP: 2, samples: 1 }, 3, 1, ['forecast.topP']],
])(
  'of %j it takes %i steps and %i futures, and tells the rest',
  async (given, steps, count, told) => {
    const { faults, futures } = await faultsOf(sure({ checkout: 0 }), given);
    expect([futures.length, futures[0].events.length]).toEqual([count, steps]);
    expect(faults).toEqual(told);
  },
);

test('without a seed, chance is the page’s', async () => {
  const scorer = sure({ click: 0 });
  scorer.environment = { random: () => 0 };
  const { futures } = await forecast(scorer, { samples: 4, steps: 1 });
  expect(new Set(futures.map(({ events }) => events[0].item))).toEqual(new Set(['item-0']));
});
