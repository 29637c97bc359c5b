import { expect, test } from 'vitest';
import type { Token } from '../encoding/token.js';
import type { Output } from '../engine/engine.js';
import { createLane } from '../lib/async/lane.js';
import { randomShopper } from './random-shopper.fixture.js';
import { scoreAll } from './scorer.js';
import { type AskedModel, scorerOf } from './scorer-of.js';

const answer = (name: string) => ({ name }) as unknown as Output;

/** A model whose engine, if any, says how many histories it was asked at once. */
function asked(backend: 'cpu' | 'webgl' | 'none') {
  const { scorer } = randomShopper(6, 2);
  const sizes: number[] = [];
  const model: AskedModel = {
    tokens: () => ({
      calibration: scorer.calibration,
      rows: scorer.rows,
      encode: scorer.encode,
      tokensOf: scorer.encode,
      baseline: () => answer('baseline'),
    }),
    engine: () =>
      backend === 'none'
        ? undefined
        : {
            async scoreBatch(histories) {
              sizes.push(histories.length);
              return histories.map((history) => answer(`engine ${history.length}`));
            },
          },
    engineStatus: () => ({ backend }),
    inTurn: createLane(),
  };
  let pauses = 0;
  const made = scorerOf(model, scorer.events, scorer.environment, async () => void pauses++);
  const said = async (histories: Token[][]) => {
    const names: string[] = [];
    await scoreAll(made, histories, async (output, at) => {
      names[at] = (output as unknown as { name: string }).name;
    });
    return { names, sizes, pauses };
  };
  return { made, scorer, said };
}
const histories = (count: number) => Array.from({ length: count }, (_, i) => Array(i % 3).fill({}));
const NAMES = ['baseline', 'engine 1', 'engine 2'];

test('the cpu is asked one history after another, the page in between', async () => {
  const { said } = asked('cpu');
  expect(await said(histories(3))).toEqual({ names: NAMES, sizes: [1, 1, 1], pauses: 3 });
});

test('a graphics card is asked 64 at once', async () => {
  const { names, sizes, pauses } = await asked('webgl').said(histories(150));
  expect([sizes, pauses]).toEqual([[64, 64, 22], 3]);
  expect(names).toEqual(Array.from({ length: 150 }, (_, i) => NAMES[i % 3]));
});

test('without an engine the baseline answers all', async () => {
  expect((await asked('none').said(histories(2))).names).toEqual(['baseline', 'baseline']);
});

test('it keeps the history of its time', () => {
  const { made, scorer } = asked('cpu');
  expect(made.events).toEqual(scorer.events);
  expect(made.events).not.toBe(scorer.events);
  expect(made.tokens).toEqual(scorer.encode(scorer.events));
});
