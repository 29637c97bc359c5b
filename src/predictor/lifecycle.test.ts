import { describe, expect, test } from 'vitest';
import {
  createLifecycle,
  follow,
  isListening,
  isPredicting,
  type Lifecycle,
  stateOf,
  type Transition,
} from './lifecycle.js';

const COLUMNS: Transition[] = ['waitOver', 'pause', 'resume', 'destroy'];
/** Every state there is, and what each transition makes of it, in the order of the columns. */
const TABLE: [Lifecycle, ...ReturnType<typeof stateOf>[]][] = [
  [{}, 'ready', 'paused', 'loading', 'destroyed'],
  [{ ready: true }, 'ready', 'paused', 'ready', 'destroyed'],
  [{ paused: true }, 'paused', 'paused', 'loading', 'destroyed'],
  [{ paused: true, ready: true }, 'paused', 'paused', 'ready', 'destroyed'],
  [{ destroyed: true }, 'destroyed', 'destroyed', 'destroyed', 'destroyed'],
  [
    { destroyed: true, paused: true, ready: true },
    ...(['destroyed', 'destroyed', 'destroyed', 'destroyed'] as const),
  ],
];

describe.each(TABLE)('%j', (now, ...cells) => {
  test.each(COLUMNS.map((transition, at) => [transition, cells[at]] as const))(
    '%s → %s',
    (transition, expected) => {
      expect(stateOf(follow(now, transition))).toBe(expected);
    },
  );
});

test('loading goes on below a pause', () => {
  const through = (...path: Transition[]) => stateOf(path.reduce(follow, {}));
  expect(through('pause', 'waitOver', 'resume')).toBe('ready');
  expect(through('pause', 'pause', 'resume')).toBe('loading');
});

test('only these states take events, and only this one predicts', () => {
  const names = (has: (state: Lifecycle) => boolean) => [
    ...new Set(TABLE.flatMap(([state]) => (has(state) ? stateOf(state) : []))),
  ];
  expect(names(isListening)).toEqual(['loading', 'ready']);
  expect(names(isPredicting)).toEqual(['ready']);
});

test('a new state is reported once, and nothing after destroy', () => {
  const told: string[] = [];
  const { go, state } = createLifecycle((name) => void told.push(name));
  go('pause');
  go('pause');
  go('waitOver');
  expect(told).toEqual(['paused']);
  go('resume');
  go('destroy');
  go('destroy');
  go('resume');
  expect(told).toEqual(['paused', 'ready', 'destroyed']);
  expect(state()).toBe('destroyed');
});
