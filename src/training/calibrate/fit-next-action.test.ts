import { expect, test } from 'vitest';
import { softmax } from '../../engine/softmax.js';
import { seededRandom } from '../../lib/random.js';
import { fitNextAction } from './fit-next-action.js';

const LEAVE = 8;

test('learns what follows what where the network says nothing, and leaves a little for the rest', () => {
  const random = seededRandom(1);
  const n = 4000;
  const last = Array.from({ length: n }, () => (random() < 0.1 ? 1 : 0));
  const next = last.map((a) => (random() < (a ? 0.9 : 0.2) ? LEAVE : 0));
  const logits = last.map(() => new Float32Array(9));
  const { slope, bias, after } = fitNextAction(logits, last, next);
  const chances = (l: number) => softmax(bias.map((b, a) => slope * 0 + b + after[l][a]));
  expect(chances(0)[LEAVE]).toBeCloseTo(0.2, 1);
  expect(chances(1)[LEAVE]).toBeCloseTo(0.9, 1);
  expect(chances(0)[4]).toBeGreaterThan(0);
  expect(chances(0)[4]).toBeLessThan(0.001);
});

test('a few positions move the network little, and the loss never diverges', () => {
  const random = seededRandom(2);
  const logits = Array.from({ length: 600 }, () =>
    Float32Array.from({ length: 9 }, () => 6 * random()),
  );
  // Mostly one class and another that is rare, as in a shop that people leave at once.
  const next = logits.map(() => (random() < 0.97 ? LEAVE : random() < 0.5 ? 0 : 1));
  const last = next.map(() => (random() < 0.98 ? 0 : 1));
  const { slope, bias, after } = fitNextAction(logits, last, next);
  const loss = logits.reduce((sum, row, i) => {
    const chances = softmax(bias.map((b, a) => slope * row[a] + b + after[last[i]][a]));
    return sum - Math.log(chances[next[i]]) / logits.length;
  }, 0);
  // That of the shares alone.
  expect(loss).toBeLessThan(0.17);
  const few = fitNextAction(logits.slice(0, 3), [0, 0, 0], next.slice(0, 3));
  expect(Math.abs(few.slope - 1)).toBeLessThan(0.3);
});
