import { beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../lib/random.js';
import { DEFAULT_CONFIG } from '../../model/config.js';
import { createBatch } from '../data/batch.js';
import { createExamples } from '../data/examples.js';
import { cutPieces } from '../data/pieces.js';
import { simpleData } from '../data/simple-data.fixture.js';
import { initParameters } from './initial-parameters.js';
import { createSampler } from './sampling.js';
import { lengthOf, stepGradients } from './step-gradients.js';
import { chooseItems } from './step-items.js';
import { cutPositions, partOf } from './step-part.js';
import { labelledPositions } from './training-loss.js';
import { startWasmBackend } from './wasm-backend.js';

beforeAll(() => startWasmBackend('node_modules/@tensorflow/tfjs-backend-wasm/dist/'));

const ITEMS = 40;
const config = { ...DEFAULT_CONFIG, width: 16, ffn: 32, window: 6, subIds: 4, centroids: 8 };

describe('the parts of a step', () => {
  test.each([2, 3])('%i of them add up to its loss and gradients', (parts) => {
    const random = seededRandom(4);
    const examples = createExamples(simpleData(30, ITEMS, random), () => undefined);
    const pieces = cutPieces(examples, config, () => true);
    const softTargets = () => ({ items: [1, 2, 3], shares: [0.5, 0.3, 0.2] });
    const distillation = { softTargets, weight: 0.4 };
    const batch = createBatch(examples, pieces, config.window, { distillation });
    const items = Int32Array.from({ length: ITEMS }, (_, i) => i);
    const sampler = createSampler(new Float32Array(ITEMS).fill(1), 1, random);
    const step = chooseItems(examples, batch, 20, { items, sampler });
    const parameters = [...initParameters(config, random, 0.3).values()];
    const layout = { rows: step.items.length + 1, width: config.width, parameters };
    const inputs = new Float32Array(lengthOf(layout));
    let at = config.width;
    while (at < layout.rows * config.width) inputs[at++] = random() - 0.5;
    for (const { value } of parameters) {
      inputs.set(value, at);
      at += value.length;
    }
    const common = {
      config,
      examples,
      popularity: Float32Array.from(step.items, () => random()),
      of: { scored: batch.scored.length, labelled: labelledPositions(examples, batch).length },
      drop: () => undefined,
      actionWeight: 2,
      intentWeight: 1,
    };
    const whole = new Float32Array(inputs.length);
    const loss = stepGradients(layout, inputs, whole, { batch, step, ...common });

    const cuts = cutPositions(batch.place, parts);
    const sum = new Float32Array(inputs.length);
    let lossOfParts = 0;
    for (let i = 0; i < parts; i++) {
      const gradients = new Float32Array(inputs.length);
      const part = partOf({ batch, step }, cuts[i], cuts[i + 1]);
      expect(part.batch.example.length).toBeGreaterThan(batch.example.length / parts / 2);
      lossOfParts += stepGradients(layout, inputs, gradients, { ...part, ...common });
      gradients.forEach((g, j) => {
        sum[j] += g;
      });
    }
    expect(lossOfParts).toBeCloseTo(loss, 4);
    const gap = whole.reduce((most, g, j) => Math.max(most, Math.abs(g - sum[j])), 0);
    expect(gap).toBeLessThan(1e-4);
    expect(Math.max(...whole)).toBeGreaterThan(1e-3);
  });
});
