import { expect, test } from 'vitest';
import type { Core } from './core.js';
import { firstPrediction } from './first-prediction.js';

/** The wait with everything in the test's hand: what is loaded, read, and how long it took. */
function wait() {
  const life = new AbortController();
  const told: string[] = [];
  const hand = { loaded: () => {}, failed: (_: Error) => {}, read: () => {}, timeOut: () => {} };
  let timers = 0;
  const core = {
    settings: {
      environment: {
        after(_: number, task: () => void) {
          timers++;
          hand.timeOut = task;
          return () => void timers--;
        },
      },
    },
    signal: life.signal,
    onFault: ({ message }: Error) => void told.push(message),
  } as unknown as Core;
  const load = new Promise<void>((resolve, reject) => {
    hand.loaded = resolve;
    hand.failed = reject;
  });
  const read = new Promise<void>((resolve) => {
    hand.read = resolve;
  });
  const { ready, usable } = firstPrediction(
    core,
    () => load,
    () => read,
    () => void told.push('wait over'),
    async () => void told.push('predicted'),
  );
  void ready.then(() => told.push('ready resolved'));
  void usable.then(() => told.push('usable'));
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  return { hand, told, turn, destroy: () => life.abort(), timers: () => timers };
}

test('is ready and may predict once the model is loaded and the history read', async () => {
  const { hand, told, turn } = wait();
  hand.read();
  await turn();
  expect(told).toEqual([]);
  hand.loaded();
  await turn();
  expect(told).toEqual(['wait over', 'predicted', 'usable', 'ready resolved']);
});

test.each([
  ['model', 'read'],
  ['store', 'loaded'],
] as const)('is ready without a %s that does not answer', async (_, other) => {
  const { hand, told, turn } = wait();
  hand[other]();
  await turn();
  expect(told).toEqual([]);
  hand.timeOut();
  await turn();
  expect(told).toEqual(['wait over', 'predicted', 'usable', 'ready resolved']);
  hand.loaded();
  hand.read();
  await turn();
  expect(told).toHaveLength(4);
});

test('reports an error while loading, and still predicts', async () => {
  const { hand, told, turn } = wait();
  hand.failed(new Error('boom'));
  await turn();
  expect(told[0]).toContain('boom');
  expect(told.slice(1)).toEqual(['wait over', 'predicted', 'usable', 'ready resolved']);
});

test('after destroy nobody waits, no prediction is asked for, and no timer is left', async () => {
  const { hand, told, turn, destroy, timers } = wait();
  expect(timers()).toBe(1);
  destroy();
  expect(timers()).toBe(0);
  await turn();
  hand.loaded();
  hand.read();
  await turn();
  expect(told).toEqual(['wait over', 'usable', 'ready resolved']);
});
