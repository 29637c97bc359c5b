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
    () => void told.push('ready'),
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
  expect(told).toEqual(['ready', 'wait over', 'usable', 'predicted', 'ready resolved']);
});

test('stops waiting for a slow model before it is ready', async () => {
  const { hand, told, turn } = wait();
  hand.timeOut();
  await turn();
  expect(told).toEqual(['wait over', 'usable']);
  hand.loaded();
  await turn();
  // Nor does a store that never answers hold it up.
  expect(told).toEqual(['wait over', 'usable', 'ready', 'predicted', 'ready resolved']);
});

test('reports an error while loading, and still predicts', async () => {
  const { hand, told, turn } = wait();
  hand.failed(new Error('boom'));
  await turn();
  expect(told[0]).toContain('boom');
  expect(told.slice(1)).toEqual(['wait over', 'usable', 'predicted', 'ready resolved']);
});

test('is never ready after destroy, and leaves no timer', async () => {
  const { hand, told, turn, destroy, timers } = wait();
  expect(timers()).toBe(1);
  destroy();
  expect(timers()).toBe(0);
  hand.loaded();
  hand.read();
  await turn();
  expect(told).not.toContain('ready');
});
