import { expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../model/config.js';
import { createBatch } from './batch.js';
import { createExamples } from './examples.js';
import { cutPieces } from './pieces.js';
import { dataOfVisits } from './visits.fixture.js';

test('an item is withheld as input and copy together, never as the next item', () => {
  const data = dataOfVisits(['aba', 'bcb', 'cdd'].map((visit) => [...visit]));
  const examples = createExamples(data, () => undefined);
  const pieces = cutPieces(examples, DEFAULT_CONFIG, (e) => e < 6);
  const first = Uint8Array.of(1, 1, 1, 0, 1, 0, 0, 0, 0);
  const batchWith = (draw: number) =>
    createBatch(examples, pieces, 8, { withholding: { first, share: 0.5, random: () => draw } });
  const batch = batchWith(0.1);
  expect([...batch.withheld]).toEqual([1, 1, 1, 0, 1, 0]);
  const { copies, fresh } = batch;
  const copied = copies.item.map((item, i) => data.itemIds[item] + copies.withheld[i]);
  // After a, after ab, after b, after bc.
  expect(copied.join(' ')).toBe('a1 b1 a1 b0 c1 b0');
  expect(fresh.item.map((item) => data.itemIds[item]).join(' ')).toBe('b c');
  expect([...batchWith(0.9).withheld]).toEqual([0, 0, 0, 0, 0, 0]);
});
