import { expect, test } from 'vitest';
import { loadChunk } from './load-chunk.js';

test('a chunk that fails to load is CHUNK_MISSING, caused by the browser error', async () => {
  const thrown = new TypeError('Failed to fetch dynamically imported module: /chunks/analysis.js');
  const load = loadChunk(() => Promise.reject(thrown));
  const error = await load().catch((error) => error);
  expect(error).toMatchObject({ name: 'PredictorError', code: 'CHUNK_MISSING', cause: thrown });
  expect(error.detail).toContain('/chunks/analysis.js');
});

test('a loaded chunk is returned; each call loads again', async () => {
  let calls = 0;
  const load = loadChunk(async () => ++calls);
  expect([await load(), await load()]).toEqual([1, 2]);
});
