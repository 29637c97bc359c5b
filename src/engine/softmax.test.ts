import { expect, test } from 'vitest';
import { sigmoid, softmax } from './softmax.js';

test('softmax divides by the temperature, then adds the bias', () => {
  const [a, b] = softmax([2, 0], 2, [0, Math.log(3)]);
  expect(b / a).toBeCloseTo(3 / Math.E, 5);
  expect(a + b).toBeCloseTo(1, 6);
});

test('softmax handles logits of any size; a bias of -1e4 excludes an action', () => {
  expect([...softmax([1e4, -1e4, 1e4], 1)]).toEqual([0.5, 0, 0.5]);
  expect([...softmax([5, 0], 1, [-1e4, 0])]).toEqual([0, 1]);
  expect(softmax([], 1)).toHaveLength(0);
});

test('a sigmoid equals a softmax of two logits', () => {
  for (const logit of [-800, -2, 0, 3.5]) {
    expect(sigmoid(logit)).toBeCloseTo(softmax([logit, 0])[0], 12);
  }
});
