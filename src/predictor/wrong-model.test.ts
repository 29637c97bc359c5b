import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeGolden } from '../engine/golden.js';
import { createItemTable } from '../engine/item-table.js';
import { randomHistory, randomModel } from '../engine/random-model.fixture.js';
import { PredictorError } from '../lib/errors.js';
import { readModel } from '../model/model-file.js';
import { writeModel } from '../model/write-model.js';
import { createPredictor } from './create-predictor.js';
import * as kit from './engine-kit.js';
import { failingLoaders } from './loaders.fixture.js';
import type { PredictorOptions } from './options.js';

const ITEMS = 9;

/** A model file with golden vectors; `spoil` changes its weights after they were made. */
function fileOf(name: string, seed: number, spoil = (_: Float32Array) => {}): ArrayBuffer {
  const small = { width: 8, heads: 1, layers: 1, ffn: 8, window: 3, subIds: 2, centroids: 5 };
  const model = readModel(writeModel(randomModel(small, ITEMS, seed)).buffer);
  model.golden = makeGolden(model, createItemTable(model), randomHistory(4, ITEMS, seed));
  model.card = { ...model.card, name };
  spoil(model.tensors.get('head.action') as Float32Array);
  return writeModel(model).buffer;
}

const base = `data:;base64,${Buffer.from(fileOf('base', 1)).toString('base64')}`;
const loaders = {
  ...failingLoaders(new PredictorError('CHUNK_MISSING')),
  baseModel: () => base,
  loadEngine: async () => kit,
};

beforeEach(() => {
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('location', { href: 'https://shop.example/' });
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function open(model: ArrayBuffer | undefined, given: Partial<typeof loaders> = {}) {
  const codes: string[] = [];
  const options: PredictorOptions = { model, consent: 'memory', sources: [], namespace: 'wrong' };
  const predictor = createPredictor(options, { ...loaders, ...given });
  // Most chunks are not here.
  predictor.on('error', ({ code }) => void (code.startsWith('MODEL') && codes.push(code)));
  predictor.track('click', 'a');
  return { predictor, codes };
}

/** As `loadEngine`, where a weight is no number once the file was read. */
const withNaN = (name: string) => async () => ({
  ...kit,
  async openModel(...given: Parameters<typeof kit.openModel>) {
    const opened = await kit.openModel(...given);
    const { card, tensors } = opened.model;
    // The file itself stays as it is.
    if (card.name === name) tensors.set('final.norm', new Float32Array(8).fill(Number.NaN));
    return opened;
  },
});

const sum = (chances: object) => Object.values(chances).reduce((a, b) => a + b, 0);

test('a model whose answers are no numbers is replaced by the base model, for the whole page', async () => {
  const file = fileOf('nan', 2);
  const { predictor, codes } = open(file.slice(0), { loadEngine: withNaN('nan') });
  await predictor.ready;
  await vi.waitFor(() => expect(predictor.status().model.source).toBe('base'));
  expect(predictor.status()).toMatchObject({
    engine: { backend: 'cpu' },
    model: { name: 'base', error: { code: 'MODEL_CORRUPT', detail: 'answers' } },
  });
  await vi.waitFor(() => expect(predictor.getSnapshot().model).toMatch(/^base/));
  expect(sum(predictor.getSnapshot().actions)).toBeCloseTo(1);
  expect(codes).toEqual(['MODEL_CORRUPT']);
  predictor.destroy();
  // The same file once more, in the same page.
  const again = open(file);
  await again.predictor.ready;
  expect(again.predictor.status().model).toMatchObject({
    source: 'base',
    error: { code: 'MODEL_CORRUPT', detail: 'answers' },
  });
  again.predictor.destroy();
});

test('a model that does not give what its file says is replaced when the page is idle', async () => {
  const file = fileOf('golden', 3, (weights) => weights.set([weights[0] + 0.5]));
  const { predictor, codes } = open(file);
  await predictor.ready;
  await vi.waitFor(() => expect(predictor.getSnapshot().model).toMatch(/^base/));
  expect(predictor.status().model).toMatchObject({
    source: 'base',
    error: { code: 'MODEL_CORRUPT', detail: 'golden' },
  });
  expect(codes).toEqual(['MODEL_CORRUPT']);
  predictor.destroy();
});

test('a mended file with the card of a wrong one is used', async () => {
  const wrong = open(fileOf('mended', 5, (weights) => weights.set([weights[0] + 0.5])));
  await wrong.predictor.ready;
  await vi.waitFor(() => expect(wrong.predictor.status().model.source).toBe('base'));
  wrong.predictor.destroy();
  const { predictor, codes } = open(fileOf('mended', 5));
  await predictor.ready;
  await vi.waitFor(() => expect(predictor.status().engine.reason).toContain('is faster'));
  expect(predictor.status().model).toMatchObject({ source: 'given', name: 'mended' });
  expect(codes).toEqual([]);
  predictor.destroy();
});

test('where the base model is wrong too, the baselines serve', async () => {
  const loadEngine = withNaN('base');
  const { predictor } = open(undefined, { loadEngine });
  await predictor.ready;
  await vi.waitFor(() => expect(predictor.status().model.source).toBe('none'));
  expect(predictor.status().engine).toMatchObject({ backend: 'none' });
  const { actions, backend } = await predictor.predict();
  expect(backend).toBe('none');
  expect(sum(actions)).toBeCloseTo(1);
  predictor.destroy();
});

test('a right model stays', async () => {
  const { predictor, codes } = open(fileOf('right', 4));
  await predictor.ready;
  await vi.waitFor(() => expect(predictor.status().engine.reason).toContain('is faster'));
  expect(predictor.status().model).toMatchObject({ source: 'given', name: 'right' });
  expect(codes).toEqual([]);
  predictor.destroy();
});
