import { expect, test } from 'vitest';
import { sigmoid } from '../../engine/softmax.js';
import { gaussian, seededRandom } from '../../lib/random.js';
import { scaleLogits } from './scale-logits.js';

const alone = (share: number) => ({ rates: [1 - share, share], dependence: 1 });
const shareOf = (labels: number[]) => labels.reduce((sum, label) => sum + label, 0) / labels.length;

test.each([
  [0.5, -1],
  [2, 0.5],
  [1, 3],
])('recovers the slope %f and offset %f that the labels were drawn with', (scale, offset) => {
  const random = seededRandom(2);
  const logits = Array.from({ length: 20_000 }, () => [0, 1.5 * gaussian(random) - 1]);
  const labels = logits.map(([, x]) => (random() < sigmoid(scale * x + offset) ? 1 : 0));
  const { slope, bias } = scaleLogits(logits, labels, alone(shareOf(labels)));
  expect(Math.abs(slope - scale)).toBeLessThan(0.1);
  expect(Math.abs(bias[1] - bias[0] - offset)).toBeLessThan(0.15);
});

test('undoes overconfidence among several classes', () => {
  const random = seededRandom(4);
  const truth = Array.from({ length: 6000 }, () => [0, gaussian(random), gaussian(random) - 1]);
  const labels = truth.map((row) => {
    const shares = row.map(Math.exp);
    let left = random() * shares.reduce((sum, share) => sum + share, 0);
    let label = 0;
    while (label < 2 && left > shares[label]) left -= shares[label++];
    return label;
  });
  const rates = [0, 1, 2].map((k) => labels.filter((label) => label === k).length / labels.length);
  // Three times too sure.
  const logits = truth.map((row) => row.map((x) => 3 * x));
  const { slope } = scaleLogits(logits, labels, { rates, dependence: 1 });
  expect(slope).toBeCloseTo(1 / 3, 1);
});

test('stays finite when logits are far from the labels', () => {
  const random = seededRandom(3);
  const logits = Array.from({ length: 2000 }, (_, i) => [0, (i % 2 ? -13 : -3) + gaussian(random)]);
  const labels = logits.map(([, x]) => (random() < (x > -8 ? 0.1 : 0) ? 1 : 0));
  const { slope, bias } = scaleLogits(logits, labels, alone(shareOf(labels)));
  expect(sigmoid(slope * -3 + bias[1] - bias[0])).toBeCloseTo(0.1, 1);
});

test('a hundred sessions do not move a slope far that is right', () => {
  const [share, positions] = [0.075, 40];
  let [off, offWhenBelieved] = [0, 0];
  for (let seed = 1; seed <= 8; seed++) {
    const random = seededRandom(seed);
    const logits: number[][] = [];
    const labels: number[] = [];
    // All positions of a session have one label: in truth these are a hundred cases, not four thousand.
    for (let session = 0; session < 100; session++) {
      const logit = -3 + gaussian(random);
      const label = +(random() < sigmoid(logit));
      for (let position = 0; position < positions; position++) {
        logits.push([0, logit + 0.3 * gaussian(random)]);
        labels.push(label);
      }
    }
    const labelled = { ...alone(share), dependence: positions };
    off += Math.abs(scaleLogits(logits, labels, labelled).slope - 0.95) / 8;
    offWhenBelieved +=
      Math.abs(scaleLogits(logits, labels, alone(shareOf(labels))).slope - 0.95) / 8;
  }
  expect(off).toBeLessThan(0.15);
  expect(offWhenBelieved).toBeGreaterThan(2 * off);
});
