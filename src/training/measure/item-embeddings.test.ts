import { beforeAll, expect, test, vi } from 'vitest';
import { createItemTable } from '../../engine/item-table.js';
import { randomModel } from '../../engine/random-model.fixture.js';
import { gaussian, seededRandom } from '../../lib/random.js';
import type { Model } from '../../model/model.js';
import { readModel } from '../../model/model-file.js';
import { writeModel } from '../../model/write-model.js';
import { readSafetensors, writeSafetensors } from '../../model/safetensors.js';
import { createDataSetBuilder, type DataSet } from '../data/data-set.js';
import { addContent, createEmbedded, embeddingLength } from '../network/item-embeddings.js';
import { startWasmBackend } from '../network/wasm-backend.js';
import { observe } from './observe.js';
import { report } from './report.js';
import { reportText } from './report-text.js';
import { PART } from '../data/split.js';
import { train } from '../fit/train.js';

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
let data: DataSet;
let part: Uint8Array;
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
  part = Uint8Array.from({ length: data.events }, (_, e) => (e < cut * 6 ? PART.train : PART.test));
});

/** Chance is 20 of 60 and, within the kind, where a model that tells the kind has it, nearly all. */
async function unseenRecall(model: Model, log = data): Promise<number> {
  const { unseenItem, nextItem } = await report(model, log, part);
  expect(unseenItem?.[3].recall20.n).toBeGreaterThan(70);
  expect(unseenItem?.[3].recall20.n).toBeLessThan(nextItem[3].recall20.n);
  return unseenItem?.[3].recall20.value ?? 0;
}

const bare = (log: DataSet): DataSet => ({
  ...log,
  items: log.items.map(({ embedding: _, ...item }) => item),
});

test('a product that no session knows is ranked by its embedding alone', async () => {
  const known = shop(SESSIONS, () => false);
  const trained = await train(known, part, options);
  expect(trained.vocabulary.items).not.toContain('i9');
  expect(trained.config).toMatchObject({ embeddingLength: E, contentBuckets: 0 });
  const model = readModel(writeModel(trained).buffer);
  expect(await unseenRecall(model)).toBeGreaterThan(0.75);
  // The page brings no embedding: nothing is known of it, and it is no candidate.
  const { coverage } = await observe(model, bare(data), part);
  expect(coverage).toMatchObject({ byContent: 0, unknown: 12 });
  expect(await unseenRecall(model, bare(data))).toBe(0);
});

test('one that stands in the log, after the training part, has its codes from its embedding', async () => {
  const model = await train(data, part, options);
  expect(model.vocabulary.items).toContain('i9');
  expect(await unseenRecall(model)).toBeGreaterThan(0.75);
  const text = reportText(await report(model, data, part));
  expect(text).toMatch(/Items not seen in training, \d+ predictions/);
});

test('the file projects as training did, with what all embeddings share taken off', () => {
  const config = { ...randomModel({ width: 16, embeddingLength: E }, 0, 1).config };
  const embedded = createEmbedded(config, data.items, seededRandom(3))!;
  const rows = Int32Array.from([0, 5, 20]);
  const gathered = embedded.gather(rows);
  const projection = embedded.projection();
  expect(projection).toHaveLength((E + 1) * 16);
  const model = randomModel({ width: 16, ffn: 24, embeddingLength: E, subIds: 0 }, 0, 2);
  model.tensors.set('embed.projection', projection);
  const table = createItemTable(model);
  const out = new Float32Array(16);
  rows.forEach((row, r) => {
    table.write(r, [], data.items[row].embedding);
    table.read(r, out);
    const own = gathered.subarray(r * 16, (r + 1) * 16);
    const length = Math.hypot(...own);
    out.forEach((value, j) => void expect(value).toBeCloseTo(own[j] / length, 4));
  });
});

test('a step moves the projection against the gradient; items without an embedding stay at nothing', () => {
  const config = randomModel({ width: 16, embeddingLength: E }, 0, 1).config;
  const items = [{ id: 'a', embedding: data.items[0].embedding }, { id: 'b' }];
  items.push({ id: 'c', embedding: data.items[30].embedding });
  const embedded = createEmbedded(config, items, seededRandom(3))!;
  const both = addContent(embedded, undefined);
  const rows = Int32Array.from([0, 1]);
  const before = both.gather(rows);
  expect(before.subarray(16).every((value) => value === 0)).toBe(true);
  both.step(rows, new Float32Array(32).fill(1), { rate: 0.01, decay: 0 });
  const after = both.gather(rows);
  for (let j = 0; j < 16; j++) expect(after[j]).toBeLessThan(before[j]);
  expect(after.subarray(16).every((value) => value === 0)).toBe(true);
});

test.each([
  ['of another length', [1, 2], 'embedding of b: 2 numbers, others have 3'],
  ['not finite', [1, Number.NaN, 2], 'embedding of b: not finite'],
  ['too long', new Array(4097).fill(1), 'embedding of b: 4097 numbers'],
])('an embedding %s is refused', (_, embedding, detail) => {
  const items = [
    { id: 'a', embedding: [1, 2, 3] },
    { id: 'b', embedding },
  ];
  expect(() => embeddingLength(items)).toThrow(detail);
  expect(embeddingLength([{ id: 'a' }, items[0]])).toBe(3);
});

const file = () => writeModel(randomModel({ width: 16, ffn: 24, embeddingLength: E }, 20, 5));

/** The file with its config or its tensors changed. */
function changed(change: (content: ReturnType<typeof readSafetensors>) => void): ArrayBuffer {
  const content = readSafetensors(file().buffer);
  change(content);
  return writeSafetensors(content.metadata, content.tensors).buffer;
}
const withConfig = (fields: object) =>
  changed(({ metadata }) => {
    metadata.config = JSON.stringify({ ...JSON.parse(metadata.config), ...fields });
  });

test('a model file keeps its projection, to a row of bytes each', () => {
  const model = randomModel({ width: 16, ffn: 24, embeddingLength: E }, 20, 5);
  const before = model.tensors.get('embed.projection')!;
  const read = readModel(file().buffer).tensors.get('embed.projection')!;
  expect(read).toHaveLength((E + 1) * 16);
  read.forEach((value, i) => void expect(Math.abs(value - before[i])).toBeLessThan(0.02));
});

test.each<[string, () => ArrayBuffer, string]>([
  ['a length below 0', () => withConfig({ embeddingLength: -1 }), 'config.embeddingLength'],
  [
    'a length without end',
    () => withConfig({ embeddingLength: 2 ** 31 }),
    'config.embeddingLength',
  ],
  ['a length that is text', () => withConfig({ embeddingLength: '12' }), 'config.embeddingLength'],
  ['no length', () => withConfig({ embeddingLength: undefined }), 'config.embeddingLength'],
  ['a length that is null', () => withConfig({ embeddingLength: null }), 'config.embeddingLength'],
  ['another length than the tensor', () => withConfig({ embeddingLength: 13 }), 'embed.projection'],
  [
    'no projection',
    () => changed(({ tensors }) => void tensors.delete('embed.projection')),
    'embed.projection',
  ],
  [
    'no scales',
    () => changed(({ tensors }) => void tensors.delete('embed.projection#scale')),
    'embed.projection#scale',
  ],
])('a hostile file: %s', (_, make, field) => {
  const hostile = make();
  expect(() => readModel(hostile)).toThrow(
    expect.objectContaining({ code: 'MODEL_CORRUPT', detail: field }),
  );
});
