import { expect, test, vi } from 'vitest';
import { randomModel } from '../../engine/random-model.fixture.js';
import { writeModel } from '../../model/write-model.js';
import { openModel } from './open-model.js';

const { buffer: file } = writeModel(randomModel({ width: 16, ffn: 32, subIds: 4 }, 5, 1));

test('the engine runs while the file is on its way, and the file is opened when it comes', async () => {
  let turns = 0;
  const pause = () => {
    turns++;
    return new Promise<void>((next) => setTimeout(next));
  };
  let arrive = (_: ArrayBuffer) => {};
  const opening = openModel(
    new Promise((done) => {
      arrive = done;
    }),
    pause,
  );
  await vi.waitUntil(() => turns > 8);
  arrive(file);
  const { ids, table } = await opening;
  expect([ids.length, table.trained, ids.at(3), ids.indexOf('item-4')]).toEqual([
    5,
    5,
    'item-3',
    4,
  ]);
});

test('a file that does not come is told as it is', async () => {
  const failed = Promise.reject(new Error('offline'));
  await expect(openModel(failed, () => undefined)).rejects.toThrow('offline');
});
