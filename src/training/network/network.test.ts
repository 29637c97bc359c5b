import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Token } from '../../encoding/token.js';
import { setCopies } from '../../engine/copy-term.js';
import { createItemTable } from '../../engine/item-table.js';
import { randomModel } from '../../engine/random-model.fixture.js';
import { forward, itemLogits } from '../../engine/transformer.js';
import { seededRandom } from '../../lib/random.js';
import { DEFAULT_CONFIG } from '../../model/config.js';
import { tensorSpecs } from '../../model/tensors.js';
import { createBatch } from '../data/batch.js';
import { createExamples, tokenAt } from '../data/examples.js';
import { cutPieces } from '../data/pieces.js';
import { simpleData } from '../data/simple-data.fixture.js';
import { attend } from './attention.js';
import { gather, matMul } from './gradients.js';
import { readItems } from './item-read-out.js';
import { pairDots, sampledPartition, softTargetLoss } from './losses.js';
import { hiddenStates } from './network.js';
import { rmsNorm, unitRows } from './norms.js';
import { addDropped } from './residual.js';
import type { Tensors } from './tensors.js';
import { tokenSum } from './token-sum.js';
import { startWasmBackend } from './wasm-backend.js';

const config = { ...DEFAULT_CONFIG, width: 16, ffn: 32, window: 6, subIds: 4, centroids: 8 };

beforeAll(() => startWasmBackend('node_modules/@tensorflow/tfjs-backend-wasm/dist/'));

describe('the training network', () => {
  test('equals the shipped network: hidden states and item logits match the oracle', async () => {
    const model = randomModel(config, 30, 7);
    const table = createItemTable(model);
    const data = simpleData(40, 30, seededRandom(3));
    const examples = createExamples(data, () => undefined);
    const pieces = cutPieces(examples, config, () => true);
    const batch = createBatch(examples, pieces, config.window);
    const specs = tensorSpecs(config, 0);
    const unit = new Float32Array(31 * config.width);
    for (let row = 0; row < 30; row++)
      table.read(row, unit.subarray((row + 1) * 16, (row + 2) * 16));
    const popularity = model.tensors.get('item.popularity') as Float32Array;

    const p = Object.fromEntries(
      [...specs.keys()].map((name) => {
        const [rows, columns] = specs.get(name)?.shape ?? [0, 0];
        return [name, tf.tensor2d(model.tensors.get(name) as Float32Array, [rows, columns])];
      }),
    ) as Tensors;
    const rows = tf.tensor2d(unit, [31, 16]);
    const input = Int32Array.from(batch.example, (e) => examples.item[e] + 1);
    const hidden = hiddenStates(p, config, examples, batch, input, rows, () => undefined);
    const ours = (await hidden.data()) as Float32Array;
    const next = Array.from(batch.scored, (n) => examples.nextAction[batch.example[n]]);
    const unitRowsOf = unitRows(rows);
    const { query, gate, bias } = readItems(
      p,
      batch,
      hidden as tf.Tensor2D,
      unitRowsOf,
      input,
      next,
    );
    const cosines = (await matMul(query, tf.transpose(unitRowsOf)).data()) as Float32Array;
    const { copies } = batch;
    const biases = bias?.dataSync() ?? [];
    const gates = gate.dataSync();

    const states: number[][] = [];
    for (const { start, end } of pieces) {
      const history = range(start, end).map((e) => tokenAt(examples, e));
      states.push(...forward(model, table, history));
    }
    expectClose(ours, states.flat(), 1e-3);

    const weight = model.tensors.get('popularity.weight') as Float32Array;
    const own = model.tensors.get('copy.own') as Float32Array;
    for (const q of [0, 5, 11]) {
      const n = batch.scored[q];
      const history: Token[] = range(n - batch.place[n], n + 1).map((at) =>
        tokenAt(examples, batch.example[at]),
      );
      const oracle = itemLogits(
        model,
        table,
        history,
        states.slice(n - batch.place[n], n + 1),
        next[q],
      );
      const logits = Array.from(
        { length: 30 },
        (_, i) => cosines[q * 31 + i + 1] + weight[next[q]] * popularity[i],
      );
      const among = copies.item.flatMap((item, i) =>
        copies.query[i] === q ? { item, logit: own[next[q]] * logits[item] + biases[i] } : [],
      );
      setCopies(logits, among, gates[q]);
      expectClose(logits, oracle, 2e-3);
    }
  });
});

