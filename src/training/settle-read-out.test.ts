import { expect, test } from 'vitest';
import { seededRandom } from '../lib/platform.js';
import { gaussian } from './parameters.js';
import { fitScale } from './settle-read-out.js';

const ITEMS = 40;

/** Next items drawn from the softmax of the true logits, while the network says something else of them. */
function positions(
  count: number,
  tooSure: number,
  copyTruth: (own: number, bias: number) => number,
) {
  const random = seededRandom(7);
  return Array.from({ length: count }, () => {
    const truth = Float32Array.from({ length: ITEMS }, () => gaussian(random));
    const prior = Float32Array.from({ length: ITEMS }, () => gaussian(random));
    const similar = truth.map((x) => tooSure * x);
    const copies = [3, 17].map((place) => ({
      place,
      features: [0, 0, similar[place] + prior[place], gaussian(random), 1],
    }));
    const logits = truth.map((x, i) => x + prior[i]);
    for (const { place, features } of copies) logits[place] = copyTruth(features[2], features[3]);
    const shares = logits.map(Math.exp);
    let left = random() * shares.reduce((sum, x) => sum + x, 0);
    let target = 0;
    while (target < ITEMS - 1 && left > shares[target]) left -= shares[target++];
    return { similar, prior, copies, target };
  });
}

test('finds what the terms of a logit must be multiplied by', () => {
  const [similar, prior, own, bias, offset] = fitScale(
    positions(3000, 2, (o, b) => 0.4 * o + 0.5 * b + 1.5),
  );
  expect(similar).toBeCloseTo(0.5, 1);
  expect(prior).toBeCloseTo(1, 1);
  expect(own).toBeCloseTo(0.4, 1);
  expect(bias).toBeCloseTo(0.5, 1);
  expect(offset).toBeGreaterThan(1.2);
  expect(offset).toBeLessThan(1.8);
});

test('a few positions move little of what is right', () => {
  const scale = fitScale(positions(120, 1, (o, b) => o + b));
  [1, 1, 1, 1].forEach((one, i) => {
    expect(Math.abs(scale[i] - one)).toBeLessThan(0.5);
  });
});
