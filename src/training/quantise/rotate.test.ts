import { describe, expect, test } from 'vitest';
import { createItemTable } from '../../engine/item-table.js';
import { randomHistory, randomModel } from '../../engine/random-model.fixture.js';
import { forward, heads, itemLogits } from '../../engine/transformer.js';
import { gaussian, seededRandom } from '../../lib/random.js';
import { DEFAULT_CONFIG } from '../../model/config.js';
import { tensor } from '../../model/model.js';
import { tensorSpecs } from '../../model/tensors.js';
import { createParameter } from '../network/parameters.js';
import { productQuantise } from './product-quantise.js';
import { findRotation } from './find-rotation.js';
import { multiply } from './multiply.js';
import { rotateNetwork } from './rotate-network.js';

const shape = { width: 8, subIds: 4, centroids: 4 };

/** Rows that vary along a few directions which are no axes. */
function skewed(rows: number, random: () => number): Float32Array {
  const D = shape.width;
  const directions = Array.from({ length: D * D }, () => gaussian(random));
  const out = new Float32Array(rows * D);
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < D; k++) {
      const length = gaussian(random) / (1 + k * k);
      for (let j = 0; j < D; j++) out[r * D + j] += length * directions[k * D + j];
    }
  }
  return out;
}

function distortion(vectors: Float32Array): number {
  const { width: D, subIds: M, centroids: C } = shape;
  const weights = new Float32Array(vectors.length / D).fill(1);
  const { codes, centroids } = productQuantise(vectors, weights, D, M, C, seededRandom(2));
  return vectors.reduce((sum, value, at) => {
    const [row, column] = [Math.floor(at / D), at % D];
    const m = Math.floor(column / (D / M));
    const near = centroids[(m * C + codes[row * M + m]) * (D / M) + (column % (D / M))];
    return sum + (value - near) ** 2;
  }, 0);
}

describe('rotation', () => {
  test('lowers the error of product quantisation and keeps lengths', () => {
    const vectors = skewed(600, seededRandom(1));
    const weights = new Float32Array(600).fill(1);
    const rotation = findRotation(vectors, weights, shape, seededRandom(3));
    const turned = multiply(vectors, rotation, shape.width);
    const square = (values: Float32Array) => values.reduce((sum, x) => sum + x * x, 0);
    expect(square(turned) / square(vectors)).toBeCloseTo(1, 4);
    expect(distortion(turned)).toBeLessThan(0.8 * distortion(vectors));
  });

  test('a rotated network gives the same outputs for rotated items', () => {
    const random = seededRandom(5);
    const config = { ...DEFAULT_CONFIG, width: 8, ffn: 16, heads: 2, subIds: 1, centroids: 12 };
    const model = randomModel(config, 12, 4);
    model.codes = Uint8Array.from({ length: 12 }, (_, i) => i);
    const rotation = findRotation(
      skewed(100, random),
      new Float32Array(100).fill(1),
      shape,
      random,
    );
    const said = () => {
      const table = createItemTable(model);
      const history = randomHistory(9, 12, 6);
      const states = forward(model, table, history);
      const { actions, intent } = heads(model, states[8]);
      return [...actions, ...intent, ...itemLogits(model, table, history, states, 1)];
    };
    const before = said();
    const parameters = new Map(
      [...tensorSpecs(config, 0)].map(([name, { shape }]) => [
        name,
        createParameter(name, shape, (at) => tensor(model, name)[at]),
      ]),
    );
    rotateNetwork(parameters, config, rotation);
    for (const [name, { value }] of parameters) model.tensors.set(name, value);
    const centroids = model.tensors.get('item.centroids') as Float32Array;
    model.tensors.set('item.centroids', multiply(centroids, rotation, 8));
    const after = said();
    expect(Math.max(...before.map((x, i) => Math.abs(x - after[i])))).toBeLessThan(1e-3);
  });
});