describe('gradients equal finite differences', () => {
  const random = seededRandom(5);
  const draw = (rows: number, columns: number) =>
    tf.tensor2d(
      Float32Array.from({ length: rows * columns }, () => random() - 0.5),
      [rows, columns],
    );
  const drop = (size: number) => Float32Array.from({ length: size }, (_, i) => (i % 3 ? 1.5 : 0));
  const sight = { from: Int32Array.of(0, 0, 0, 1, 4, 4), place: Int32Array.of(0, 1, 2, 3, 0, 1) };
  const cases: [string, () => tf.Tensor[], (...x: tf.Tensor[]) => tf.Tensor][] = [
    ['matMul', () => [draw(3, 4), draw(4, 5)], (a, b) => matMul(a, b)],
    [
      'matMul with a bias, cut off below zero',
      () => [draw(3, 4), draw(4, 5), draw(1, 5)],
      (a, b, bias) => matMul(a, b, tf.sub(bias, 0.1), true),
    ],
    ['gather', () => [draw(4, 3)], (x) => gather(x, [2, 0, 2, 3])],
    ['unitRows', () => [draw(3, 4)], (x) => unitRows(x as tf.Tensor2D)],
    [
      'tokenSum',
      () => [draw(3, 4), draw(1, 1), draw(2, 4), draw(5, 4)],
      (unit, scale, a, b) =>
        tokenSum(
          { table: unit as tf.Tensor2D, rows: [2, 0, 2] },
          scale,
          [
            { table: a as tf.Tensor2D, rows: [1, 1, 0] },
            { table: b as tf.Tensor2D, rows: [4, 0, 4] },
          ],
          drop,
        ),
    ],
    [
      'addDropped',
      () => [draw(2, 3), draw(2, 3)],
      (x, y) => addDropped(x as tf.Tensor2D, y as tf.Tensor2D, drop),
    ],
    ['rmsNorm', () => [draw(3, 4), draw(1, 4)], (x, g) => rmsNorm(x as tf.Tensor2D, g)],
    [
      'attend',
      () => [draw(6, 8), draw(6, 8), draw(6, 8)],
      (q, k, v) =>
        attend(q as tf.Tensor2D, k as tf.Tensor2D, v as tf.Tensor2D, 2, sight, { ropeBase: 100 }),
    ],
    [
      'attend by age',
      () => [draw(6, 4), draw(6, 4), draw(6, 10), draw(8, 1)],
      (q, k, v, age) =>
        attend(q as tf.Tensor2D, k as tf.Tensor2D, v as tf.Tensor2D, 2, sight, { age }),
    ],
    [
      'sampledPartition',
      () => [draw(3, 4), draw(5, 4)],
      (q, e) => sampledPartition(q as tf.Tensor2D, e as tf.Tensor2D, [1, 7]),
    ],
    [
      'pairDots',
      () => [draw(3, 4), draw(5, 4)],
      (q, e) => pairDots(q as tf.Tensor2D, e as tf.Tensor2D, [0, 0, 2, 2], [1, 3, 0, 4]),
    ],
    [
      'softTargetLoss',
      () => [tf.tensor1d([0.1, 0.2, -0.3, 0.4]), tf.tensor1d([2, 3, 4])],
      (l, o) =>
        softTargetLoss(l as tf.Tensor1D, o as tf.Tensor1D, [0, 0, 1, 2], [0.25, 0.75, 1, 1]),
    ],
  ];
  test.each(cases)('%s', (_, make, op) => {
    const inputs = make();
    const weights = tf.randomNormal(op(...inputs).shape, 0, 1, 'float32', 9);
    const f = (...x: tf.Tensor[]) => tf.sum(tf.mul(op(...x), weights)) as tf.Scalar;
    const gradients = tf
      .grads(f)(inputs)
      .map((g) => g.dataSync());
    inputs.forEach((input, which) => {
      const base = Float32Array.from(input.dataSync());
      const step = 1e-2;
      const slopes = Array.from(base, (_value, at) => {
        const side = [step, -step].map((d) => {
          const moved = base.slice();
          moved[at] += d;
          const args = inputs.map((x, i) => (i === which ? tf.tensor(moved, input.shape) : x));
          return f(...args).dataSync()[0];
        });
        return (side[0] - side[1]) / (2 * step);
      });
      expectClose(gradients[which], slopes, 2e-2);
    });
  });
});

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  expect(actual.length).toBe(expected.length);
  const worst = Math.max(...Array.from(actual, (a, i) => Math.abs(a - expected[i])));
  expect(worst).toBeLessThan(tolerance);
}
