import { expect, test } from 'vitest';
import { ACTION_TYPES } from '../../events/event.js';
import { createDataSetBuilder } from '../data/data-set.js';
import { createExamples } from '../data/examples.js';
import { createSplitLog } from '../data/split-log.js';
import { createActionBaselines } from './action-baselines.js';

test('next action is a smoothed count; an action that never comes has probability 0', () => {
  const builder = createDataSetBuilder();
  const add = (session: string, ...types: ('click' | 'cart')[]) => {
    for (const type of types) builder.add({ shopper: session, session, type, item: 'x' });
  };
  add('1', 'click', 'click', 'cart');
  add('2', 'click');
  const data = builder.finish();
  const { nextAction } = createExamples(data, () => undefined);
  const { prior, markov } = createActionBaselines(
    createSplitLog(data, () => 'train'),
    nextAction,
  );
  const [click, cart, leave] = [0, 1, ACTION_TYPES.length];
  // After a click came a click, a cart, the end; after a cart the end.
  expect([markov[0][click], markov[0][cart], markov[0][leave]]).toEqual([2 / 6, 2 / 6, 2 / 6]);
  expect([markov[1][click], markov[1][cart], markov[1][leave]]).toEqual([1 / 4, 1 / 4, 2 / 4]);
  expect([prior[click], prior[cart], prior[leave]]).toEqual([2 / 7, 2 / 7, 3 / 7]);
  expect(prior.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1);
  expect(prior[ACTION_TYPES.indexOf('purchase')]).toBe(0);
});
