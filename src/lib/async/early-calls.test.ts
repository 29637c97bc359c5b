import { expect, test } from 'vitest';
import { createEarlyCalls } from './early-calls.js';

test('hands over waiting calls in order, then passes calls and results on', () => {
  const { call, connect } = createEarlyCalls<[number]>();
  const taken: number[] = [];
  const take = (value: number) => {
    taken.push(value);
    return value > 2;
  };
  expect([call(1), call(2)]).toEqual([true, true]);
  const disconnect = connect(take);
  expect(taken).toEqual([1, 2]);
  expect([call(2), call(3)]).toEqual([false, true]);
  disconnect();
  expect([call(4), taken]).toEqual([true, [1, 2, 2, 3]]);
  connect(take);
  expect(taken).toEqual([1, 2, 2, 3, 4]);
});

test('keeps at most 100 calls, and returns false for more', () => {
  const { call, connect } = createEarlyCalls<[number]>();
  const answers = Array.from({ length: 102 }, (_, i) => call(i));
  expect(answers.filter(Boolean)).toHaveLength(100);
  let count = 0;
  connect(() => !!++count);
  expect(count).toBe(100);
});
