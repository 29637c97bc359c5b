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

test('an item that cannot be ranked is learned where it comes again, and nowhere else', () => {
  const data = dataOfVisits(['aba', 'bcb', 'cdd'].map((visit) => [...visit]));
  const examples = createExamples(data, () => undefined);
  const pieces = cutPieces(examples, DEFAULT_CONFIG, () => true);
  const isRanked = (item: number) => 'ab'.includes(data.itemIds[item]);
  const softTargets = () => ({ items: [0, 2], shares: [0.5, 0.5] });
  const distillation = { softTargets, weight: 0.4 };
  const { scored, fresh } = createBatch(examples, pieces, 8, { isRanked, distillation });
  const asked = Array.from(scored, (n) => data.itemIds[examples.nextItem[n]]);
  // Not c after b, nor d after c.
  expect(asked.join('')).toBe('babd');
  expect(fresh.item.every(isRanked)).toBe(true);
});
