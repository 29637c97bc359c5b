import { expect, test } from 'vitest';
import { ACTION_TYPES } from '../../events/event.js';
import { seededRandom } from '../../lib/random.js';
import { DEFAULT_CONFIG } from '../../model/config.js';
import { createExamples } from '../data/examples.js';
import { simpleData } from '../data/simple-data.fixture.js';
import { createSplitLog } from '../data/split-log.js';
import { startNetwork } from './start-network.js';

const data = simpleData(50, 20, seededRandom(3));
const start = (of: typeof data) =>
  startNetwork(
    DEFAULT_CONFIG,
    createSplitLog(of, () => 'train'),
    createExamples(of, () => undefined),
    seededRandom(4),
  );
const rowsThatSpeak = ({ parameters }: ReturnType<typeof start>, name: string) => {
  const { value, shape } = parameters.get(name) ?? { value: [], shape: [0, 0] };
  return Array.from({ length: shape[0] }, (_, row) => row).filter((row) =>
    value.slice(row * shape[1], (row + 1) * shape[1]).some(Boolean),
  );
};

test('embeddings of seen actions start non-zero, those of unseen actions at zero', () => {
  const typed = start(data);
  const seen = [...new Set(data.action)].sort((a, b) => a - b);
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.length).toBeLessThan(ACTION_TYPES.length);
  expect(rowsThatSpeak(typed, 'embed.action')).toEqual(seen);
  expect(typed.weights.actionWeight).toBe(1);
});

test('action embeddings start at zero when the log has only views', () => {
  const looks = start({ ...data, action: new Uint8Array(data.events) });
  expect(rowsThatSpeak(looks, 'embed.action')).toEqual([]);
  expect(looks.weights.actionWeight).toBe(0.3);
});

test('embeddings of history sums start at zero', () => {
  for (const field of ['elapsed', 'longest', 'visits', 'events', 'carts', 'orders'])
    expect(rowsThatSpeak(start(data), `embed.${field}`), field).toEqual([]);
});

test.each([
  ['no clock', 0, false],
  ['one night', 3, false],
  ['29 windows of two hours', 29, false],
  ['30 windows', 30, true],
])('the hour is learnt when the log covers 30 two-hour windows: %s', (_, windows, is) => {
  const from = Date.UTC(2026, 0, 1);
  const ts = data.ts.map((_, e) => (windows ? from + (e % windows) * 7_200_000 : Number.NaN));
  expect(start({ ...data, ts }).parameters.has('embed.hour')).toBe(is);
});

test('next action weighs more in a longer log', () => {
  const long = simpleData(3000, 20, seededRandom(3));
  const { actionWeight, intentWeight } = start(long).weights;
  expect(actionWeight).toBeCloseTo(long.events / 8000, 6);
  expect(intentWeight).toBeCloseTo(0.3 * actionWeight, 6);
});
