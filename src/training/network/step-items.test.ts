import { expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../model/config.js';
import { createBatch } from '../data/batch.js';
import { createExamples } from '../data/examples.js';
import { cutPieces } from '../data/pieces.js';
import { dataOfVisits } from '../data/visits.fixture.js';
import { createSampler } from './sampling.js';
import { chooseItems } from './step-items.js';

test('a withheld item has its own row, and is one negative whether withheld or not', () => {
  const data = dataOfVisits(['aba', 'bcb', 'cdd'].map((visit) => [...visit]));
  const examples = createExamples(data, () => undefined);
  const pieces = cutPieces(examples, DEFAULT_CONFIG, (e) => e < 6);
  const first = Uint8Array.of(1, 1, 1, 0, 1, 0, 0, 0, 0);
  const withholding = { first, share: 0.5, random: () => 0.1 };
  const batch = createBatch(examples, pieces, 8, { withholding });
  const step = chooseItems(examples, batch, 100, {
    items: Int32Array.from(data.itemIds.keys()),
    sampler: createSampler([1, 1, 1, 1], 1, () => 0.5),
  });
  const rows = [...step.items].map((item, r) => data.itemIds[item] + step.withheld[r]);
  expect(rows.sort()).toEqual(['a0', 'a1', 'b0', 'b1', 'c0', 'c1', 'd0']);
  expect(step.masked).toHaveLength(batch.copies.item.length + batch.fresh.item.length);
});
