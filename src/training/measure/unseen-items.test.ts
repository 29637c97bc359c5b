import { beforeAll, expect, test, vi } from 'vitest';
import { gaussian, seededRandom } from '../../lib/random.js';
import type { Model } from '../../model/model.js';
import { readModel } from '../../model/model-file.js';
import { writeModel } from '../../model/write-model.js';
import { createDataSetBuilder, type DataSet } from '../data/data-set.js';
import { createSplitLog, type SplitLog } from '../data/split-log.js';
import { train } from '../fit/train.js';
import { startWasmBackend } from '../network/wasm-backend.js';
import { observe } from './observe.js';
import { report } from './report.js';
import { reportText } from './report-text.js';

// Training is work: on a busy machine it may take its time.
vi.setConfig({ testTimeout: 120_000 });

const KINDS = 6;
const OF_A_KIND = 10;
const E = 12;

/** Sessions stay with one kind of product, and an embedding tells the kind; nothing else is known of items. */
function shop(sessions: number, withNew: (session: number) => boolean): DataSet {
  const random = seededRandom(11);
  const builder = createDataSetBuilder();
  for (let s = 0; s < sessions; s++) {
    const kind = Math.floor(random() * KINDS);
    for (let e = 0; e < 6; e++) {
      const place = Math.floor(random() * (withNew(s) ? OF_A_KIND : 8));
      builder.add({
        shopper: `u${s}`,
        time: 1.6e12 + s * 3.6e6 + e * 20_000,
        type: 'click',
        item: `i${kind * OF_A_KIND + place}`,
      });
    }
  }
  const data = builder.finish();
  const centres = Array.from({ length: KINDS * E }, () => gaussian(random));
  const vectors = Array.from({ length: KINDS * OF_A_KIND }, (_, item) =>
    Array.from({ length: E }, (_, j) => {
      const kind = Math.floor(item / OF_A_KIND);
      // All share a direction, as the vectors of an encoder do.
      return 3 + centres[kind * E + j] + 0.3 * gaussian(random);
    }),
  );
  for (const item of data.items) item.embedding = vectors[Number(item.id.slice(1))];
  return data;
}

const SESSIONS = 500;
const cut = SESSIONS * 0.8;
const split = (data: DataSet) => createSplitLog(data, (e) => (e < cut * 6 ? 'train' : 'test'));
let data: DataSet;
let log: SplitLog;
const options = {
  config: { width: 16, ffn: 32, window: 8, subIds: 4, centroids: 16 },
  card: { name: 'test', version: '1', data: 'a made-up log' },
  epochs: 5,
  batch: 128,
  seed: 4,
};

beforeAll(async () => {
  await startWasmBackend('node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  data = shop(SESSIONS, (s) => s >= cut);
  log = split(data);
});

/** Chance is 20 of 60 and, within the kind, where a model that tells the kind has it, nearly all. */
async function unseenRecall(model: Model, asked = log): Promise<number> {
  const { unseenItem, nextItem } = await report(model, asked);
  expect(unseenItem?.[4].recall20.n).toBeGreaterThan(70);
  expect(unseenItem?.[4].recall20.n).toBeLessThan(nextItem[4].recall20.n);
  return unseenItem?.[4].recall20.value ?? 0;
}

const bare = (data: DataSet): DataSet => ({
  ...data,
  items: data.items.map(({ embedding: _, ...item }) => item),
});

test('a product without any session is ranked by its embedding alone', async () => {
  const known = shop(SESSIONS, () => false);
  const trained = await train(split(known), options);
  expect(trained.vocabulary.items).not.toContain('i9');
  expect(trained.config).toMatchObject({ embeddingLength: E, contentBuckets: 0 });
  const model = readModel(writeModel(trained).buffer);
  expect(await unseenRecall(model)).toBeGreaterThan(0.75);
  // The page brings no embedding: nothing is known of it, and a shopper who has not seen it gets none.
  const { coverage } = await observe(model, split(bare(data)));
  expect(coverage).toMatchObject({ byContent: 0, unknown: 12 });
  expect(await unseenRecall(model, split(bare(data)))).toBe(0);
});

test('a product first seen after the training part gets codes from its embedding', async () => {
  const model = await train(log, options);
  expect(model.vocabulary.items).toContain('i9');
  expect(await unseenRecall(model)).toBeGreaterThan(0.75);
  const text = reportText(await report(model, log));
  expect(text).toMatch(/Items without a vector of their own, \d+ predictions/);
});
