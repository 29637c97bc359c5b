import { expect, test } from 'vitest';
import { wrapMethod } from './wrap-method.js';

class Counter {
  total = 0;
  add(...numbers: number[]) {
    for (const number of numbers) this.total += number;
    return this.total;
  }
}

test('sees each call with its arguments, and changes neither `this` nor the result', () => {
  const counter = new Counter();
  const heard: unknown[] = [];
  const stop = wrapMethod(counter, 'add', (numbers, call) => {
    heard.push(numbers);
    return call();
  });
  expect(counter.add(1, 2)).toBe(3);
  stop();
  expect(counter.add(4)).toBe(7);
  expect([heard, Object.hasOwn(counter, 'add')]).toEqual([[[1, 2]], false]);
});

test('the undo restores an own method; a wrapper around ours keeps working', () => {
  const own = () => 'own';
  const target = { say: own };
  let heard = 0;
  const wrap = () =>
    wrapMethod(target, 'say', (_, call) => {
      heard++;
      return call();
    });
  wrap()();
  expect(target.say).toBe(own);
  const stop = wrap();
  const ours = target.say;
  const above = () => ours();
  target.say = above;
  stop();
  expect([target.say, target.say(), heard]).toEqual([above, 'own', 0]);
});

test('throws when a method cannot be wrapped', () => {
  expect(() => wrapMethod(Object.freeze([]), 'push', (_, call) => call())).toThrow(TypeError);
});
