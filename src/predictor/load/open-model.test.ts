import { expect, test, vi } from 'vitest';
import { randomModel } from '../../engine/random-model.fixture.js';
import { writeModel } from '../../model/write-model.js';
import { openModel } from './open-model.js';

const { buffer: file } = writeModel(randomModel({ width: 16, ffn: 32, subIds: 4 }, 5, 1));

test('the engine runs while the file is on its way, and the file is opened when it comes', async () => {
  const timers = vi.spyOn(globalThis, 'setTimeout');
  let arrive = (_: ArrayBuffer) => {};
  const opening = openModel(
    new Promise((done) => {
      arrive = done;
    }),
    () => undefined,
  );
  while (timers.mock.calls.length < 4) await new Promise(setImmediate);
  arrive(file);
  const { ids, table } = await opening;
  expect([ids.length, table.trained, ids.at(3), ids.indexOf('item-4')]).toEqual([
    5,
    5,
    'item-3',
    4,
  ]);
  // Of about 20 steps.
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(timers.mock.calls.length).toBeLessThan(8);
  timers.mockRestore();
});

test('code for long headers that cannot be loaded is told as that, not as a missing file', async () => {
  vi.doMock('../../model/text-in-steps.js', () => {
    throw new Error('blocked');
  });
  const model = randomModel({ width: 16, ffn: 32, subIds: 4 }, 5, 1);
  const card = { ...model.card, data: '\u00e9'.repeat(600_000) };
  const { buffer: long } = writeModel({ ...model, card });
  await expect(openModel(Promise.resolve(long), () => undefined)).rejects.toMatchObject({
    code: 'CHUNK_MISSING',
  });
  vi.doUnmock('../../model/text-in-steps.js');
});

test('a file that does not come is told as it is', async () => {
  const failed = Promise.reject(new Error('offline'));
  await expect(openModel(failed, () => undefined)).rejects.toThrow('offline');
});
