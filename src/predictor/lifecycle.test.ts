import { describe, expect, test } from 'vitest';
import {
  createLifecycle,
  FIRST,
  follow,
  isListening,
  isPredicting,
  type Lifecycle,
  type Transition,
} from './lifecycle.js';

const patient: Lifecycle = { state: 'loading', patient: true };
const loading: Lifecycle = { state: 'loading', patient: false };
const ready: Lifecycle = { state: 'ready' };
const pausedPatient: Lifecycle = { state: 'paused', below: patient };
const pausedLoading: Lifecycle = { state: 'paused', below: loading };
const pausedReady: Lifecycle = { state: 'paused', below: ready };
const destroyed: Lifecycle = { state: 'destroyed' };
const same = 'same';

const COLUMNS: Transition[] = ['waitedLongEnough', 'loaded', 'pause', 'resume', 'destroy'];
/** Every state there is, and what each transition makes of it, in the order of the columns. */
const TABLE: [name: string, Lifecycle, (Lifecycle | typeof same)[]][] = [
  ['loading, patient', patient, [loading, ready, pausedPatient, same, destroyed]],
  ['loading', loading, [loading, ready, pausedLoading, same, destroyed]],
  ['ready', ready, [same, same, pausedReady, same, destroyed]],
  ['paused, patient', pausedPatient, [pausedLoading, pausedReady, same, patient, destroyed]],
  ['paused, loading', pausedLoading, [pausedLoading, pausedReady, same, loading, destroyed]],
  ['paused, ready', pausedReady, [pausedReady, pausedReady, same, ready, destroyed]],
  ['destroyed', destroyed, [same, same, same, same, same]],
];

describe.each(TABLE)('%s', (_, now, cells) => {
  test.each(COLUMNS.map((transition, at) => [transition, cells[at]] as const))(
    '%s → %j',
    (transition, expected) => {
      const next = follow(now, transition);
      if (expected === same) expect(next).toBe(now);
      else expect(next).toEqual(expected);
    },
  );
});

test('the table has a row for every reachable state', () => {
  const rows = TABLE.map(([, state]) => JSON.stringify(state));
  const reached = new Set([JSON.stringify(FIRST)]);
  for (const state of reached) {
    for (const transition of COLUMNS) {
      reached.add(JSON.stringify(follow(JSON.parse(state), transition)));
    }
  }
  expect([...reached].sort()).toEqual(rows.sort());
});

test('only these states take events, and only these predict', () => {
  const names = (has: (state: Lifecycle) => boolean) =>
    TABLE.flatMap(([name, state]) => (has(state) ? name : []));
  expect(names(isListening)).toEqual(['loading, patient', 'loading', 'ready']);
  expect(names(isPredicting)).toEqual(['loading', 'ready']);
});

test('a new state is reported once, and nothing after destroy', () => {
  const told: string[] = [];
  const { go, state } = createLifecycle((name) => void told.push(name));
  go('waitedLongEnough');
  go('pause');
  go('pause');
  go('loaded');
  expect(told).toEqual(['paused']);
  go('resume');
  go('destroy');
  go('destroy');
  go('resume');
  expect(told).toEqual(['paused', 'ready', 'destroyed']);
  expect(state()).toBe('destroyed');
});
