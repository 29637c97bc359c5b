import { expect, test } from 'vitest';
import type { Token } from '../encoding/token.js';
import type { Output } from '../engine/engine.js';
import { softmax } from '../engine/softmax.js';
import { ACTION_TYPES } from '../events/event.js';
import { NEUTRAL_CALIBRATION } from '../model/model.js';
import { byOwnPast } from './by-own-past.js';
import { NEXT_ACTIONS } from './calibrate.js';

const calibration = {
  ...NEUTRAL_CALIBRATION,
  actions: { temperature: 1.3, bias: NEXT_ACTIONS.map((_, a) => a / 10) },
};

/** `click click | click cart`: a bar begins a visit. */
const historyOf = (visits: string): Token[] =>
  visits.split(' | ').flatMap((visit) =>
    visit.split(' ').map((name, at) => {
      const action = ACTION_TYPES.findIndex((type) => type === name);
      return { action, item: -1, newSession: +!at } as Token;
    }),
  );

/** The chances of the next action, where the model says each as often. */
function chancesAfter(history: readonly Token[], logits = NEXT_ACTIONS.map(() => 0)) {
  const output: Output = {
    actions: Float32Array.from(logits),
    intent: Float32Array.of(1, 2),
    items: async () => new Float32Array(3),
  };
  const { temperature, bias } = calibration.actions;
  const changed = byOwnPast(calibration).change(output, history);
  expect(changed.intent).toBe(output.intent);
  const chances = softmax(changed.actions, temperature, bias);
  expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 6);
  return Object.fromEntries(NEXT_ACTIONS.map((action, a) => [action, chances[a]]));
}

test.each([
  ['nothing', []],
  ['one event', historyOf('click')],
])('%s changes nothing', (_, history) => {
  const { temperature, bias } = calibration.actions;
  const said = softmax(
    NEXT_ACTIONS.map(() => 0),
    temperature,
    bias,
  );
  const chances = chancesAfter(history);
  for (const [a, action] of NEXT_ACTIONS.entries())
    expect(chances[action], action).toBeCloseTo(said[a], 6);
});

test('the visit under way tells what is done in a visit, and nothing of leaving', () => {
  const before = chancesAfter([]);
  const after = chancesAfter(historyOf('click click click click cart'));
  expect(after.leave).toBeCloseTo(before.leave, 6);
  // Three clicks and one cart beside ten guesses.
  const guess = before.click / (1 - before.leave);
  expect(after.click / (1 - after.leave)).toBeCloseTo((10 * guess + 3) / 14, 6);
});

test('finished visits tell how often this shopper leaves', () => {
  const guess = chancesAfter([]).leave;
  // Five events, after two of which the visit was over.
  const short = chancesAfter(historyOf('click click | click click click | click'));
  expect(short.leave).toBeCloseTo((10 * guess + 2) / 15, 6);
  const bounces = historyOf(Array(31).fill('click').join(' | '));
  expect(chancesAfter(bounces).leave).toBeCloseTo((10 * guess + 30) / 40, 6);
});

test('a model that is sure of leaving stays a number', () => {
  const sure = NEXT_ACTIONS.map((action) => (action === 'leave' ? 1e3 : 0));
  const { leave, click } = chancesAfter(historyOf('click click click | click'), sure);
  expect(leave).toBeGreaterThan(0.8);
  expect(leave).toBeLessThan(1);
  expect(click).toBeGreaterThan(0.01);
});
