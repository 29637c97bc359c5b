import { expect, test } from 'vitest';
import { ACTION_TYPES } from '../events/event.js';
import { seededRandom } from '../lib/platform.js';
import { DEFAULT_CONFIG } from '../model/config.js';
import { createExamples } from './examples.js';
import { simpleData } from './simple-data.fixture.js';
import { startNetwork } from './start-network.js';

const data = simpleData(50, 20, seededRandom(3));
const part = new Uint8Array(data.events);
const start = (of: typeof data) =>
  startNetwork(
    DEFAULT_CONFIG,
    createExamples(of, () => undefined),
    part,
    seededRandom(4),
  );
const rowsThatSpeak = ({ parameters }: ReturnType<typeof start>, name: string) => {
  const { value, shape } = parameters.get(name) ?? { value: [], shape: [0, 0] };
  return Array.from({ length: shape[0] }, (_, row) => row).filter((row) =>
    value.slice(row * shape[1], (row + 1) * shape[1]).some(Boolean),
  );
};

test('where actions are told apart they speak from the start, those never seen stay silent', () => {
  const typed = start(data);
  const seen = [...new Set(data.action)].sort((a, b) => a - b);
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.length).toBeLessThan(ACTION_TYPES.length);
  expect(rowsThatSpeak(typed, 'embed.action')).toEqual(seen);
  expect(typed.actionWeight).toBe(1);
});

test('a log of looks alone starts silent', () => {
  const looks = start({ ...data, action: new Uint8Array(data.events) });
  expect(rowsThatSpeak(looks, 'embed.action')).toEqual([]);
  expect(looks.actionWeight).toBe(0.3);
});

test('next action weighs more in a log that tells more of it', () => {
  const long = simpleData(3000, 20, seededRandom(3));
  const { actionWeight, intentWeight } = startNetwork(
    DEFAULT_CONFIG,
    createExamples(long, () => undefined),
    new Uint8Array(long.events),
    seededRandom(4),
  );
  expect(actionWeight).toBeCloseTo(long.events / 8000, 6);
  expect(intentWeight).toBeCloseTo(0.3 * actionWeight, 6);
});
